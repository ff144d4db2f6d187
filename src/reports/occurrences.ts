import { z } from 'zod';
import { keys } from './keys.ts';
import type { Clock, Kv, Occurrence, OccurrenceUuid, WebinarId, WebinarRef, WebinarSource } from './ports.ts';

/** A number means the latest occurrence; for this long it is taken to be the same one. */
const ALIAS_TTL_SECONDS = 600;
/** One that runs, or of which Zoom tells nothing, may have changed in a minute. */
const UNSETTLED_ALIAS_TTL_SECONDS = 60;
const LOOKUP_LOCK_SECONDS = 20;
const POLL_MS = 150;

const LookUp = z.object({
  lookedUpAt: z.number(),
  occurrence: z.object({
    key: z.string(),
    // Brands exist for the compiler only; these texts were branded when they were written.
    uuid: z
      .string()
      .transform((text) => text as OccurrenceUuid)
      .nullable(),
    webinarId: z
      .string()
      .transform((text) => text as WebinarId)
      .nullable(),
    topic: z.string().nullable(),
    startedAt: z.string().nullable(),
    endedAt: z.string().nullable(),
    participantCount: z.number().nullable(),
    state: z.enum(['past', 'live', 'unknown']),
  }),
});

/** Tells which occurrence a reference means, with one look-up at Zoom however many people ask. */
export interface Occurrences {
  /** The key of the occurrence, if it is known without asking Zoom. */
  knownKey(ref: WebinarRef): Promise<string | null>;
  /**
   * @param options.notBefore milliseconds since 1970: an older look-up is not good enough; 0 takes any that is kept
   * @throws AppError from the look-up
   */
  resolve(ref: WebinarRef, options: { notBefore: number; signal: AbortSignal }): Promise<Occurrence>;
  /** Makes a number or UUID mean this occurrence, as when Zoom has just said that it ended. */
  remember(occurrence: Occurrence): Promise<void>;
}

export function createOccurrences({
  kv,
  source,
  clock,
  wait,
  newId,
}: {
  kv: Kv;
  source: Pick<WebinarSource, 'fetchOccurrence'>;
  clock: Clock;
  wait: (ms: number, signal: AbortSignal) => Promise<void>;
  newId: () => string;
}): Occurrences {
  async function known(name: string, notBefore: number): Promise<Occurrence | null> {
    const text = await kv.get(keys.alias(name));
    if (text === null) return null;
    const lookUp = LookUp.safeParse(JSON.parse(text)).data;
    return lookUp && lookUp.lookedUpAt >= notBefore ? lookUp.occurrence : null;
  }

  async function rememberAs(name: string, occurrence: Occurrence): Promise<void> {
    const ttlSeconds = occurrence.state === 'past' ? ALIAS_TTL_SECONDS : UNSETTLED_ALIAS_TTL_SECONDS;
    await kv.set(keys.alias(name), JSON.stringify({ lookedUpAt: clock.now(), occurrence }), ttlSeconds);
  }

  return {
    async knownKey(ref) {
      return ref.kind === 'uuid' ? ref.uuid : ((await known(ref.id, 0))?.key ?? null);
    },

    /** One asks Zoom; the others look until the answer is there, or until it is their turn to ask. */
    async resolve(ref, { notBefore, signal }) {
      const name = ref.kind === 'id' ? ref.id : ref.uuid;
      const lock = keys.resolving(name);
      const owner = newId();
      for (;;) {
        const found = await known(name, notBefore);
        if (found) return found;
        if (await kv.setIfAbsent(lock, owner, LOOKUP_LOCK_SECONDS)) break;
        await wait(POLL_MS, signal);
      }
      try {
        const occurrence = (await known(name, notBefore)) ?? (await source.fetchOccurrence(ref, signal));
        await rememberAs(name, occurrence);
        return occurrence;
      } finally {
        await kv.deleteIfEquals(lock, owner);
      }
    },

    async remember(occurrence) {
      if (occurrence.webinarId) await rememberAs(occurrence.webinarId, occurrence);
      if (occurrence.uuid) await rememberAs(occurrence.uuid, occurrence);
    },
  };
}
