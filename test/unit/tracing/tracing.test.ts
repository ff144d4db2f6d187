import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { AppError } from '../../../src/errors.ts';
import { errorType } from '../../../src/tracing/error-type.ts';
import { createExportComplaint } from '../../../src/tracing/export-complaint.ts';
import { startTracing } from '../../../src/tracing/start-tracing.ts';
import { noTracing, type Tracing } from '../../../src/tracing/tracing.ts';
import { type OtlpReceiver, startOtlpReceiver } from '../../integration/tracing/otlp-receiver.ts';
import { createQuietLogger } from '../../setup/quiet-logger.ts';
import { importsOf, sourceFiles } from '../../setup/source-imports.ts';

describe('without a collector', () => {
  it('what is given is run, and nothing is carried', async () => {
    const tracing = await startTracing(null, () => expect.unreachable());
    expect(tracing).toBe(noTracing);
    const start = { name: 'step', kind: 'internal' } as const;
    expect(await tracing.withSpan(start, async () => [tracing.carry(), tracing.ids()])).toEqual([undefined, null]);
    expect(await tracing.continueFrom('anything', async () => 7)).toBe(7);
    await expect(tracing.withSpan(start, () => Promise.reject(new Error('made up')))).rejects.toThrow('made up');
    await tracing.stop();
  });

  it('nothing of OpenTelemetry is loaded: one file imports it, and that one is only imported when it is wanted', () => {
    const importing = sourceFiles().filter((file) =>
      importsOf(file).some(({ target }) => target.startsWith('@opentelemetry/')),
    );
    expect(importing).toEqual(['tracing/otlp-tracing.ts']);
    const users = sourceFiles().filter((file) =>
      importsOf(file).some(({ target, isType }) => target === 'tracing/otlp-tracing.ts' && !isType),
    );
    expect(users).toEqual(['tracing/start-tracing.ts']);
  });
});

describe('with a collector', () => {
  let receiver: OtlpReceiver;
  let tracing: Tracing;
  const exported: (string | null)[] = [];
  async function start(): Promise<void> {
    receiver = await startOtlpReceiver();
    tracing = await startTracing(receiver.url, (error) => exported.push(error?.name ?? null));
  }
  afterEach(() => receiver.stop());
  const step = (name: string) => ({ name, kind: 'internal' }) as const;

  it('steps within steps are sent at the end, those at the same time side by side', async () => {
    await start();
    await tracing.withSpan(step('outer'), async () => {
      await Promise.all(['left', 'right'].map((name) => tracing.withSpan(step(name), () => vi.dynamicImportSettled())));
    });
    expect(tracing.ids()).toBeNull();
    await tracing.stop();
    const spans = receiver.spans();
    const outer = spans.find(({ name }) => name === 'outer');
    expect(spans.map(({ name }) => name).toSorted()).toEqual(['left', 'outer', 'right']);
    expect(outer?.parentSpanId).toBeNull();
    for (const name of ['left', 'right']) {
      expect(spans.find((span) => span.name === name)).toMatchObject({
        ...{ parentSpanId: outer?.spanId, traceId: outer?.traceId, failed: false },
      });
    }
    expect(exported.at(-1)).toBeNull();
  });

  it('what was written down is gone on with, whoever runs it; nothing begins anew', async () => {
    await start();
    const carried = await tracing.withSpan(step('first'), async () => tracing.carry());
    await tracing.withSpan(step('another'), async () => {
      await tracing.continueFrom(carried, () => tracing.withSpan(step('second'), async () => undefined));
      await tracing.continueFrom(undefined, () => tracing.withSpan(step('third'), async () => undefined));
      await tracing.continueFrom('<script>', () => tracing.withSpan(step('fourth'), async () => undefined));
    });
    await tracing.stop();
    const of = (name: string) => receiver.spans().find((span) => span.name === name);
    expect(of('second')).toMatchObject({ traceId: of('first')?.traceId, parentSpanId: of('first')?.spanId });
    expect([of('third')?.parentSpanId, of('fourth')?.parentSpanId]).toEqual([null, null]);
    expect(new Set(['first', 'another', 'third', 'fourth'].map((name) => of(name)?.traceId)).size).toBe(4);
  });

  it('all that waits is sent at the end', async () => {
    await start();
    for (let index = 0; index < 2_000; index += 1) await tracing.withSpan(step(`step ${index}`), async () => undefined);
    await tracing.stop();
    expect(new Set(receiver.spans().map(({ name }) => name)).size).toBe(2_000);
  });

  it('a step that fails says of which kind, and not a word of the error', async () => {
    await start();
    const error = new AppError({ kind: 'too-old' }, 'pat@example.com asked for Redundancies');
    await expect(tracing.withSpan(step('failing'), () => Promise.reject(error))).rejects.toBe(error);
    await tracing.stop();
    expect(receiver.spans()).toMatchObject([{ failed: true, attributes: { 'error.type': 'too-old' } }]);
    expect(receiver.bodies.join('')).not.toMatch(/example|Redundancies/);
  });
});

describe('the kind of an error', () => {
  it.each([
    [new AppError({ kind: 'too-old' }, 'secret'), 'too-old'],
    [new TypeError('secret'), 'TypeError'],
    ['secret', 'string'],
    [null, 'object'],
  ])('is no more than that: %s', (error, type) => {
    expect(errorType(error)).toBe(type);
  });
});

describe('a collector that is away', () => {
  it('is said once for each outage', () => {
    const logger = createQuietLogger();
    const complain = createExportComplaint(logger);
    for (const error of [null, new Error('a'), new Error('b'), null, null, new Error('c')]) complain(error);
    expect(logger.lines.map(({ level, message }) => `${level}: ${message}`)).toEqual([
      'warn: traces cannot be sent to OTEL_EXPORTER_OTLP_ENDPOINT',
      'info: traces are sent again',
      'warn: traces cannot be sent to OTEL_EXPORTER_OTLP_ENDPOINT',
    ]);
  });
});

describe('a collector that never answers', () => {
  it('costs a bounded number of steps, and a second at the end', async () => {
    const receiver = await startOtlpReceiver({ hangs: true });
    onTestFinished(() => receiver.stop());
    const tracing = await startTracing(receiver.url, () => undefined);
    for (let index = 0; index < 20_000; index += 1) {
      await tracing.withSpan({ name: 'step', kind: 'internal' }, async () => undefined);
    }
    const stoppedAt = performance.now();
    await tracing.stop();
    expect(performance.now() - stoppedAt).toBeLessThan(2_000);
    const sent = receiver.bodies.reduce((sum, body) => sum + body.split('"name":"step"').length - 1, 0);
    // What waits, and the one batch on its way.
    expect(sent).toBeLessThanOrEqual(2_048 + 512);
  });
});
