import type { Message } from '../../messages/block-kit/message.ts';
import type { Sleep } from '../../runtime/sleep.ts';
import { isSettledWithin } from '../../runtime/with-timeout.ts';

/** Slack gives up after three seconds; the rest is for the way back. */
const ANSWER_WITHIN_MS = 2_500;
/** A message that overtakes the acknowledgement would stand above it. */
const AFTER_ACKNOWLEDGEMENT_MS = 700;

/** What a command is answered with. */
export interface Answer {
  readonly message: Message;
  /** Whether it says more than "not known yet" does: a report that is being read comes by itself. */
  readonly isNews: boolean;
}

/**
 * Acknowledges a command in time, with its answer or with the word that it is not known yet. The work goes on then, and
 * what comes of it is told afterwards, so that nobody is left with less than what is known.
 * @param answer never rejects
 */
export async function acknowledgeSoon(
  answer: Promise<Answer>,
  {
    acknowledge,
    notKnownYet,
    tellLater,
    sleep,
    alreadyTookMs = 0,
  }: {
    acknowledge: (message: Message) => Promise<void>;
    notKnownYet: () => Message;
    tellLater: (message: Message) => Promise<void>;
    sleep: Sleep;
    /** Of Slack's time, before the work began. */
    alreadyTookMs?: number;
  },
): Promise<void> {
  if (await isSettledWithin(answer, ANSWER_WITHIN_MS - alreadyTookMs)) return acknowledge((await answer).message);
  await acknowledge(notKnownYet());
  const { message, isNews } = await answer;
  if (!isNews) return;
  await sleep(AFTER_ACKNOWLEDGEMENT_MS);
  await tellLater(message);
}
