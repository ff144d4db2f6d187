/**
 * Everything that can go wrong in a way a person should hear of. Data, not text: it travels through job payloads, and
 * `messages/failure.ts` turns each kind into its sentence.
 */
export type Failure =
  | { readonly kind: 'bad-id'; readonly input: string }
  | { readonly kind: 'registration-link' }
  | { readonly kind: 'not-found'; readonly webinar: string }
  | { readonly kind: 'still-running'; readonly webinar: string; readonly topic: string | null }
  | {
      readonly kind: 'too-early';
      readonly webinar: string;
      readonly topic: string | null;
      /** ISO instants. */
      readonly endedAt: string;
      readonly nextReadAt: string | null;
    }
  | { readonly kind: 'too-old' }
  | { readonly kind: 'no-data'; readonly webinar: string; readonly topic: string | null }
  | { readonly kind: 'scope-missing'; readonly scopes: readonly string[] }
  | { readonly kind: 'qss-missing' }
  | { readonly kind: 'plan-missing' }
  | { readonly kind: 'zoom-credentials' }
  | {
      readonly kind: 'zoom-limited';
      readonly limit: 'second' | 'day';
      /** ISO instant at which reading goes on. */
      readonly retryAt: string;
      readonly peopleRead: number;
      readonly peopleExpected: number | null;
    }
  | {
      readonly kind: 'zoom-unavailable';
      /** What Zoom last did, for people: `503`, `no answer`, `an answer that made no sense`. */
      readonly last: string;
      readonly tries: number;
      /** ISO instants. */
      readonly at: string;
      readonly retryAt: string | null;
    }
  | { readonly kind: 'storage-unavailable' }
  | { readonly kind: 'report-gone'; readonly report: string | null }
  | { readonly kind: 'bad-button' }
  | { readonly kind: 'slack-channel'; readonly channel: string; readonly slackError: string }
  | { readonly kind: 'just-read'; readonly secondsAgo: number }
  | { readonly kind: 'internal' };

/** An error whose cause is known and which has words for the person who asked. `message` is for the log only. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly failure: Failure;
  /** When the same work may succeed: the job is given back until then. null: trying again does not help. */
  readonly retryAt: Date | null;

  constructor(failure: Failure, message: string, options: { cause?: unknown; retryAt?: Date | null } = {}) {
    super(message, { cause: options.cause });
    this.failure = failure;
    this.retryAt = options.retryAt ?? null;
  }
}

/** Turns a `never` into a compile error when a union gains a member that a switch does not handle. */
export function assertNever(value: never): never {
  throw new Error(`unhandled case: ${JSON.stringify(value)}`);
}
