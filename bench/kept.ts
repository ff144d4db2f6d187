import { Redis } from 'ioredis';
import { startBotProcess } from '../sim/bot/bot-process.ts';
import type { SlackSim } from '../sim/slack/slack-sim.ts';
import type { SimMessage } from '../sim/slack/stores/message-store.ts';
import { SLACK_IDS } from '../sim/slack/stores/workspace.ts';
import { startRedis } from '../test/setup/start-redis.ts';
import { askForReport, median } from './asking.ts';
import type { Row } from './row.ts';

const SIZES = [
  { people: '100', id: '93200000100' },
  { people: '10,000', id: '93200010000' },
  { people: '50,000', id: '93200050000' },
] as const;
const CLICKS = 30;
const { apple: user, general: channel } = SLACK_IDS;

/** What a report takes in Redis, and how long clicks on it take, from small to large. */
export async function benchmarkKept(
  slack: SlackSim,
  environment: Readonly<Record<string, string>>,
  { withRedis }: { withRedis: boolean },
): Promise<Row[]> {
  const mode = withRedis ? 'Redis' : 'memory';
  const redis = withRedis ? await startRedis() : null;
  const bot = await startBotProcess({ ...environment, ...(redis ? { REDIS_URL: redis.url } : {}) });
  slack.settings.botUrl = `${bot.url}/slack/events`;
  const rows: Row[] = [];
  const smallest = new Map<string, number>();
  for (const { people, id } of SIZES) {
    const report = await askForReport(slack, id);
    if (redis) {
      const bytes = (await bytesOf(redis.url, id)) / Number(people.replace(',', ''));
      rows.push({ what: `bytes a person, ${people} people`, value: bytes.toFixed(0), limit: '450' });
    }
    for (const [what, act] of Object.entries(acts(slack, report, id))) {
      const ms = await act();
      if (ms === null) continue;
      const first = smallest.get(what) ?? ms;
      smallest.set(what, first);
      const ratio = (ms / first).toFixed(2);
      rows.push({ what: `${mode}: ${what}, ${people} people`, value: `${ms.toFixed(1)} ms, ${ratio}x`, limit: '1.2x' });
    }
  }
  await bot.stop();
  await redis?.stop();
  return rows;
}

/** Every act gives the median of many, in milliseconds; null where the bot cannot do it. */
function acts(slack: SlackSim, report: SimMessage, id: string): Record<string, () => Promise<number | null>> {
  let list: SimMessage = report;
  async function openList(): Promise<null> {
    const before = new Set(slack.messagesFor(user, channel).map(({ ts }) => ts));
    await slack.click({ user, message: report, button: 'report.list.loss' });
    list = await slack.waitFor(() => slack.messagesFor(user, channel).find(({ ts }) => !before.has(ts)));
    return null;
  }
  const edit = async (button: string) => {
    const { edits } = list;
    await slack.click({ user, message: list, button });
    list = await slack.waitFor(() => {
      const now = slack.current(list);
      return now && now.edits > edits ? now : null;
    });
  };
  return {
    'open a list': openList,
    'turn a page': () => timed((click) => edit(click % 2 === 0 ? 'list.page.next' : 'list.page.previous')),
    sort: () => timed((click) => edit(click % 2 === 0 ? 'list.sort.latency' : 'list.sort.loss')),
    details: () =>
      timed(async () => {
        const opened = slack.openViews(user).at(-1)?.id;
        const block = list.blocks.find(({ accessory }) => accessory)?.block_id;
        await slack.click({ user, message: list, button: 'list.details', ...(block ? { block: String(block) } : {}) });
        await slack.waitFor(() => {
          const top = slack.openViews(user).at(-1);
          return top && top.id !== opened ? top : null;
        });
      }),
    find: async () => {
      const { message } = await slack.typeCommand({ user, channel, text: `${id} find an` });
      if (!JSON.stringify(message?.blocks ?? []).includes('list.details')) return null;
      return timed(() => slack.typeCommand({ user, channel, text: `${id} find an` }));
    },
  };
}

async function timed(act: (click: number) => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let click = 0; click < CLICKS; click += 1) {
    const startedAt = performance.now();
    await act(click);
    times.push(performance.now() - startedAt);
  }
  return median(times);
}

/** All keys of the occurrence, the head included. */
async function bytesOf(url: string, id: string): Promise<number> {
  const redis = new Redis(url);
  let bytes = 0;
  for (const key of await redis.keys(`qos:*{*${id}*}*`)) {
    bytes += Number(await redis.call('MEMORY', 'USAGE', key, 'SAMPLES', '0'));
  }
  redis.disconnect();
  return bytes;
}
