import { inject, onTestFinished } from 'vitest';
import { botEnvironment } from '../../../sim/bot/bot-environment.ts';
import { type BotProcess, startBotProcess } from '../../../sim/bot/bot-process.ts';
import type { CommandOutcome } from '../../../sim/slack/people/people.ts';
import { type SlackSim, type SlackSimOptions, startSlackSim } from '../../../sim/slack/slack-sim.ts';
import type { SimMessage } from '../../../sim/slack/stores/message-store.ts';
import { SLACK_IDS } from '../../../sim/slack/stores/workspace.ts';
import { toPlainText } from '../../../sim/slack/to-plain-text.ts';
import { sampleWebinars } from '../../../sim/zoom/samples/sample-webinars.ts';
import { startZoomSim, type ZoomSim, type ZoomSimOptions } from '../../../sim/zoom/zoom-sim.ts';
import { type RedisServer, startRedis } from '../../setup/start-redis.ts';

export interface WorldOptions {
  /** `own`: a Redis of this test alone, empty. `none`: memory mode. */
  readonly redis?: 'own' | 'none';
  readonly replicas?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly zoom?: ZoomSimOptions;
  readonly slack?: SlackSimOptions;
  /** How Slack reaches the bots; what SLACK_MODE says, which is HTTP unless the file runs in the project `socket-mode`. */
  readonly mode?: SlackMode;
  /** How Zoom's events reach the bots. */
  readonly events?: 'webhook' | 'websocket';
}

type SlackMode = 'http' | 'socket';
export const SLACK_MODE: SlackMode = process.env.SLACK_MODE === 'socket' ? 'socket' : 'http';
/** A bot that cannot connect is the test's own business. */
const CONNECTED_WITHIN_MS = 5_000;

/** A whole installation: Zoom, Slack, Redis and as many bots as asked for, each as a process of its own. */
export interface World {
  readonly zoom: ZoomSim;
  readonly slack: SlackSim;
  readonly redis: RedisServer | null;
  readonly bots: BotProcess[];
  /** Starts one more bot with the same environment; `env` changes it, `folder` has another version's code. */
  startBot(env?: Readonly<Record<string, string>>, folder?: string): Promise<BotProcess>;
  /** From now on Slack sends to this bot. */
  useBot(bot: BotProcess): void;
  /** Apple types the command in #general. */
  ask(text: string, who?: { user?: string; channel?: string }): Promise<CommandOutcome & { message: SimMessage }>;
  /**
   * The message as it is once it passes the test, or a later one that the same person sees in the same place: what comes after
   * the acknowledgement of a command is a message of its own.
   */
  become(
    message: SimMessage,
    test: (text: string, message: SimMessage) => boolean,
    timeoutMs?: number,
  ): Promise<SimMessage>;
  /** Asks and waits for the report (or whatever the last word is). */
  askForReport(text: string, timeoutMs?: number): Promise<SimMessage>;
  /** Stops everything. */
  close(): Promise<void>;
}

/**
 * Everything is stopped when the test ends.
 * @param whenFinished the test's own, where tests run at the same time
 */
export async function startWorld(
  options: WorldOptions = {},
  whenFinished: (work: () => Promise<void>) => void = onTestFinished,
): Promise<World> {
  const world = await openWorld(options);
  whenFinished(() => world.close());
  return world;
}

/** For a whole file: the caller closes it, in `afterAll`. */
export async function openWorld(options: WorldOptions = {}): Promise<World> {
  const redis = options.redis === 'none' || !inject('redisBinary') ? null : await startRedis();
  const zoom = await startZoomSim({ webinars: sampleWebinars(Date.now()), ...options.zoom });
  const isSocketMode = (options.mode ?? SLACK_MODE) === 'socket';
  const slack = await startSlackSim({ socketMode: isSocketMode, ...options.slack });
  // Each bot has an app-level token of its own, so that Slack can be told whom to send to.
  const tokens = new Map<BotProcess, string>();
  const bots: BotProcess[] = [];
  const world: World = {
    zoom,
    slack,
    redis,
    bots,
    async startBot(env = {}, folder?: string) {
      const appToken = `xapp-1-A0SIM-${tokens.size + 1}-abcdefghijklmnop`;
      if (!slack.settings.appTokens.includes(appToken)) slack.settings.appTokens.push(appToken);
      const variables = {
        ...botEnvironment(zoom, slack),
        ...(isSocketMode ? { SLACK_APP_TOKEN: appToken } : {}),
        ...(options.events === 'websocket' ? webSocketOf(zoom) : {}),
        LOG_LEVEL: 'debug',
        ...(redis ? { REDIS_URL: redis.url } : {}),
        ...options.env,
        ...env,
      };
      const bot = await startBotProcess(variables, 'node', folder);
      bots.push(bot);
      tokens.set(bot, env.SLACK_APP_TOKEN ?? appToken);
      const isConnected = () => slack.socketMode.sockets(tokens.get(bot)).length > 0;
      if (isSocketMode) await slack.waitFor(isConnected, CONNECTED_WITHIN_MS).catch(() => false);
      return bot;
    },
    useBot(bot) {
      slack.settings.botUrl = `${bot.url}/slack/events`;
      slack.socketMode.preferred = tokens.get(bot) ?? null;
    },
    async ask(text, { user = SLACK_IDS.apple, channel = SLACK_IDS.general } = {}) {
      const outcome = await slack.typeCommand({ user, channel, text });
      if (!outcome.message) throw new Error(`nothing was shown: ${outcome.status} ${outcome.body}`);
      return { ...outcome, message: outcome.message };
    },
    become: (message, test, timeoutMs = 15_000) =>
      slack.waitFor(() => {
        const isNewer = ({ ts, user }: SimMessage) => ts > message.ts && user === SLACK_IDS.botUser;
        const seen = message.ephemeralFor ?? SLACK_IDS.apple;
        const now = slack.current(message);
        const later = slack.messagesFor(seen, message.channel).filter(isNewer);
        return [...(now ? [now] : []), ...later].find((one) => test(toPlainText(one), one)) ?? null;
      }, timeoutMs),
    async askForReport(text, timeoutMs) {
      const { message } = await world.ask(text);
      return isReport(message) ? message : world.become(message, (_text, now) => isReport(now), timeoutMs);
    },
    async close() {
      await Promise.all(bots.map((bot) => bot.stop('SIGKILL')));
      await slack.stop();
      await zoom.stop();
      await redis?.kill();
    },
  };
  try {
    for (let replica = 0; replica < (options.replicas ?? 1); replica += 1) await world.startBot();
  } catch (error) {
    await world.close();
    throw error;
  }
  const [first] = bots;
  if (first) world.useBot(first);
  return world;
}

/** Instead of an address that Zoom calls. */
function webSocketOf({ settings, websocketUrl }: ZoomSim): Record<string, string> {
  return {
    ZOOM_WEBHOOK_SECRET_TOKEN: '',
    ZOOM_WEBSOCKET_SUBSCRIPTION_ID: settings.subscriptionId,
    ZOOM_WEBSOCKET_URL: websocketUrl,
  };
}

/** A report is known by its header and its first button. */
export function isReport(message: SimMessage): boolean {
  return (
    message.blocks.some(({ type }) => type === 'header') && JSON.stringify(message.blocks).includes('report.list.')
  );
}

/** What a person reads. */
export function textOf(message: SimMessage): string {
  return toPlainText(message);
}
