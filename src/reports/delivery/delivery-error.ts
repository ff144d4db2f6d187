/**
 * Slack did not take a message.
 * `gone`: this response_url is used up or expired, another way may work. `passing`: the same may work later.
 * `channel`: nothing can be posted in this channel any more. `auth`: Slack refuses the bot itself.
 * `final`: trying again cannot help.
 */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';
  readonly kind: 'gone' | 'passing' | 'channel' | 'auth' | 'final';
  /** Slack's own word for it (`not_in_channel`, `HTTP 503`, …). */
  readonly slackError: string;
  readonly retryAfterMs: number | null;

  constructor(
    kind: DeliveryError['kind'],
    slackError: string,
    options: { cause?: unknown; retryAfterMs?: number | null } = {},
  ) {
    super(`Slack: ${slackError} (${kind})`, { cause: options.cause });
    this.kind = kind;
    this.slackError = slackError;
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}
