/** One call of the bot, without tokens and response URLs. */
export interface LoggedCall {
  /** Real time, milliseconds with fractions. */
  readonly atMs: number;
  /** A Web API method, `response_url` or `upload`. */
  readonly method: string;
  readonly channel: string | null;
  ok: boolean;
  /** Slack's error, `timeout`, `reset` or `http_…`; null for a success. */
  error: string | null;
}

/** Something the bot did wrong, or too late. */
export interface SimError {
  readonly atMs: number;
  readonly what: 'operation_timeout' | 'dispatch_failed' | 'invalid_ack';
  readonly detail: string;
}
