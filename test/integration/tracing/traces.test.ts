import { expect, inject, it, onTestFinished, vi } from 'vitest';
import { addChannel, subscribe, untilFinal } from '../support/channels.ts';
import { addRunning, endAndTell } from '../support/ended.ts';
import { untilDone } from '../support/final-report.ts';
import { addWebinar } from '../support/webinars.ts';
import { isReport, startWorld } from '../support/world.ts';
import { drawTrace, type OtlpReceiver, type ReceivedSpan, startOtlpReceiver } from './otlp-receiver.ts';

const SENT_WITHIN_MS = 10_000;

async function startReceiver(options?: { hangs: boolean }): Promise<OtlpReceiver> {
  const receiver = await startOtlpReceiver(options);
  onTestFinished(() => receiver.stop());
  return receiver;
}

/** The trace that begins so, once a step of that name and all above it are there; with PRINT_TRACE=1 it is printed. */
async function traceOf({ spans }: OtlpReceiver, first: string, last: string): Promise<ReceivedSpan[]> {
  const whole = await vi.waitUntil(
    () => {
      const all = spans();
      const roots = all.filter(({ name, parentSpanId }) => name === first && parentSpanId === null);
      return roots
        .map(({ traceId }) => all.filter((span) => span.traceId === traceId))
        .find((trace) => trace.some(({ name }) => name === last) && isWhole(trace));
    },
    { timeout: SENT_WITHIN_MS, interval: 100 },
  );
  const text = drawTrace(whole, whole[0]?.traceId ?? '');
  if (process.env.PRINT_TRACE) process.stdout.write(`\n${text}\n\n`);
  return whole;
}

/** A step is sent when it has ended, so that those above it come later. */
function isWhole(trace: readonly ReceivedSpan[]): boolean {
  const ids = new Set(trace.map(({ spanId }) => spanId));
  return trace.every(({ parentSpanId }) => parentSpanId === null || ids.has(parentSpanId));
}

/** From the step up to the root. */
function wayUp(trace: readonly ReceivedSpan[], name: string): string[] {
  const parentOf = (span: ReceivedSpan) => trace.find(({ spanId }) => spanId === span.parentSpanId);
  const way: string[] = [];
  for (let span = trace.find((one) => one.name === name); span; span = parentOf(span)) way.push(span.name);
  return way;
}

/** Nothing of a person, no topic, no secret and no address. */
function expectNothingPersonal(receiver: OtlpReceiver, topic: string, names: readonly string[]): void {
  const sent = receiver.bodies.join('\n');
  expect(names.length).toBeGreaterThan(10);
  for (const word of [topic, ...names]) expect(sent).not.toContain(word);
  expect(sent).not.toMatch(/@|https?:|xox|eyJ|U0SIM|T0SIM|\/commands\/|\/actions\/|Bearer|Basic /);
}

const namesOf = ({ participants }: ReturnType<typeof addWebinar>) =>
  participants.flatMap(({ qosRow }) => String(qosRow.user_name ?? '').trim() || []);

it('an ask is one trace: command, job, calls to Zoom, message; over two replicas', async () => {
  const receiver = await startReceiver();
  const world = await startWorld({
    ...(inject('redisBinary') === '' ? { redis: 'none' } : { replicas: 2 }),
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url },
  });
  const webinar = addWebinar(world, { topic: 'Redundancies in Lyon' });
  // Slow enough for the command to be answered before the report is there.
  world.zoom.setLatency(400);
  const { message } = await world.ask(webinar.id);
  await world.become(message, (_text, now) => isReport(now));

  const trace = await traceOf(receiver, 'slack command', 'slack response_url');
  expect(wayUp(trace, 'slack response_url')).toEqual([
    ...['slack response_url', 'job answer.deliver', 'job report.read', 'slack command'],
  ]);
  expect(wayUp(trace, 'zoom qos_summary')).toEqual(['zoom qos_summary', 'job report.read', 'slack command']);
  expect(trace.filter(({ name }) => name === 'zoom qos_summary').length).toBeGreaterThan(1);
  expect(trace.find(({ name }) => name === 'job report.read')?.attributes).toMatchObject({
    ...{ 'job.name': 'report.read', 'job.attempt': '1', 'webinar.number': webinar.id },
  });
  expectNothingPersonal(receiver, 'Redundancies', namesOf(webinar));
  // The log says in which trace each line belongs.
  const lines = world.bots.flatMap((bot) => bot.lines).filter((line) => line.includes(String(trace[0]?.traceId)));
  expect(lines.some((line) => line.includes('report made'))).toBe(true);
});

it.skipIf(inject('redisBinary') === '')('a trace goes on in whichever process takes the job', async () => {
  const receiver = await startReceiver();
  const world = await startWorld({ replicas: 2, env: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url } });
  world.zoom.setLatency(100);
  const processesOf = () => {
    const byTrace = Map.groupBy(receiver.spans(), ({ traceId }) => traceId);
    return [...byTrace.values()]
      .filter((trace) => trace.some(({ name }) => name === 'slack command'))
      .map((trace) => new Set(trace.map(({ instance }) => instance)).size);
  };
  // Who takes a job is chance: of ten asks with two jobs each, one at least has crossed.
  for (let asked = 0; asked < 10 && !processesOf().includes(2); asked += 1) {
    await world.askForReport(addWebinar(world).id);
  }
  await vi.waitUntil(() => processesOf().includes(2), { timeout: SENT_WITHIN_MS, interval: 100 });
});

it('an automatic report is one trace: event, job, calls to Zoom, post', async () => {
  const receiver = await startReceiver();
  const world = await startWorld({
    ...(inject('redisBinary') === '' ? { redis: 'none' } : { replicas: 2 }),
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, REPORT_DELAYS_S: '0,2' },
  });
  const webinar = addRunning(world, { topic: 'Redundancies in Lyon' });
  const channel = addChannel(world);
  await subscribe(world, channel, webinar.id);
  await endAndTell(world, webinar);
  await untilFinal(world, channel);
  await untilDone(world, webinar);

  const trace = await traceOf(receiver, 'zoom event webinar-ended', 'slack chat.postMessage');
  expect(wayUp(trace, 'slack chat.postMessage')).toEqual([
    ...['slack chat.postMessage', 'job channel.post', 'job report.automatic', 'zoom event webinar-ended'],
  ]);
  expect(wayUp(trace, 'zoom qos_summary').slice(1)).toEqual(['job report.automatic', 'zoom event webinar-ended']);
  expectNothingPersonal(receiver, 'Redundancies', namesOf(webinar));
});

it.each(['is away', 'hangs'] as const)(
  'a collector that %s changes nothing, and nobody waits for it at the end',
  async (how) => {
    const receiver = await startReceiver({ hangs: true });
    if (how === 'is away') await receiver.stop();
    const world = await startWorld({ redis: 'none', env: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url } });
    const webinar = addWebinar(world);
    expect(isReport(await world.askForReport(webinar.id))).toBe(true);
    const complaints = () => world.bots[0]?.lines.filter((line) => line.includes('traces cannot be sent')).length;
    await vi.waitUntil(() => complaints() === 1, { timeout: SENT_WITHIN_MS, interval: 100 });

    expect(isReport(await world.askForReport(`${webinar.id} fresh`))).toBe(true);
    const stoppedAt = performance.now();
    expect(await world.bots[0]?.stop()).toBe(0);
    expect(performance.now() - stoppedAt).toBeLessThan(4_000);
    expect(complaints()).toBe(1);
  },
);
