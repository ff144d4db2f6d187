import { botEnvironment } from '../bot/bot-environment.ts';
import { type BotProcess, startBotProcess } from '../bot/bot-process.ts';
import { type SlackSim, startSlackSim } from '../slack/slack-sim.ts';
import { SLACK_IDS } from '../slack/stores/workspace.ts';
import { createWebhookSender } from '../zoom/webhook/webhook-sender.ts';
import { startZoomSim, type ZoomSim } from '../zoom/zoom-sim.ts';
import { demoWebinars } from './demo-webinars.ts';
import { readManifest } from './manifest.ts';
import { buildPage } from './page/build-page.ts';
import { startWorkspaceServer } from './server.ts';
import { createZoomDesk } from './zoom-desk.ts';

const WEBHOOK_SECRET = 'sim-webhook-secret-0123456789';

export interface WorkspaceOptions {
  /** Of the page; another one when it is taken, 0 for any. */
  readonly port?: number;
  /** Milliseconds that Zoom takes for an answer; what the panel starts with. */
  readonly latencyMs?: number;
  /** More of the bot's environment. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface Workspace {
  /** Where the page is. */
  readonly url: string;
  readonly zoom: ZoomSim;
  readonly slack: SlackSim;
  readonly bot: BotProcess;
  /** Stops everything; the bot's exit code. */
  stop(): Promise<number | null>;
}

/** A Zoom, a Slack with its page, and the real bot between them as a process of its own, in memory mode. */
export async function startWorkspace(options: WorkspaceOptions = {}): Promise<Workspace> {
  const { port = 0, latencyMs = 50, env = {} } = options;
  const webinars = demoWebinars(Date.now());
  const [page, zoom, slack] = await Promise.all([buildPage(), startZoomSim({ webinars }), startSlackSim()]);
  const bot = await startBotProcess({
    ...botEnvironment(zoom, slack),
    ZOOM_WEBHOOK_SECRET_TOKEN: WEBHOOK_SECRET,
    REPORT_CHANNEL: SLACK_IDS.general,
    // Minutes at Zoom, seconds here: somebody is watching.
    REPORT_DELAYS_S: '1,8,15',
    LIVE_RULES: 'presenter loss 5% for 2m, audience poor 10% for 3m',
    REPORT_QUIET_S: '1',
    // Whoever opens the page may see the bot's state, and have a webinar forgotten.
    ACCESS_OPERATORS: SLACK_IDS.apple,
    ...env,
  });
  slack.settings.botUrl = `${bot.url}/slack/events`;
  // Zoom tries again after 5 minutes; here after 5 seconds.
  const webhook = createWebhookSender({ url: `${bot.url}/zoom/events`, secret: WEBHOOK_SECRET, speed: 60 });
  const desk = createZoomDesk(zoom, webhook, webinars, latencyMs);
  const server = await startWorkspaceServer({ slack, desk, manifest: readManifest(), page, port });
  return {
    url: server.origin,
    zoom,
    slack,
    bot,
    async stop() {
      desk.stop();
      await server.stop();
      const code = await bot.stop();
      await Promise.all([slack.stop(), zoom.stop()]);
      return code;
    },
  };
}
