import { readFileSync } from 'node:fs';
import { type BotProcess, startBotProcess } from '../sim/bot/bot-process.ts';
import type { SlackSim } from '../sim/slack/slack-sim.ts';
import type { SimMessage } from '../sim/slack/stores/message-store.ts';
import { SLACK_IDS } from '../sim/slack/stores/workspace.ts';
import { startRedis } from '../test/setup/start-redis.ts';
import type { Row } from './row.ts';

const THOUSANDS = numbered(94_100_001_000, 60);
const TEN_THOUSANDS = numbered(94_200_010_000, 20);
const ONE_OF_10_000 = '93200010000';
const ONE_OF_50_000 = '93200050000';
const PEOPLE = [SLACK_IDS.apple, SLACK_IDS.banana, SLACK_IDS.cherry];
/** As many as fit into the memory store. */
const EXPORTED = TEN_THOUSANDS.slice(0, 6);
const EXPORTS = 20;
/** Everything of a scenario, on a slow machine. */
const WITHIN_MS = 240_000;
const { general: channel } = SLACK_IDS;

/** Many large webinars at once: what they take of memory, and for how long nobody else had a turn. */
export async function benchmarkCrowds(
  slack: SlackSim,
  environment: Readonly<Record<string, string>>,
  { withRedis }: { withRedis: boolean },
): Promise<Row[]> {
  const mode = withRedis ? 'Redis' : 'memory';
  const scenario = async (what: string, limitMb: number, work: (bot: BotProcess) => Promise<unknown>): Promise<Row> => {
    const redis = withRedis ? await startRedis() : null;
    const bot = await startBotProcess({ ...environment, ...(redis ? { REDIS_URL: redis.url } : {}) });
    slack.settings.botUrl = `${bot.url}/slack/events`;
    await work(bot);
    const value = `${peakMemoryMb(bot)} MB`;
    await bot.stop();
    await redis?.stop();
    return { what: `${mode}: ${what}, peak memory`, value, limit: `${limitMb} MB` };
  };
  const standstills: Row[] = [];
  const timed = (id: string, people: string, limitMs: number) => async (bot: BotProcess) => {
    const watched = watchStandstills(bot);
    await askForAll(slack, [id]);
    standstills.push({
      what: `${mode}: longest standstill, ${people} people`,
      value: `${(await watched.stop()).toFixed(0)} ms`,
      limit: `${limitMs} ms`,
    });
  };
  return [
    await scenario('60 webinars of 1,000 at once', withRedis ? 450 : 300, () => askForAll(slack, THOUSANDS)),
    await scenario('20 webinars of 10,000 at once', 450, () => askForAll(slack, TEN_THOUSANDS)),
    await scenario(`${EXPORTS} exports of 10,000 people`, 400, () => exportAll(slack)),
    await scenario('one webinar of 10,000', 450, timed(ONE_OF_10_000, '10,000', 100)),
    await scenario('one webinar of 50,000', 450, timed(ONE_OF_50_000, '50,000', 250)),
    ...standstills,
  ];
}

/** A command's answer cannot be replaced: each report comes beside it. */
async function askForAll(slack: SlackSim, ids: readonly string[]): Promise<void> {
  const before = reportsOf(slack).length;
  await Promise.all(ids.map((text, index) => slack.typeCommand({ user: userOf(index), channel, text })));
  await slack.waitFor(() => reportsOf(slack).length >= before + ids.length, WITHIN_MS);
}

function reportsOf(slack: SlackSim): SimMessage[] {
  return PEOPLE.flatMap((user) => slack.messagesFor(user, channel)).filter(({ blocks }) =>
    JSON.stringify(blocks).includes('report.list.'),
  );
}

/** Three people export the same reports at once, and the first of them clicks twice. */
async function exportAll(slack: SlackSim): Promise<void> {
  await askForAll(slack, EXPORTED);
  const { size: before } = slack.files;
  const exportOne = async (user: string, text: string) => {
    const { message } = await slack.typeCommand({ user, channel, text });
    if (!message) throw new Error('no acknowledgement');
    await slack.click({ user, message, button: 'report.export' });
  };
  const clicks = PEOPLE.flatMap((user) => EXPORTED.map((id) => [user, id] as const));
  const twice = clicks.slice(0, EXPORTS - clicks.length);
  await Promise.all([...clicks, ...twice].map(([user, id]) => exportOne(user, id)));
  await slack.waitFor(() => slack.files.size === before + clicks.length, WITHIN_MS);
}

/** The longest time in which the bot's event loop had no turn, as it reports itself. */
function watchStandstills(bot: BotProcess) {
  let longestMs = 0;
  async function look(): Promise<void> {
    const text = await (await fetch(`${bot.url}/metrics`)).text();
    const seconds = Number(/^nodejs_eventloop_lag_max_seconds (\S+)$/m.exec(text)?.[1]);
    longestMs = Math.max(longestMs, seconds * 1000);
  }
  const timer = setInterval(() => void look().catch(() => undefined), 1_000);
  return {
    async stop(): Promise<number> {
      clearInterval(timer);
      await look();
      return longestMs;
    },
  };
}

function userOf(index: number): string {
  return PEOPLE[index % PEOPLE.length] ?? SLACK_IDS.apple;
}

function numbered(first: number, many: number): string[] {
  return Array.from({ length: many }, (_, index) => String(first + index));
}

export function peakMemoryMb(bot: BotProcess): number {
  const status = readFileSync(`/proc/${bot.pid}/status`, 'utf8');
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024);
}
