import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { SLACK_IDS } from '../../../sim/slack/stores/workspace.ts';
import {
  createKeyNamer,
  type InventoryRow,
  type KeyName,
  readInventory,
  readQueuePatterns,
} from '../../privacy/inventory.ts';
import { findLeaks, type Secret } from '../support/leaks.ts';
import { dumpRedis } from '../support/redis-dump.ts';
import { openWorld, type World } from '../support/world.ts';
import { type OtlpReceiver, startOtlpReceiver } from '../tracing/otlp-receiver.ts';
import { type KeyWatch, watchKeys } from './key-watch.ts';
import { DAY_ENV, liveThroughADay, NAME_MARK } from './whole-day.ts';

const QUEUE = '{qos}:qos:';
/** A key's life may be rounded up. */
const ROUNDING_MS = 1_000;
const NAME: Secret = { what: 'the name of a person', pattern: new RegExp(NAME_MARK, 'i') };
const USER_ID: Secret = { what: 'the id of a person in Slack', pattern: /\bU0(?:APPLE|BANANA|CHERRY)\w+/ };

/** Topics, numbers and channels of the day. */
const WEBINAR: Secret = { what: 'a topic, a webinar or a channel', pattern: /Case \d{4}|9440000\d|C0AUTO\d/ };
const ADDRESS: Secret = { what: 'an e-mail address', pattern: /(?:@|%40|＠)example|\\u0040example/i };

/** What such a day does not bring, and why. */
const NOT_SEEN: Partial<Record<KeyName, string>> = {
  toldEarly: 'only in reads of more than half a minute',
  jobDeaths: 'only when a process dies six times with the same job',
  channelPause: 'only when Slack asks for a pause',
  channelTurn: 'only for posts that wait behind others',
  noEventsHint: 'there are events',
  replayedEvent: 'only with the WebSocket of Zoom',
  zoomSocketLock: 'only with the WebSocket of Zoom',
  endedHost: 'only when a sweep finds an end before its event comes',
  zoomQuotaBlock: 'only when Zoom refuses for the rest of the day',
  lastSweep: 'nobody had subscribed when the bot looked',
  liveLookUp: 'the beginning of the show was told',
};

const nameOf = createKeyNamer();
const rows = readInventory(Number(DAY_ENV.REPORT_TTL_H));
const dumps = new Map<string, string>();
let world: World;
let watch: KeyWatch;
let collector: OtlpReceiver;
let metrics = '';

beforeAll(async () => {
  if (inject('redisBinary') === '') return;
  collector = await startOtlpReceiver();
  world = await openWorld({ mode: 'socket', env: { ...DAY_ENV, OTEL_EXPORTER_OTLP_ENDPOINT: collector.url } });
  const url = world.redis?.url ?? '';
  watch = watchKeys(url);
  await liveThroughADay(world, async (moment) => {
    for (const [key, value] of await dumpRedis(url)) dumps.set(`${moment} ${key}`, value);
  });
  metrics = await (await fetch(`${world.bots[0]?.url}/metrics`)).text();
  // What is left of the traces is sent then.
  await world.bots[0]?.stop();
  await watch.stop();
}, 180_000);
afterAll(async () => {
  await world?.close();
  await collector?.stop();
});

const rowOf = (name: KeyName): InventoryRow | undefined => rows.find((row) => row.keys.includes(name));
const ownKeys = () => [...watch.seen].filter(([key]) => !key.startsWith(QUEUE));
/** What the queue's keys are called without their beginning. */
const queueKeys = () => [...watch.seen.keys()].flatMap((key) => (key.startsWith(QUEUE) ? key.slice(QUEUE.length) : []));

/** What was found in keys of these rows, at any moment of the day. */
function textsOf(isMeant: (row: InventoryRow | undefined) => boolean): (readonly [string, string])[] {
  return [...dumps].flatMap(([place, value]) => {
    const key = place.slice(place.search(/qos:v2:|\{qos\}/));
    const name = nameOf(key);
    return isMeant(name === null ? undefined : rowOf(name)) ? [[place, `${key} ${value}`] as const] : [];
  });
}

describe.skipIf(inject('redisBinary') === '')('after a day that leaves everything', () => {
  it('every key has its row in docs/privacy.md', () => {
    expect(ownKeys().length).toBeGreaterThan(50);
    expect(ownKeys().flatMap(([key]) => (nameOf(key) === null ? key : []))).toEqual([]);
  });

  it('and every row its keys, but for what such a day does not bring', () => {
    const seen = new Set(ownKeys().map(([key]) => nameOf(key)));
    const missing = rows.flatMap((row) => row.keys).filter((name) => !seen.has(name as KeyName)); // Held by a test of the page.
    expect(missing.toSorted()).toEqual(Object.keys(NOT_SEEN).toSorted());
  });

  it('no key was without an end for a moment', () => {
    expect(ownKeys().flatMap(([key, { wasEndless }]) => (wasEndless ? key : []))).toEqual([]);
  });

  it('no key lives longer than its row says: reports, and all that has names, as REPORT_TTL_H', () => {
    const tooLong = ownKeys().flatMap(([key, { longestMs }]) => {
      const name = nameOf(key);
      const longestSeconds = name === null ? 0 : (rowOf(name)?.longestSeconds ?? 0);
      return longestMs > longestSeconds * 1000 + ROUNDING_MS ? `${key}: ${longestMs} ms, not ${longestSeconds} s` : [];
    });
    expect(tooLong).toEqual([]);
    const reports = ownKeys().filter(([key]) => ['reportHead', 'people'].includes(nameOf(key) ?? ''));
    expect(reports.length).toBeGreaterThan(4);
    // As long as was set, and no less.
    for (const [key, { longestMs }] of reports) expect(longestMs, key).toBeGreaterThan(3_590_000);
  });

  it('names are only where the page says so', () => {
    expect(
      findLeaks(
        textsOf((row) => row?.holds === 'names'),
        [NAME],
      ),
    ).not.toEqual([]);
    expect(
      findLeaks(
        textsOf((row) => row?.holds !== 'names'),
        [NAME],
      ),
    ).toEqual([]);
  });

  it('ids of people in Slack are only where the page says so', () => {
    expect(
      findLeaks(
        textsOf((row) => row?.holds === 'userIds'),
        [USER_ID],
      ),
    ).not.toEqual([]);
    const others = textsOf((row) => row?.holds !== 'userIds');
    expect(findLeaks(others, [USER_ID])).toEqual([]);
  });

  it('every key of the queue is of a kind that the page has, and jobs that are done leave nothing', () => {
    const patterns = [...readQueuePatterns()];
    const unknown = queueKeys().filter((key) => !patterns.some(([, pattern]) => pattern.test(key)));
    expect(unknown).toEqual([]);
    expect(queueKeys()).not.toContain('completed');
    expect(queueKeys()).toEqual(expect.arrayContaining(['failed', 'delayed', 'events']));
  });

  it('every job that is left waits, or has failed', () => {
    const atTheEnd = (key: string) => dumps.get(`at the end ${QUEUE}${key}`) ?? '';
    const lists = ['wait', 'active', 'delayed', 'failed'].map(atTheEnd).join();
    const jobs = [...dumps.keys()].flatMap(
      (place) => /^at the end \{qos\}:qos:(\d+|repeat:[^:]+:\d+)$/.exec(place)?.[1] ?? [],
    );
    expect(jobs.length).toBeGreaterThan(1);
    expect(jobs.filter((id) => !lists.includes(`"${id}"`))).toEqual([]);
  });
});

describe.skipIf(inject('redisBinary') === '')('of such a day', () => {
  it('the metrics name nobody and no webinar', () => {
    expect(metrics).toMatch(/webinar_qos_webinar_people_total\{.+\} [1-9]/);
    expect(findLeaks([['/metrics', metrics]], [NAME, USER_ID, WEBINAR, ADDRESS])).toEqual([]);
  });

  it('the log names nobody, with all that failed and at debug', () => {
    const lines = (world.bots[0]?.lines ?? []).map((line, index) => [`line ${index}`, line] as const);
    const levels = new Set(lines.map(([, line]) => /"level":"?(\w+)/.exec(line)?.[1]));
    expect(levels.size).toBeGreaterThan(3);
    expect(findLeaks(lines, [NAME, USER_ID, ADDRESS])).toEqual([]);
  });

  it('the traces name nobody, those of what failed neither', () => {
    const spans = collector.spans();
    expect(spans.filter(({ failed }) => failed).length).toBeGreaterThan(2);
    const sent = collector.bodies.map((body, index) => [`body ${index}`, body] as const);
    const topic: Secret = { what: 'a topic or a channel', pattern: /Case \d{4}|C0AUTO\d/ };
    expect(findLeaks(sent, [NAME, USER_ID, topic, ADDRESS])).toEqual([]);
  });

  it('why jobs failed names nobody', () => {
    const failed = [...dumps].filter(([, value]) => value.includes('"failedReason"'));
    expect(failed.length).toBeGreaterThan(0);
    expect(findLeaks(failed, [NAME, USER_ID, ADDRESS])).toEqual([]);
  });
});

it('knows the people of the workspace', () => {
  expect(SLACK_IDS.apple).toMatch(USER_ID.pattern);
});
