import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { WEBHOOK_SECRET } from '../../sim/bot/bot-environment.ts';
import { sendBurst, toWebhookRequest } from '../../sim/zoom/webhook/send-burst.ts';
import {
  rawEvent,
  type SendWebhookOptions,
  signWebhook,
  type WebhookResult,
} from '../../sim/zoom/webhook/send-webhook.ts';
import { type EventChoices, endedEvent, startedEvent } from '../../sim/zoom/webhook/webhook-bodies.ts';
import { createWebhookSender } from '../../sim/zoom/webhook/webhook-sender.ts';
import { addRunning, sendEvent } from './support/ended.ts';
import { withRedis } from './support/final-report.ts';
import { metricOf } from './support/metrics.ts';
import { openWorld, type World } from './support/world.ts';

const SECOND_SECRET = 'the-secret-that-replaces-it';
const TOPIC = 'Café ☕ “Größe” 日本';
let world: World;
const rows: string[] = [];

beforeAll(async () => {
  world = await openWorld({
    env: {
      ZOOM_WEBHOOK_SECRET_TOKEN: `${WEBHOOK_SECRET}, ${SECOND_SECRET}`,
      REPORT_DELAYS_S: '7200',
      REPORT_QUIET_S: '3600',
    },
  });
});
afterAll(async () => {
  if (process.env.PRINT_TABLE === '1') {
    process.stdout.write(
      `\n| POST /zoom/events | answer | outcome | work stored |\n|---|---|---|---|\n${rows.join('\n')}\n\n`,
    );
  }
  const crashed = world.bots.flatMap(({ lines }) =>
    lines.filter((line) => /nobody was listening|unexpected/.test(line)),
  );
  await world?.close();
  expect(crashed).toEqual([]);
});

const OUTCOMES = [
  ...['ended', 'duplicate', 'practice', 'validated', 'unsupported', 'unsigned'],
  ...['stale', 'malformed', 'too-large', 'too-slow', 'not-stored'],
];

async function outcomeCounts(): Promise<number[]> {
  return Promise.all(OUTCOMES.map((outcome) => metricOf(world.bots[0], 'webinar_qos_zoom_events_total', { outcome })));
}

/** Reads of webinars that are planned. */
const storedJobs = () => withRedis(world, (redis) => redis.zcard('{qos}:qos:delayed'));

function ended(choices: Partial<EventChoices> = {}): object {
  return endedEvent(addRunning(world, { topic: TOPIC }), { eventMs: Date.now(), ...choices });
}

const send = (body: object | string | Uint8Array, options: Partial<SendWebhookOptions> = {}) =>
  sendEvent(world.bots[0], body, options);
const withoutHeader = (name: string) => send(ended(), { headers: { [name]: undefined } });
const inMinutes = (minutes: number) => send(ended(), { nowMs: Date.now() + minutes * 60_000 });

/** Signed as sent, but what arrives was parsed and written again, as a proxy might. */
function reserialised(): Promise<WebhookResult> {
  const body = rawEvent(ended());
  const timestamp = String(Math.floor(Date.now() / 1000));
  const headers = {
    'x-zm-request-timestamp': timestamp,
    'x-zm-signature': signWebhook(WEBHOOK_SECRET, timestamp, body),
  };
  return send(JSON.stringify(JSON.parse(body.toString()), null, 2), { headers });
}

/** A body that stops half-way: the answer comes all the same. */
function stalled(): Promise<Pick<WebhookResult, 'status' | 'ms'>> {
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': '1000' };
    const request = httpRequest(`${world.bots[0]?.url}/zoom/events`, { method: 'POST', headers }, (response) => {
      resolve({ status: response.statusCode ?? null, ms: performance.now() - startedAt });
      request.destroy();
    });
    request.on('error', reject).write('{"event":');
  });
}

const validation = { payload: { plainToken: 'qgg8vlvZRS6UYooatFL8Aw' }, event_ts: 0, event: 'endpoint.url_validation' };

type Case = readonly [
  what: string,
  make: () => Promise<Pick<WebhookResult, 'status' | 'ms'>>,
  status: number,
  outcome: string,
  stored?: 1,
];

const CASES: readonly Case[] = [
  ['valid; number id, non-ASCII topic', () => send(ended()), 200, 'ended', 1],
  ['signed with the second of two secrets', () => send(ended(), { secret: SECOND_SECRET }), 200, 'ended', 1],
  ['string id', () => send(ended({ idAs: 'string' })), 200, 'ended', 1],
  ['no end_time', () => send(ended({ withEndTime: false })), 200, 'ended', 1],
  ['practice_session: false', () => send(ended({ practiceSession: false })), 200, 'ended', 1],
  ['practice_session: true', () => send(ended({ practiceSession: true })), 200, 'practice'],
  ['four minutes old', () => inMinutes(-4), 200, 'ended', 1],
  ['stale: six minutes old', () => inMinutes(-6), 401, 'stale'],
  ['future: six minutes ahead', () => inMinutes(6), 401, 'stale'],
  ['wrong secret', () => send(ended(), { secret: 'wrong' }), 401, 'unsigned'],
  ['no signature header', () => withoutHeader('x-zm-signature'), 401, 'unsigned'],
  ['no timestamp header', () => withoutHeader('x-zm-request-timestamp'), 401, 'unsigned'],
  ['re-serialised body', reserialised, 401, 'unsigned'],
  ['not JSON', () => send('{"event": "webinar.ended"'), 400, 'malformed'],
  ['an array', () => send([ended()]), 400, 'malformed'],
  ['empty', () => send(''), 400, 'malformed'],
  ['webinar.ended without an object', () => send({ event: 'webinar.ended', payload: {} }), 400, 'malformed'],
  ['2 MiB', () => send(new Uint8Array(2 * 1024 * 1024)), 413, 'too-large'],
  ['a body that stops half-way', stalled, 408, 'too-slow'],
  ['webinar.started', () => send(startedEvent(addRunning(world), { eventMs: Date.now() })), 200, 'started'],
  ['unknown event', () => send({ event: 'webinar.levitated', event_ts: 1, payload: {} }), 200, 'unsupported'],
  ['url_validation', () => send(validation), 200, 'validated'],
  ['url_validation, unsigned', () => send(validation, { headers: { 'x-zm-signature': undefined } }), 401, 'unsigned'],
];

describe.skipIf(inject('redisBinary') === '')('POST /zoom/events', () => {
  it.for(CASES)('%s', async (row) => {
    const [what, make, status, outcome, stored] = row;
    const [before, jobsBefore] = [await outcomeCounts(), await storedJobs()];
    const answer = await make();
    const counted = (await outcomeCounts()).map((count, index) => count - (before[index] ?? 0));
    const jobs = (await storedJobs()) - jobsBefore;
    rows.push(`| ${what} | ${answer.status} | ${OUTCOMES[counted.indexOf(1)]} | ${jobs === 1 ? 'yes' : 'no'} |`);
    expect(answer.status).toBe(status);
    expect(counted).toEqual(OUTCOMES.map((one) => Number(one === outcome)));
    expect(jobs).toBe(stored ?? 0);
    if (outcome !== 'too-slow') expect(answer.ms).toBeLessThan(3_000);
  });

  it('proves to Zoom that it knows the secret', async () => {
    for (const secret of [WEBHOOK_SECRET, SECOND_SECRET]) {
      const sender = createWebhookSender({ url: `${world.bots[0]?.url}/zoom/events`, secret });
      expect((await sender.validate()).valid).toBe(true);
    }
  });

  it('is not there without a secret', async () => {
    const bot = await world.startBot({ ZOOM_WEBHOOK_SECRET_TOKEN: '' });
    expect((await sendEvent(bot, ended())).status).toBe(404);
    expect((await fetch(`${bot.url}/livez`)).status).toBe(200);
    expect((await fetch(`${bot.url}/livez`, { method: 'HEAD' })).status).toBe(200);
    await bot.stop();
  });

  it('takes a burst of 2,000 events, 1,500 of them duplicates, in time, and loses none', async () => {
    const jobsBefore = await storedJobs();
    const before = await outcomeCounts();
    const events = Array.from({ length: 500 }, () => rawEvent(ended()));
    const burst = [0, 1, 2, 3].flatMap(() => events.map((body) => toWebhookRequest(body, WEBHOOK_SECRET)));
    const { answers, slowestMs } = await sendBurst(Number(new URL(world.bots[0]?.url ?? '').port), burst, 250);
    expect([...answers]).toEqual([['200', 2_000]]);
    expect(slowestMs).toBeLessThan(3_000);
    expect((await storedJobs()) - jobsBefore).toBe(500);
    const counted = (await outcomeCounts()).map((count, index) => count - (before[index] ?? 0));
    expect(counted.reduce((sum, count) => sum + count)).toBe(2_000);
    expect((await fetch(`${world.bots[0]?.url}/readyz`)).status).toBe(200);
  });
});
