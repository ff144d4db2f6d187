/** How the bot answered Slack, on either way. */
export interface BotAnswer {
  /** null when the bot did not answer in time, or could not be reached. */
  readonly status: number | null;
  readonly body: string;
  readonly contentType: string;
  readonly ms: number;
  readonly failure: 'operation_timeout' | 'dispatch_failed' | null;
}
