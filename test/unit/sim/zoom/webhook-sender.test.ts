import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readBody, type SimServer, startServer } from '../../../../sim/runtime/http-server.ts';
import { sampleWebinars } from '../../../../sim/zoom/samples/sample-webinars.ts';
import { sendWebhook, signWebhook } from '../../../../sim/zoom/webhook/send-webhook.ts';
import { qosSummaryEvents } from '../../../../sim/zoom/webhook/summary-events.ts';
import { endedEvent, startedEvent } from '../../../../sim/zoom/webhook/webhook-bodies.ts';
import { createWebhookSender } from '../../../../sim/zoom/webhook/webhook-sender.ts';

interface Seen {
  readonly body: string;
  readonly headers: Record<string, unknown>;
  readonly atMs: number;
}

let server: SimServer;
let seen: Seen[];
let answers: (number | 'hang' | 'cut')[];
let answerBody = '';
const secret = 'zoom-test-secret';

beforeEach(async () => {
  seen = [];
  answers = [];
  answerBody = '';
  server = await startServer(async (request, response) => {
    const body = (await readBody(request)).toString();
    seen.push({ body, headers: request.headers, atMs: performance.now() });
    const answer = answers.shift() ?? 200;
    if (answer === 'hang') return;
    if (answer === 'cut') request.socket.destroy();
    else response.writeHead(answer, { location: '/elsewhere' }).end(answerBody);
  });
});
afterEach(() => server.stop());

const [webinar] = sampleWebinars(Date.parse('2026-03-10T20:00:00Z'));
if (webinar === undefined) throw new Error('no sample');
let time = 1_773_172_800_000;
const sender = (speed = 60_000) =>
  createWebhookSender({
    url: `${server.origin}/zoom/events`,
    secret,
    speed,
    timeoutMs: 300,
    now: () => (time += 60_000),
  });
const event = endedEvent(webinar, { eventMs: time });

describe('signWebhook', () => {
  it('signs the known test vector', () => {
    const body =
      '{"payload":{"plainToken":"qgg8vlvZRS6UYooatFL8Aw"},"event_ts":1654503849680,"event":"endpoint.url_validation"}';
    expect(signWebhook(secret, '1654503849', body)).toBe(
      'v0=d6789c9fa5afe291cbc81de9fee50cde7598dd1a7280b2fce75a8f93997d1bb0',
    );
  });
});

describe('sendWebhook', () => {
  it('sends the bytes as given, signed, with the headers of Zoom', async () => {
    const body = '{ "topic": "Früchte" }';
    await sendWebhook(server.origin, body, { secret, nowMs: 1_654_503_849_680 });
    expect(seen[0]?.body).toBe(body);
    expect(seen[0]?.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'x-zm-request-timestamp': '1654503849',
      'x-zm-signature': signWebhook(secret, '1654503849', body),
    });
    await sendWebhook(server.origin, body, { secret, headers: { 'x-zm-signature': undefined } });
    expect(seen[1]?.headers).toHaveProperty('x-zm-request-timestamp');
    expect(seen[1]?.headers).not.toHaveProperty('x-zm-signature');
  });
});

describe('deliver', () => {
  it('tries again after 5xx, time-outs and cut connections, three times and no more', async () => {
    answers = [503, 'hang', 'cut', 500, 200];
    const { attempts, delivered } = await sender().deliver(event);
    expect(attempts.map((attempt) => attempt.status ?? attempt.failure)).toEqual([503, 'timeout', 'connection', 500]);
    expect(delivered).toBe(false);
    expect(seen).toHaveLength(4);
  });

  it('keeps body and request id over the tries and signs anew', async () => {
    answers = [503, 200];
    expect((await sender().deliver(event)).delivered).toBe(true);
    const [first, second] = seen;
    expect(second?.body).toBe(first?.body);
    expect(second?.headers['x-zm-request-id']).toBe(first?.headers['x-zm-request-id']);
    expect(second?.headers['x-zm-signature']).not.toBe(first?.headers['x-zm-signature']);
    expect(second?.headers['x-zm-signature']).toBe(
      signWebhook(secret, String(second?.headers['x-zm-request-timestamp']), second?.body ?? ''),
    );
  });

  it('waits 5, 20 and 60 minutes of fast time', async () => {
    answers = [500, 500, 500, 500];
    await sender(30_000).deliver(event);
    const pauses = seen.slice(1).map((one, index) => one.atMs - (seen[index]?.atMs ?? 0));
    expect(pauses[0]).toBeGreaterThanOrEqual(9);
    expect(pauses[1]).toBeGreaterThanOrEqual(39);
    expect(pauses[2]).toBeGreaterThanOrEqual(119);
  });

  it.each([401, 404, 429, 302])('never tries again after %d', async (status) => {
    answers = [status];
    expect((await sender().deliver(event)).delivered).toBe(false);
    expect(seen).toHaveLength(1);
  });

  it('delivers copies under ids of their own, and loses and reorders on demand', async () => {
    await sender().deliver(event, { copies: 2 });
    expect(new Set(seen.map((one) => one.headers['x-zm-request-id'])).size).toBe(2);
    expect(new Set(seen.map((one) => one.body)).size).toBe(1);
    const started = startedEvent(webinar, { eventMs: time });
    const kept = await sender().deliverAll([started, event, event], {
      order: 'reversed',
      lose: (index) => index === 2,
    });
    expect(kept).toHaveLength(2);
  });
});

describe('url validation', () => {
  it('accepts the right proof and nothing else', async () => {
    answerBody = JSON.stringify({
      plainToken: 'qgg8vlvZRS6UYooatFL8Aw',
      encryptedToken: 'ae7c940e5051b2a17c1c49f4818fff9a88e210f5d820ff3c862635e27c93a4d9',
    });
    expect((await sender().validate('qgg8vlvZRS6UYooatFL8Aw')).valid).toBe(true);
    expect((await sender().validate('another')).valid).toBe(false);
  });

  it('is repeated every 72 hours and given up after six failures', async () => {
    const outcome = await sender(72 * 3_600_000).revalidate(10);
    expect(outcome).toMatchObject({ mails: 2, disabled: true });
    expect(seen).toHaveLength(6);
  });
});

describe('the bodies', () => {
  const shape = (value: unknown): unknown =>
    typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).map(([key, part]) => [key, shape(part)]))
      : typeof value;
  const official = (name: string) => shape(JSON.parse(readFileSync(`test/fixtures/zoom/webhook/${name}.json`, 'utf8')));

  it('have the shape of the official examples', () => {
    expect(shape(endedEvent(webinar, { eventMs: 1, practiceSession: true }))).toEqual(official('webinar.ended'));
    expect(shape(startedEvent(webinar, { eventMs: 1 }))).toEqual(official('webinar.started'));
  });

  it('leave out what is optional and write the id either way', () => {
    const body = endedEvent(webinar, { eventMs: 1, idAs: 'string', withEndTime: false });
    expect(body).toMatchObject({ payload: { object: { id: webinar.id } } });
    expect(JSON.stringify(body)).not.toMatch(/end_time|practice_session/);
  });

  it('make one summary per joining', () => {
    const events = qosSummaryEvents(webinar, { eventMs: 1 });
    expect(events).toHaveLength(39);
    expect(events[0]).toMatchObject({
      payload: { object: { uuid: webinar.uuid, participant: { user_name: 'Apple A' } } },
    });
  });
});
