import { AsyncLocalStorage } from 'node:async_hooks';
import { type Context, SpanKind as OtelKind, ROOT_CONTEXT, SpanStatusCode, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, type SpanExporter, TracerProvider } from '@opentelemetry/sdk-trace';
import { newId } from '../runtime/new-id.ts';
import { isSettledWithin } from '../runtime/with-timeout.ts';
import { errorType } from './error-type.ts';
import { parseTraceparent, toTraceparent } from './traceparent.ts';
import type { SpanKind, Tracing } from './tracing.ts';

/** Where a collector takes traces over HTTP. */
const PATH = '/v1/traces';
/** What waits for a collector that does not take it; what is more is dropped. */
const MOST_WAITING = 2_048;
const BATCH = 512;
const SEND_EVERY_MS = 1_000;
const SEND_TIMEOUT_MS = 5_000;
const STOP_TIMEOUT_MS = 1_000;
/** Attributes are from closed sets; this is for what Slack calls its troubles. */
const LONGEST_VALUE = 100;

const KINDS: Readonly<Record<SpanKind, OtelKind>> = {
  internal: OtelKind.INTERNAL,
  server: OtelKind.SERVER,
  client: OtelKind.CLIENT,
  consumer: OtelKind.CONSUMER,
};

/**
 * Traces by hand, with a context of our own: no instrumentation of libraries, which would write down the addresses that are
 * called, with their tokens. Nothing global is set.
 */
export function createOtlpTracing({
  endpoint,
  onExported,
}: {
  endpoint: string;
  onExported: (error: Error | null) => void;
}): Tracing {
  const exporter = new OTLPTraceExporter({
    url: endpoint + PATH,
    timeoutMillis: SEND_TIMEOUT_MS,
    // At the end all that waits is sent at once, while a batch may be on its way.
    concurrencyLimit: MOST_WAITING / BATCH + 1,
  });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'webinar-qos', 'service.instance.id': newId() }),
    spanLimits: { attributeValueLengthLimit: LONGEST_VALUE },
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: heard(exporter, onExported),
        maxQueueSize: MOST_WAITING,
        maxExportBatchSize: BATCH,
        scheduledDelayMillis: SEND_EVERY_MS,
        exportTimeoutMillis: SEND_TIMEOUT_MS,
      }),
    ],
  });
  const tracer = provider.getTracer('webinar-qos');
  const current = new AsyncLocalStorage<Context>();
  const here = () => current.getStore() ?? ROOT_CONTEXT;

  return {
    withSpan({ name, kind, attributes = {} }, run) {
      const span = tracer.startSpan(name, { kind: KINDS[kind], attributes: { ...attributes } }, here());
      return current.run(trace.setSpan(here(), span), async () => {
        try {
          return await run({ set: (more) => void span.setAttributes({ ...more }) });
        } catch (error) {
          // Its text may be about anybody.
          span.setAttribute('error.type', errorType(error));
          span.setStatus({ code: SpanStatusCode.ERROR });
          throw error;
        } finally {
          span.end();
        }
      });
    },
    carry() {
      const context = trace.getSpanContext(here());
      return context && toTraceparent(context);
    },
    continueFrom(carried, run) {
      const context = carried === undefined ? null : parseTraceparent(carried);
      return current.run(context ? trace.setSpanContext(ROOT_CONTEXT, context) : ROOT_CONTEXT, run);
    },
    ids() {
      const context = trace.getSpanContext(here());
      return context ? { trace_id: context.traceId, span_id: context.spanId } : null;
    },
    async stop() {
      await isSettledWithin(provider.shutdown(), STOP_TIMEOUT_MS);
    },
  };
}

/** The same, with somebody who hears whether it worked. */
function heard(exporter: SpanExporter, onExported: (error: Error | null) => void): SpanExporter {
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        // 0 is success.
        onExported(result.code === 0 ? null : (result.error ?? new Error('the collector did not take it')));
        done(result);
      });
    },
    shutdown: () => exporter.shutdown(),
  };
}
