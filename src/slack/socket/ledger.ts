import { z } from 'zod';
import type { Sleep } from '../../runtime/sleep.ts';
import { withTimeout } from '../../runtime/with-timeout.ts';
import { keys } from '../../storage/keys.ts';
import type { Kv } from '../../storage/kv.ts';
import { createStoredValue } from '../../storage/stored-value.ts';

/** A storage that is slower holds nobody up: work that is done twice is better than none. */
const TAKE_WITHIN_MS = 400;
/** How long the process that took an envelope gets to answer; Slack waits for three seconds in all. */
const ANSWER_WITHIN_MS = 1_200;
const LOOK_EVERY_MS = 100;

const Line = z.object({
  /** What it was acknowledged with; null while somebody works on it. */
  answer: z.object({ payload: z.looseObject({}).nullable() }).nullable(),
});
/** What an envelope was acknowledged with. */
export type EnvelopeAnswer = NonNullable<z.infer<typeof Line>['answer']>;

/** Which process has which envelope: Slack may send it again to another one. Nothing here ever rejects. */
export interface EnvelopeLedger {
  /** null: nobody has it, or whoever had it is gone; else what it was acknowledged with. */
  take(envelopeId: string): Promise<EnvelopeAnswer | null>;
  answered(envelopeId: string, answer: EnvelopeAnswer): void;
  /** Nobody has it any more. */
  release(envelopeId: string): void;
}

export function createEnvelopeLedger({
  kv,
  sleep,
  onTrouble,
}: {
  kv: Kv;
  sleep: Sleep;
  onTrouble: (error: unknown) => void;
}): EnvelopeLedger {
  const lines = createStoredValue(kv, Line);

  /** Until the other process has answered, as long as there is time. */
  async function answerOfOther(envelopeId: string): Promise<EnvelopeAnswer | null> {
    for (let waitedMs = 0; ; waitedMs += LOOK_EVERY_MS) {
      const answer = (await lines.get(keys.envelope(envelopeId)))?.answer ?? null;
      if (answer !== null || waitedMs >= ANSWER_WITHIN_MS) return answer;
      await sleep(LOOK_EVERY_MS);
    }
  }

  return {
    async take(envelopeId) {
      try {
        const slow = () => new Error('the storage is slow');
        const isOurs = lines.setIfAbsent(keys.envelope(envelopeId), { answer: null });
        if (await withTimeout(isOurs, TAKE_WITHIN_MS, slow)) return null;
        return await withTimeout(answerOfOther(envelopeId), ANSWER_WITHIN_MS + TAKE_WITHIN_MS, slow);
      } catch (error) {
        onTrouble(error);
        return null;
      }
    },
    answered: (envelopeId, answer) => void lines.set(keys.envelope(envelopeId), { answer }).catch(onTrouble),
    release: (envelopeId) => void kv.delete(keys.envelope(envelopeId).name).catch(onTrouble),
  };
}
