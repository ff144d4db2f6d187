import { isSettledWithin } from '../../../runtime/with-timeout.ts';
import type { CallOwner } from '../../../webinar/call-owner.ts';
import type { Occurrence } from '../../../webinar/occurrence.ts';
import type { ListEnd } from './kept-list.ts';
import { type ReadListDependencies, readList } from './read-list.ts';

/** The part of a read's time that its report may wait for the list. */
const GRACE_PART = 0.02;
/** No answer reaches anybody sooner after an ask. */
const GRACE_MS = 1_000;

/** The participants list, read beside the pages of the QoS summary and in their shadow. */
export interface ListBeside {
  /** As soon as the list is read, or that has failed. Never rejects. */
  readonly end: Promise<ListEnd>;
  /** After the last page of the QoS summary: waits for the list a little (a second, unless told), and goes on with what is there of it. */
  finish(readMs: number, atLeastMs?: number): Promise<ListEnd>;
  /** Nobody needs it any more. Returns when nothing is under way. */
  stop(): Promise<void>;
}

export function startListBeside(
  deps: ReadListDependencies,
  occurrence: Occurrence,
  { owner, signal }: { readonly owner: CallOwner; readonly signal: AbortSignal },
): ListBeside {
  const tooLate = new AbortController();
  const end = readList(deps, occurrence, { owner, signal: AbortSignal.any([signal, tooLate.signal]) });

  async function stop(): Promise<void> {
    tooLate.abort(new Error('the list is too late'));
    await end;
  }

  return {
    end,
    async finish(readMs, atLeastMs = GRACE_MS) {
      if (!(await isSettledWithin(end, Math.max(atLeastMs, readMs * GRACE_PART)))) await stop();
      return end;
    },
    stop,
  };
}
