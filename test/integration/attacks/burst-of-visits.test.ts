import { expect, inject, it } from 'vitest';
import { WEBHOOK_SECRET } from '../../../sim/bot/bot-environment.ts';
import { samplePeople } from '../../../sim/zoom/samples/sample-people.ts';
import { planEvents } from '../../../sim/zoom/webhook/plan-events.ts';
import { sendBurst, toWebhookRequest } from '../../../sim/zoom/webhook/send-burst.ts';
import { rawEvent } from '../../../sim/zoom/webhook/send-webhook.ts';
import { dataSummaryEvents, qosSummaryEvents } from '../../../sim/zoom/webhook/summary-events.ts';
import { keys } from '../../../src/storage/keys.ts';
import { withRedis } from '../support/final-report.ts';
import { metricOf } from '../support/metrics.ts';
import { addWebinar } from '../support/webinars.ts';
import { startWorld } from '../support/world.ts';

const PEOPLE = 10_000;
/** Each with one event under way. */
const CONNECTIONS = 50;
/** People who left before the end: a bot that was just started has compiled nothing yet. */
const BEFORE = 2_000;

it.skipIf(inject('redisBinary') === '')(
  'of 10,000 people who leave at the end each event is answered at once, and none is lost',
  async () => {
    const world = await startWorld({ env: { LOG_LEVEL: 'info' } });
    const webinar = addWebinar(world, { participants: samplePeople({ count: PEOPLE, bad: 500 }) });
    const [bot] = world.bots;
    const choices = { eventMs: Date.now() };
    const events = [...qosSummaryEvents(webinar, choices), ...dataSummaryEvents(webinar, choices)];
    const { prompt } = planEvents(events, { shuffled: true, doubled: 0.1 });
    const requests = prompt.map((event) => toWebhookRequest(rawEvent(event), WEBHOOK_SECRET));
    const port = Number(new URL(bot?.url ?? '').port);
    const before = await sendBurst(port, requests.slice(0, BEFORE), CONNECTIONS);
    const { answers, p99Ms, slowestMs, perSecond } = await sendBurst(port, requests.slice(BEFORE), CONNECTIONS);
    expect([before.answers, answers].map((all) => [...all])).toEqual([[['200', 2_000]], [['200', 20_000]]]);
    expect([p99Ms, slowestMs, perSecond].map(Math.round)).toEqual([
      expect.toSatisfy((ms: number) => ms < 300, 'below 300'),
      expect.toSatisfy((ms: number) => ms < 3_000, 'below 3,000'),
      expect.toSatisfy((count: number) => count > 500, 'above 500'),
    ]);
    const [kept, bytes] = await withRedis(world, async (redis) => [
      await redis.hlen(keys.collected(webinar.uuid).name),
      (await redis.memory('USAGE', keys.collected(webinar.uuid).name, 'SAMPLES', 100)) ?? 0,
    ]);
    expect(kept).toBe(PEOPLE);
    // A row of Zoom's is about 1,800.
    expect(bytes / PEOPLE).toBeLessThan(400);
    expect(await metricOf(bot, 'webinar_qos_zoom_events_total', { outcome: 'collected' })).toBe(22_000);
    // No job for any of them.
    expect(await withRedis(world, (redis) => redis.keys('{qos}:qos:*collect*'))).toEqual([]);
    if (process.env.PRINT_TABLE === '1') {
      process.stdout.write(`\n${JSON.stringify({ p99Ms, slowestMs, perSecond, bytesPerVisit: bytes / PEOPLE })}\n`);
    }
  },
);
