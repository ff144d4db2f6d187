import type { TestContext } from 'vitest';
import type { BotProcess } from '../../../sim/bot/bot-process.ts';
import type { SocketManners } from '../../../sim/runtime/websocket/socket-connection.ts';
import type { SlackSim } from '../../../sim/slack/slack-sim.ts';
import type { BotSocket } from '../../../sim/slack/socket-mode/socket-mode.ts';
import { SLACK_IDS } from '../../../sim/slack/stores/workspace.ts';
import { startWorld, textOf, type World, type WorldOptions } from '../support/world.ts';
import { type CommandEnd, type Death, toRow, watchDeath } from './death-watch.ts';

/** One bot in Socket Mode and what an operator and a person see of it. */
interface SocketWorld {
  readonly world: World;
  readonly slack: SlackSim;
  readonly bot: BotProcess;
  /** The socket that there is. */
  socketOf(): BotSocket;
  /** Status of /readyz, and what it says of the socket. */
  readiness(bot?: BotProcess): Promise<string>;
  /** Types `/webinar-qos help`; whether the bot answered. */
  isHelped(): Promise<boolean>;
  /** Does something to a socket, and looks on until commands come through again over another one. */
  watch(way: string, kill: () => void, options?: WatchOptions): Promise<Death>;
  /** Lines of a bot's log. */
  saying(bot: BotProcess, text: string): string[];
}

interface WatchOptions {
  readonly withinMs?: number;
  /** When the death is over; without it as soon as there is a socket that was not there. */
  readonly isOver?: () => boolean;
  readonly bot?: BotProcess;
}

/** Rows of the table that PRINT_TABLE=1 prints. */
export const rows: string[] = [];

/** All of the test's own, and without Redis unless asked for: tests that wait for a socket run at the same time. */
export async function startSocketWorld(
  { onTestFinished }: TestContext,
  { manners = {}, redis = 'none' }: { manners?: Partial<SocketManners>; redis?: WorldOptions['redis'] } = {},
): Promise<SocketWorld> {
  const world = await startWorld({ mode: 'socket', redis, replicas: 0 }, onTestFinished);
  const { slack } = world;
  Object.assign(slack.socketMode.manners, manners);
  const bot = await world.startBot();
  world.useBot(bot);

  async function readiness(which: BotProcess = bot): Promise<string> {
    const answer = await fetch(`${which.url}/readyz`);
    const { checks }: { checks: { name: string; reason?: string }[] } = JSON.parse(await answer.text());
    return `${answer.status} ${checks.find(({ name }) => name === 'socket')?.reason ?? 'ok'}`;
  }

  async function type(): Promise<CommandEnd> {
    const who = { user: SLACK_IDS.apple, channel: SLACK_IDS.general };
    const { message, failure } = await slack.typeCommand({ ...who, text: 'help' });
    if (failure === 'dispatch_failed') return 'no socket';
    return failure === null && message !== null && textOf(message).includes('/webinar-qos') ? 'answered' : 'unanswered';
  }

  return {
    world,
    slack,
    bot,
    socketOf() {
      const [socket] = slack.socketMode.sockets();
      if (!socket) throw new Error('there is no socket');
      return socket;
    },
    readiness,
    isHelped: async () => (await type()) === 'answered',
    async watch(way, kill, { withinMs = 20_000, bot: which = bot, ...options } = {}) {
      const before = slack.socketMode.history.length;
      const isOver = options.isOver ?? (() => slack.socketMode.history.length > before);
      kill();
      const death = await watchDeath({ readiness: () => readiness(which), type }, isOver, withinMs);
      rows.push(toRow(way, death));
      return death;
    },
    saying: ({ lines }, text) => lines.filter((line) => line.includes(text)),
  };
}
