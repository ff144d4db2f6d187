import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type DoctorWorld, openDoctorWorld } from '../doctor/doctor-world.ts';

export interface SetupWorld extends DoctorWorld {
  /** Where `.env` goes. */
  readonly folder: string;
  /** What points the setup at the simulators instead of the real ones. */
  readonly addresses: Readonly<Record<string, string>>;
  /** By variable, as the pages of Slack and Zoom show them. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** A Slack and a Zoom in which an app was made for the bot, and an empty folder. */
export async function openSetupWorld(): Promise<SetupWorld> {
  const world = await openDoctorWorld('');
  onTestFinished(() => world.close());
  const folder = await mkdtemp(join(tmpdir(), 'webinar-qos-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const { zoom, slack } = world;
  // By WebSocket there is no address.
  zoom.settings.subscriptions = zoom.settings.subscriptions.map(({ event_webhook_url: _, ...rest }) => rest);
  return {
    ...world,
    folder,
    addresses: {
      SLACK_API_URL: slack.apiUrl,
      ZOOM_API_URL: zoom.apiUrl,
      ZOOM_OAUTH_URL: zoom.oauthUrl,
      ZOOM_WEBSOCKET_URL: zoom.websocketUrl,
      // No bot of this machine is looked for.
      PORT: '0',
    },
    secrets: {
      SLACK_BOT_TOKEN: slack.settings.botToken,
      SLACK_SIGNING_SECRET: slack.settings.signingSecret,
      SLACK_APP_TOKEN: slack.settings.appTokens[0] ?? '',
      ZOOM_ACCOUNT_ID: zoom.settings.accountId,
      ZOOM_CLIENT_ID: zoom.settings.clientId,
      ZOOM_CLIENT_SECRET: zoom.settings.clientSecret,
      ZOOM_WEBSOCKET_SUBSCRIPTION_ID: zoom.settings.subscriptionId,
    },
  };
}
