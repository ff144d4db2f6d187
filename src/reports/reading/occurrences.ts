import { z } from 'zod';
import { AppError, Failure, isDefiniteRefusal, isStorageTrouble } from '../../errors.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Sleep } from '../../runtime/sleep.ts';
import { keys } from '../../storage/keys.ts';
import type { Kv } from '../../storage/kv.ts';
import type { Lock, Locks } from '../../storage/lock.ts';
import { createStoredValue } from '../../storage/stored-value.ts';
import type { CallContext } from '../../webinar/call-owner.ts';
import { type HashIdentity, hostKeyOfEmail } from '../../webinar/host-key.ts';
import { OccurrenceUuid, refText, WebinarId, type WebinarRef } from '../../webinar/ids.ts';
import type { FetchedOccurrence, Occurrence } from '../../webinar/occurrence.ts';
import type { WebinarSource } from '../../webinar/source.ts';
import { LEAST_RUN_LIFE_SECONDS, noteRun } from '../noted-run.ts';

/** A number means the latest occurrence; for this long it is taken to be the same one. */
const PAST_LIFE_SECONDS = 600;
/** One that runs, or of which Zoom tells nothing, may have changed in a minute. */
const CHANGING_LIFE_SECONDS = 60;
const POLL_MS = 150;
/** Older than any look-up that somebody may demand. */
const NEVER_LOOKED_UP = 0;
/** What asking again soon does not change: told to whoever asks within the life of `lookUpFailure`. */
const LASTING: ReadonlySet<Failure['kind']> = new Set(['not-found']);

const LookUp = z.object({
  lookedUpAt: z.number(),
  occurrence: z.object({
    key: z.string(),
    uuid: OccurrenceUuid.nullable(),
    webinarId: WebinarId.nullable(),
    topic: z.string().nullable(),
    startedAt: z.string().nullable(),
    endedAt: z.string().nullable(),
    participantCount: z.number().nullable(),
    state: z.enum(['past', 'live', 'unknown']),
    hostKey: z.string().nullable(),
  }),
});

const Refusal = z.object({ refusedAt: z.number(), failure: Failure });
const LookUpFailure = z.object({ failedAt: z.number(), failure: Failure, retryAt: z.number().nullable() });

/** Tells which occurrence a reference means, with one look-up at Zoom however many people ask. */
export interface Occurrences {
  /** What was looked up lately, without asking Zoom. */
  known(ref: WebinarRef): Promise<Occurrence | null>;
  /** The key of the occurrence, if it is known without asking Zoom. */
  knownKey(ref: WebinarRef): Promise<string | null>;
  /**
   * @param options.notBefore milliseconds since 1970: an older look-up is not good enough; 0 takes any that is kept
   * @throws AppError from the look-up, or the refusal that is known
   */
  resolve(ref: WebinarRef, options: CallContext & { readonly notBefore: number }): Promise<Occurrence>;
  /**
   * Zoom's last word on a webinar, if it was said within the hour: that is told without asking again.
   * @param notBefore as in `resolve`
   */
  knownRefusal(ref: WebinarRef, notBefore: number): Promise<AppError | null>;
  /** Keeps a definite refusal, and lets any go once the webinar was read: `failure` null. */
  noteRefusal(ref: WebinarRef, failure: Failure | null): Promise<void>;
  /** Makes a number or UUID mean this occurrence, as when Zoom has just said that it ended. */
  remember(occurrence: Occurrence): Promise<void>;
}

export function createOccurrences({
  kv,
  locks,
  source,
  clock,
  sleep,
  newId,
  hashIdentity,
  runLifeSeconds = LEAST_RUN_LIFE_SECONDS,
}: {
  kv: Kv;
  locks: Locks;
  source: Pick<WebinarSource, 'fetchOccurrence'>;
  clock: Clock;
  sleep: Sleep;
  newId: () => string;
  /** One-way, keyed, the same in all replicas. */
  hashIdentity: HashIdentity;
  /** How long a run is found by its number. */
  runLifeSeconds?: number;
}): Occurrences {
  const lookUps = createStoredValue(kv, LookUp);
  const failures = createStoredValue(kv, LookUpFailure);
  const refusals = createStoredValue(kv, Refusal);

  async function knownRefusal(ref: WebinarRef, notBefore: number): Promise<AppError | null> {
    const refused = await refusals.get(keys.refusal(refText(ref)));
    return refused && refused.refusedAt >= notBefore
      ? new AppError(refused.failure, 'refused by Zoom within the hour')
      : null;
  }

  async function noteRefusal(ref: WebinarRef, failure: Failure | null): Promise<void> {
    const key = keys.refusal(refText(ref));
    if (failure === null) await kv.delete(key.name);
    else if (isDefiniteRefusal(failure)) await refusals.set(key, { refusedAt: clock.now(), failure });
  }

  async function known(name: string, notBefore: number): Promise<Occurrence | null> {
    const kept = await lookUps.get(keys.lookUp(name));
    return kept && kept.lookedUpAt >= notBefore ? kept.occurrence : null;
  }

  /** How somebody else's look-up ended, if it failed: one that was waited for, or one that asking again would not change. */
  async function knownFailure(name: string, since: { any: number; lasting: number }): Promise<AppError | null> {
    const failed = await failures.get(keys.lookUpFailure(name));
    if (!failed) return null;
    if (failed.failedAt < (LASTING.has(failed.failure.kind) ? since.lasting : since.any)) return null;
    const retryAt = failed.retryAt === null ? null : new Date(failed.retryAt);
    return new AppError(failed.failure, 'the look-up of somebody else failed', { retryAt });
  }

  async function rememberAs(name: string, occurrence: Occurrence, lookedUpAt: number): Promise<void> {
    const lifeSeconds = occurrence.state === 'past' ? PAST_LIFE_SECONDS : CHANGING_LIFE_SECONDS;
    await lookUps.set(keys.lookUp(name), { lookedUpAt, occurrence }, lifeSeconds);
  }

  /** What an event told is no look-up: it lacks what only Zoom's answer has, and takes the place of none. */
  async function rememberTold(name: string, occurrence: Occurrence): Promise<void> {
    const kept = await known(name, 0);
    const isKnownBetter = kept !== null && kept.uuid === occurrence.uuid && kept.state === 'past';
    if (!isKnownBetter && !(kept && knowsMore(kept, occurrence))) await rememberAs(name, occurrence, NEVER_LOOKED_UP);
  }

  async function lookUp(ref: WebinarRef, name: string, context: CallContext): Promise<Occurrence> {
    try {
      const found = withoutAddress(await source.fetchOccurrence(ref, context), hashIdentity);
      const told = ref.kind === 'id' ? await known(name, 0) : null;
      const occurrence = told && knowsMore(told, found) ? told : found;
      await Promise.all([rememberAs(name, occurrence, clock.now()), noteRun(kv, occurrence, runLifeSeconds)]);
      return occurrence;
    } catch (error) {
      if (error instanceof AppError && !isStorageTrouble(error)) await noteFailure(ref, error);
      throw error;
    }
  }

  async function noteFailure(ref: WebinarRef, { failure, retryAt }: AppError): Promise<void> {
    const failed = { failedAt: clock.now(), failure, retryAt: retryAt?.getTime() ?? null };
    const kept = [failures.set(keys.lookUpFailure(refText(ref)), failed), noteRefusal(ref, failure)];
    await Promise.all(kept).catch(() => undefined);
  }

  return {
    known: (ref) => known(refText(ref), 0),
    knownRefusal,
    noteRefusal,

    async knownKey(ref) {
      return ref.kind === 'uuid' ? ref.uuid : ((await known(ref.id, 0))?.key ?? null);
    },

    /** One asks Zoom; the others look until its answer is there, be it a failure, or until it is their turn to ask. */
    async resolve(ref, { notBefore, owner: callOwner, signal }) {
      const name = refText(ref);
      const lockOwner = newId();
      const since = { any: Number.POSITIVE_INFINITY, lasting: notBefore };
      const startedAt = clock.now();
      const answerOfOther = async () => {
        const [found, failure, refusal] = await Promise.all([
          known(name, notBefore),
          knownFailure(name, since),
          knownRefusal(ref, notBefore),
        ]);
        // Refused may have been the reading of what was found.
        const error = refusal ?? (found ? null : failure);
        if (error) throw error;
        return found;
      };
      let lock: Lock | null = null;
      for (;;) {
        const found = await answerOfOther();
        if (found) return found;
        lock = await locks.acquire(keys.lookUpLock(name), lockOwner);
        if (lock) break;
        await sleep(POLL_MS, signal);
        since.any = startedAt;
      }
      try {
        return (await answerOfOther()) ?? (await lookUp(ref, name, { owner: callOwner, signal }));
      } finally {
        await lock.release();
      }
    },

    async remember(occurrence) {
      await noteRun(kv, occurrence, runLifeSeconds);
      if (occurrence.webinarId) await rememberTold(occurrence.webinarId, occurrence);
      if (occurrence.uuid) await rememberTold(occurrence.uuid, occurrence);
    },
  };
}

/**
 * Whether what a number was said to mean stays, as Zoom's list is minutes behind Zoom's events, and events come late:
 * a run that ended is not found to be running, nor replaced by one that ended before.
 */
function knowsMore(told: Occurrence, found: Occurrence): boolean {
  if (told.state !== 'past' || told.uuid === null) return false;
  if (told.uuid === found.uuid || found.endedAt === null) return found.state !== 'past';
  return told.endedAt !== null && Date.parse(told.endedAt) > Date.parse(found.endedAt);
}

/** The host's address goes no further than this. */
function withoutAddress({ hostEmail, ...occurrence }: FetchedOccurrence, hashIdentity: HashIdentity): Occurrence {
  return { ...occurrence, hostKey: hostKeyOfEmail(hostEmail ?? '', hashIdentity) };
}
