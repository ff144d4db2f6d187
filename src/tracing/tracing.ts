/** What a step is to the one before it, as OpenTelemetry has it. */
export type SpanKind = 'internal' | 'server' | 'client' | 'consumer';

/**
 * All that a span may say. Nothing of a person: no name, no topic, no address, no text of an error, no URL; the number of a
 * webinar is no secret to whoever may look at traces.
 */
interface SpanAttributes {
  readonly 'webinar.number'?: string;
  readonly 'zoom.endpoint'?: string;
  readonly 'slack.method'?: string;
  /** `none`: no answer. */
  readonly 'http.status'?: string;
  readonly 'job.name'?: string;
  readonly 'job.attempt'?: number;
  /** From a closed set, or Slack's word. */
  readonly outcome?: string;
}

interface Span {
  set(attributes: SpanAttributes): void;
}

interface SpanStart {
  readonly name: string;
  readonly kind: SpanKind;
  readonly attributes?: SpanAttributes;
}

/** The ids of the step that is going on, for the log. */
interface TraceIds {
  readonly trace_id: string;
  readonly span_id: string;
}

/** Says which step belongs to which, over awaits by itself, over the queue with `carry` and `continueFrom`. */
export interface Tracing {
  /** Runs a step. One that rejects has failed, by the kind of its error. */
  withSpan<T>(start: SpanStart, run: (span: Span) => Promise<T>): Promise<T>;
  /** What has to be written down so that another process can go on; undefined when there is nothing. */
  carry(): string | undefined;
  /** Goes on where it was written down; text that makes no sense, or none, begins anew. */
  continueFrom<T>(carried: string | undefined, run: () => Promise<T>): Promise<T>;
  ids(): TraceIds | null;
  /** Sends what is left, for a second at most. Never rejects. */
  stop(): Promise<void>;
}

const NO_SPAN: Span = { set: () => undefined };

/** Nothing is traced, and nothing is loaded for it. */
export const noTracing: Tracing = {
  withSpan: (_start, run) => run(NO_SPAN),
  carry: () => undefined,
  continueFrom: (_carried, run) => run(),
  ids: () => null,
  stop: async () => undefined,
};
