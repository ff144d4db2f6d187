import { z } from 'zod';

const text = z.string();
const textOrNull = z.string().nullable();
/** An ISO instant in UTC. */
const instant = z.string();

/** What Zoom's own labels of the participants list come to, in people. They are Zoom's opinion, never the bot's. */
export const ZoomLabels = z.object({
  people: z.number(),
  /** Of those, people whose sound Zoom gave a label. */
  labelled: z.number(),
  /** Of those, people whose label is poor or bad. */
  poorSound: z.number(),
});
export type ZoomLabels = z.infer<typeof ZoomLabels>;

/**
 * Everything that can go wrong in a way a person should hear of. Data, not text: it travels through job payloads, and
 * `messages/failure.ts` turns each kind into its sentence.
 */
export const Failure = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('bad-id'), input: text }),
  z.object({ kind: z.literal('registration-link') }),
  z.object({ kind: z.literal('not-found'), webinar: text }),
  z.object({ kind: z.literal('still-running'), webinar: text, topic: textOrNull }),
  z.object({
    kind: z.literal('too-early'),
    webinar: text,
    topic: textOrNull,
    endedAt: instant,
    nextReadAt: instant.nullable(),
  }),
  z.object({ kind: z.literal('too-old') }),
  z.object({ kind: z.literal('no-data'), webinar: text, topic: textOrNull }),
  z.object({ kind: z.literal('scope-missing'), scopes: z.array(text) }),
  z.object({ kind: z.literal('qss-missing') }),
  /** `said`: Zoom's own sentence, fit to be shown; processes of an older version do not tell it. */
  z.object({ kind: z.literal('plan-missing'), said: text.optional() }),
  z.object({ kind: z.literal('zoom-credentials') }),
  /** Zoom means it: the same call will be refused again. */
  z.object({
    kind: z.literal('zoom-refused'),
    /** Zoom's own sentence, fit to be shown; blank where it gave none. */
    said: text,
    status: z.number(),
    code: z.number().nullable(),
    /** What may be wrong: it is the number of a meeting; the number; nobody knows; what the bot sent. */
    check: z.enum(['meeting', 'number', 'unknown', 'bot']),
  }),
  /** An answer that is not Zoom's: a proxy, a firewall, a captive portal. `seen` is for people: `403, not Zoom's own page`. */
  z.object({ kind: z.literal('network'), seen: text }),
  z.object({
    kind: z.literal('zoom-limited'),
    limit: z.enum(['second', 'day']),
    /** When reading goes on. */
    retryAt: instant,
    peopleRead: z.number(),
    peopleExpected: z.number().nullable(),
    /** All that is known of the webinar meanwhile, where that is anything. Older processes do not say it. */
    zoomLabels: ZoomLabels.nullable().optional(),
    /** The read was not begun, as it needs more calls than are left today. Older processes do not say it. */
    cost: z.object({ calls: z.number(), left: z.number() }).optional(),
  }),
  z.object({
    kind: z.literal('zoom-unavailable'),
    /** What Zoom last did, for people: `503`, `no answer`, `an answer that made no sense`. */
    last: text,
    tries: z.number(),
    at: instant,
    retryAt: instant.nullable(),
  }),
  /** The bot itself died again and again in the middle of a read. */
  z.object({ kind: z.literal('broken-off'), webinar: text, topic: textOrNull, retryAt: instant.nullable() }),
  /** `channels`: IDs of those whose members may; `namesOthers`: further people whom the operator has named. */
  z.object({
    kind: z.literal('not-allowed'),
    reason: z.enum(['not-listed', 'guest', 'outsider', 'bot', 'gone']),
    channels: z.array(text),
    namesOthers: z.boolean(),
  }),
  /** What was typed is for operators. `hasOperators`: whether there are any. */
  z.object({ kind: z.literal('operators-only'), hasOperators: z.boolean() }),
  /** Slack did not say whether somebody may ask. `missingScope`: as the app lacks a permission. */
  z.object({ kind: z.literal('access-unknown'), missingScope: textOrNull }),
  /** Somebody has started as many reads as one person may. */
  z.object({ kind: z.literal('too-many-asks'), per: z.enum(['minute', 'day']), asks: z.number(), retryAt: instant }),
  /** Nothing was written: the store could not be reached, refused, or was only read from. */
  z.object({ kind: z.literal('storage-unavailable') }),
  /** Something may have been written: the store got the command and did not answer in time, or it is still at it. */
  z.object({
    kind: z.literal('storage-outcome-unknown'),
    /** What the person wants; null where the store does not know. */
    asked: z.enum(['report', 'subscription', 'list']).nullable(),
  }),
  z.object({ kind: z.literal('report-gone'), report: textOrNull }),
  /** A button of a read that was replaced. */
  z.object({ kind: z.literal('newer-report'), report: text, readAt: instant }),
  z.object({ kind: z.literal('bad-button') }),
  z.object({ kind: z.literal('slack-channel'), channel: text, slackError: text }),
  z.object({ kind: z.literal('just-read'), secondsAgo: z.number() }),
  z.object({
    kind: z.literal('bad-subscription'),
    problem: z.enum([
      'form',
      'occurrence',
      'topic',
      'host',
      'slack-user',
      'grade',
      'channel',
      'repeated',
      'conversation',
      'not-a-member',
    ]),
    /** What was typed, cut, addresses masked. */
    input: text,
  }),
  z.object({ kind: z.literal('internal') }),
]);
export type Failure = z.infer<typeof Failure>;

/**
 * Who can do something about a failure: nobody has to (it passes, and is tried again), the operator or an admin, whoever
 * asked, or those who make the bot.
 */
export type FailureClass = 'passing' | 'operator' | 'asker' | 'ours';

const CLASS_OF_CHECK = { meeting: 'asker', number: 'asker', unknown: 'operator', bot: 'ours' } as const;

/** Nothing but what is `passing` is tried again, and that always has a time. */
export function classOfFailure(failure: Failure): FailureClass {
  switch (failure.kind) {
    case 'zoom-limited':
      return 'passing';
    case 'zoom-unavailable':
      return failure.retryAt === null ? 'operator' : 'passing';
    case 'too-early':
      return failure.nextReadAt === null ? 'asker' : 'passing';
    case 'broken-off':
      return failure.retryAt === null ? 'ours' : 'passing';
    case 'zoom-refused':
      return CLASS_OF_CHECK[failure.check];
    case 'scope-missing':
    case 'qss-missing':
    case 'plan-missing':
    case 'zoom-credentials':
    case 'network':
    case 'access-unknown':
    case 'storage-unavailable':
    case 'storage-outcome-unknown':
      return 'operator';
    case 'internal':
      return 'ours';
    case 'bad-id':
    case 'registration-link':
    case 'not-found':
    case 'still-running':
    case 'too-old':
    case 'no-data':
    case 'not-allowed':
    case 'operators-only':
    case 'too-many-asks':
    case 'report-gone':
    case 'newer-report':
    case 'bad-button':
    case 'slack-channel':
    case 'just-read':
    case 'bad-subscription':
      return 'asker';
    default:
      return assertNever(failure);
  }
}

const DEFINITE: ReadonlySet<Failure['kind']> = new Set(['zoom-refused', 'plan-missing', 'too-old']);

/** Zoom's last word on a webinar: it is not read again by itself. */
export function isDefiniteRefusal(failure: Failure): boolean {
  return DEFINITE.has(failure.kind);
}

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

const STORAGE_TROUBLE: ReadonlySet<Failure['kind']> = new Set(['storage-unavailable', 'storage-outcome-unknown']);

/** Trouble of the bot's own storage, whether or not something was written. */
export function isStorageTrouble(error: unknown): error is AppError {
  return error instanceof AppError && STORAGE_TROUBLE.has(error.failure.kind);
}

/** Whether a write that failed may have been carried out all the same. */
export function isOutcomeUnknown(error: unknown): error is AppError {
  return error instanceof AppError && error.failure.kind === 'storage-outcome-unknown';
}

/** Trouble of the store under the kind that fits all that was asked for, which may be more than one write; every other error as it is. */
export function toStorageTrouble(
  error: unknown,
  failure: Extract<Failure, { kind: 'storage-unavailable' | 'storage-outcome-unknown' }>,
): unknown {
  return isStorageTrouble(error) ? new AppError(failure, error.message, { cause: error }) : error;
}

/** Turns a `never` into a compile error when a union gains a member that a switch does not handle. */
export function assertNever(value: never): never {
  throw new Error(`unhandled case: ${JSON.stringify(value)}`);
}
