import type { SlackSim } from '../slack/slack-sim.ts';
import type { ZoomSim } from '../zoom/zoom-sim.ts';

/** What the simulated Zoom signs its events with. */
export const WEBHOOK_SECRET = 'sim-webhook-secret-0123456789';

/** The environment that points a bot at the simulators, as `.env` points it at the real ones. */
export function botEnvironment(zoom: ZoomSim, slack: SlackSim): Record<string, string> {
  return {
    SLACK_BOT_TOKEN: slack.settings.botToken,
    SLACK_SIGNING_SECRET: slack.settings.signingSecret,
    SLACK_API_URL: slack.apiUrl,
    ...(slack.settings.socketMode ? { SLACK_APP_TOKEN: slack.settings.appTokens[0] ?? '' } : {}),
    ZOOM_ACCOUNT_ID: zoom.settings.accountId,
    ZOOM_CLIENT_ID: zoom.settings.clientId,
    ZOOM_CLIENT_SECRET: zoom.settings.clientSecret,
    ZOOM_API_URL: zoom.apiUrl,
    ZOOM_OAUTH_URL: zoom.oauthUrl,
    ZOOM_WEBHOOK_SECRET_TOKEN: WEBHOOK_SECRET,
    // In front of a simulator one person stands for many.
    READS_PER_MINUTE: '1000',
    READS_PER_DAY: '100000',
  };
}
