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

/**
 * Something the bot did wrong, or too late. `no_response_type`: who sees a message that goes to a response_url has to be said
 * with every one, as what goes without saying is not the same everywhere.
 */
export interface SimError {
  readonly atMs: number;
  readonly what: 'operation_timeout' | 'dispatch_failed' | 'invalid_ack' | 'no_response_type';
  readonly detail: string;
}
