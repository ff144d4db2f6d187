import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { type BotProcess, startBotProcess } from '../sim/bot/bot-process.ts';
import { startSlackSim } from '../sim/slack/slack-sim.ts';
import type { SimMessage } from '../sim/slack/stores/message-store.ts';
import { SLACK_IDS } from '../sim/slack/stores/workspace.ts';
import { findRedisBinary, startRedis } from '../test/setup/start-redis.ts';
import { askForReport, median } from './asking.ts';
import { benchmarkCrowds, peakMemoryMb } from './crowds.ts';
import { benchmarkExports } from './exports.ts';
import { benchmarkKept } from './kept.ts';
import { benchmarkLive } from './live.ts';
import { benchmarkPush } from './push.ts';
import type { Row } from './row.ts';
import { benchmarkWebhook } from './webhook.ts';

const RUNS = 5;
const CLICKS = 40;
const DISTANCE_MS = 50;
const SMALL = '93200000100';
const LARGE = '93200010000';
const user = SLACK_IDS.apple;
const channel = SLACK_IDS.general;

interface ZoomServer {
  readonly apiUrl: string;
  readonly oauthUrl: string;
  readonly accountId: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

const zoomProcess = spawn(process.execPath, [join(import.meta.dirname, 'zoom-server.ts')], {
  stdio: ['pipe', 'pipe', 'inherit'],
});
process.once('exit', () => zoomProcess.kill());
const [firstLine] = await once(createInterface({ input: zoomProcess.stdout }), 'line');
// Written by zoom-server.ts beside this file.
const zoom = JSON.parse(String(firstLine)) as ZoomServer;
const slack = await startSlackSim({ postRate: 'off' });
const rows: Row[] = [];

/** `npm run bench kept`: only that part; also read, distance, crowds, push, live, webhook. */
const parts = process.argv.slice(2);
const isWanted = (part: string) => parts.length === 0 || parts.includes(part);
const noStore = async () => ({ env: {}, stop: async () => undefined });

if (isWanted('read')) rows.push(...(await benchmark('memory', noStore)));
if (isWanted('distance')) rows.push(await benchmarkDistance());
if (isWanted('kept')) rows.push(...(await benchmarkKept(slack, environment(), { withRedis: false })));
if (isWanted('exports')) rows.push(...(await benchmarkExports()));
if (isWanted('crowds')) rows.push(...(await benchmarkCrowds(slack, environment(), { withRedis: false })));
if (findRedisBinary()) {
  const withRedis = async () => {
    const redis = await startRedis();
    return { env: { REDIS_URL: redis.url }, stop: redis.stop };
  };
  if (isWanted('read')) rows.push(...(await benchmark('Redis', withRedis)));
  if (isWanted('kept')) rows.push(...(await benchmarkKept(slack, environment(), { withRedis: true })));
  if (isWanted('crowds')) rows.push(...(await benchmarkCrowds(slack, environment(), { withRedis: true })));
  if (isWanted('push')) rows.push(...(await benchmarkPush(slack, environment())));
  if (isWanted('live')) rows.push(...(await benchmarkLive(slack, environment())));
  if (isWanted('webhook')) rows.push(...(await benchmarkWebhook(environment())));
} else {
  rows.push({ what: 'with Redis', value: 'left out: no redis-server on PATH', limit: '' });
}

console.table(rows);
await slack.stop();
zoomProcess.kill();

/** Every run has a bot and a store of its own, next to a bare loop right before it: the machine's speed drifts. */
async function benchmark(
  mode: string,
  startStore: () => Promise<{ env: Record<string, string>; stop(): Promise<void> }>,
): Promise<Row[]> {
  const bare: number[] = [];
  const read: number[] = [];
  const peakMb: number[] = [];
  const pageOfSmall: number[] = [];
  const pageOfLarge: number[] = [];
  const cached: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const store = await startStore();
    const bot = await startBotProcess({ ...environment(), ...store.env });
    slack.settings.botUrl = `${bot.url}/slack/events`;
    const small = await askForReport(slack, SMALL);
    bare.push(await bareLoopMs());
    const large = await askForReport(slack, LARGE);
    read.push(await readMsOf(bot, 10_000));
    peakMb.push(peakMemoryMb(bot));
    pageOfSmall.push(await turnPages(small));
    pageOfLarge.push(await turnPages(large));
    cached.push(await cachedAskMs());
    await bot.stop();
    await store.stop();
  }
  const ratio = median(read.map((ms, run) => ms / (bare[run] ?? Number.NaN)));
  const pageRatio = median(pageOfLarge.map((ms, run) => ms / (pageOfSmall[run] ?? Number.NaN)));
  return [
    { what: `${mode}: bare loop, 10,000 people`, value: `${median(bare).toFixed(0)} ms`, limit: '' },
    { what: `${mode}: read, grade and keep the same`, value: `${median(read).toFixed(0)} ms`, limit: '' },
    {
      what: `${mode}: ratio (median of ${RUNS} pairs)`,
      value: `${ratio.toFixed(2)}x`,
      limit: mode === 'memory' ? '1.5x' : '2x',
    },
    { what: `${mode}: peak resident memory (worst run)`, value: `${Math.max(...peakMb)} MB`, limit: '160 MB' },
    { what: `${mode}: turn a page at 100 people`, value: `${median(pageOfSmall).toFixed(1)} ms`, limit: '' },
    { what: `${mode}: turn a page at 10,000 people`, value: `${median(pageOfLarge).toFixed(1)} ms`, limit: '' },
    { what: `${mode}: ratio of the two`, value: `${pageRatio.toFixed(2)}x`, limit: 'about 1x' },
    {
      what: `${mode}: acknowledgement with a cached report`,
      value: `${median(cached).toFixed(1)} ms`,
      limit: '3,000 ms',
    },
  ];
}

/** As over a distance, where the work for a page is done while Zoom answers the next call. */
async function benchmarkDistance(): Promise<Row> {
  const bot = await startBotProcess(environment());
  slack.settings.botUrl = `${bot.url}/slack/events`;
  await askForReport(slack, SMALL);
  zoomProcess.stdin.write(`${DISTANCE_MS}\n`);
  const bareMs = await bareLoopMs();
  await askForReport(slack, LARGE);
  zoomProcess.stdin.write('0\n');
  const readMs = await readMsOf(bot, 10_000);
  await bot.stop();
  return {
    what: `memory: 10,000 people, ${DISTANCE_MS} ms a call, next to a bare loop of ${(bareMs / 1000).toFixed(1)} s`,
    value: `${(readMs / bareMs).toFixed(3)}x`,
    limit: '1.02x',
  };
}

function environment(): Record<string, string> {
  return {
    SLACK_BOT_TOKEN: slack.settings.botToken,
    SLACK_SIGNING_SECRET: slack.settings.signingSecret,
    SLACK_API_URL: slack.apiUrl,
    ZOOM_ACCOUNT_ID: zoom.accountId,
    ZOOM_CLIENT_ID: zoom.clientId,
    ZOOM_CLIENT_SECRET: zoom.clientSecret,
    ZOOM_API_URL: zoom.apiUrl,
    ZOOM_OAUTH_URL: zoom.oauthUrl,
    ZOOM_HEAVY_PER_SECOND: '1000000',
    ZOOM_HEAVY_PER_DAY: '1000000000',
  };
}

function readLines(bot: BotProcess): string[] {
  return bot.lines.filter((line) => line.includes('"report made"'));
}

/** The line may come after the message that it is about. */
async function readMsOf(bot: BotProcess, people: number): Promise<number> {
  const line = await slack.waitFor(() => readLines(bot).find((text) => text.includes(`"rowsKept":${people},`)) ?? null);
  return Number(/"ms":(\d+)/.exec(line)?.[1]);
}

async function bareLoopMs(): Promise<number> {
  const basic = Buffer.from(`${zoom.clientId}:${zoom.clientSecret}`).toString('base64');
  const args = [join(import.meta.dirname, 'bare-loop.ts'), zoom.apiUrl, zoom.oauthUrl, basic, zoom.accountId, LARGE];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  // Written by bare-loop.ts beside this file.
  return (JSON.parse(stdout) as { ms: number }).ms;
}

async function turnPages(report: SimMessage): Promise<number> {
  const before = new Set(slack.messagesFor(user, channel).map(({ ts }) => ts));
  await slack.click({ user, message: report, button: 'report.list.loss' });
  let list = await slack.waitFor(() => slack.messagesFor(user, channel).find(({ ts }) => !before.has(ts)));
  const times: number[] = [];
  for (let click = 0; click < CLICKS; click += 1) {
    const { edits } = list;
    const startedAt = performance.now();
    await slack.click({ user, message: list, button: click % 2 === 0 ? 'list.page.next' : 'list.page.previous' });
    list = await slack.waitFor(() => {
      const now = slack.current(list);
      return now && now.edits > edits ? now : null;
    });
    times.push(performance.now() - startedAt);
  }
  return median(times);
}

async function cachedAskMs(): Promise<number> {
  const times: number[] = [];
  for (let ask = 0; ask < CLICKS; ask += 1) {
    times.push((await slack.typeCommand({ user, channel, text: SMALL })).ms);
  }
  return median(times);
}
