import type { Logger } from '../../logger.ts';
import { exponentialBackoff, retryPauseMs, triesOf } from '../../runtime/backoff.ts';
import type { Sleep } from '../../runtime/sleep.ts';

/** Between tries while nothing can be stored. */
const SCHEDULE = exponentialBackoff({ tries: 8, firstPauseMs: 500, longestPauseMs: 30_000 });
/** About an hour of tries: longer than an outage that the next sweep would not heal in the same way. */
const MOST_TRIES = 120;

export interface InboxLimits {
  /** That are worked on at the same time. */
  readonly atOnce: number;
  /** That wait. */
  readonly waiting: number;
  /** All that wait together, in characters. */
  readonly characters: number;
}

/** The burst at the end of the largest webinar, twice over. */
const INBOX_LIMITS: InboxLimits = { atOnce: 100, waiting: 40_000, characters: 64 * 1024 * 1024 };

/** Events that nobody sends again: kept here until they are stored. */
export interface Inbox {
  add(text: string): void;
  /** What is in hand gets so long to be stored. */
  stop(withinMs: number): Promise<void>;
}

interface Waiting {
  readonly text: string;
  tries: number;
}

export function createInbox({
  take,
  limits = INBOX_LIMITS,
  onDropped,
  onHealed,
  random,
  sleep,
  logger,
}: {
  /** Rejects when the event could not be stored. */
  take: (text: string) => Promise<void>;
  limits?: InboxLimits;
  onDropped: () => void;
  /** All is stored again, but something was dropped meanwhile. */
  onHealed: () => void;
  random: () => number;
  sleep: Sleep;
  logger: Logger;
}): Inbox {
  /** Oldest first. */
  const waiting = new Set<Waiting>();
  const stopping = new AbortController();
  let characters = 0;
  let dropped = 0;
  let failedInARow = 0;
  let isTold = false;
  let working: Promise<void> | null = null;
  let isPausing = false;
  /** Of the pause that lasts. */
  let freshWork: Promise<void> | null = null;

  function remove(one: Waiting): void {
    if (waiting.delete(one)) characters -= one.text.length;
  }

  function drop(one: Waiting): void {
    remove(one);
    if (dropped === 0) logger.error('events of Zoom are lost: too many wait to be stored, or for too long');
    dropped += 1;
    onDropped();
  }

  /** What is not stored stays where it is. */
  async function takeOne(one: Waiting): Promise<boolean> {
    try {
      await take(one.text);
      remove(one);
      return true;
    } catch (err) {
      if (!isTold) logger.warn({ err }, 'an event of Zoom could not be stored; it is kept, and stored later');
      isTold = true;
      one.tries += 1;
      if (one.tries >= MOST_TRIES) drop(one);
      return false;
    }
  }

  /** What comes in a pause does not wait for what failed, which may be an event that is never stored; unless it fails, too. */
  async function takeFresh(): Promise<void> {
    let isAway = false;
    while (isPausing && !isAway) {
      const fresh = [...waiting].filter(({ tries }) => tries === 0).slice(0, limits.atOnce);
      if (fresh.length === 0) break;
      const stored = await Promise.all(fresh.map(takeOne));
      isAway = !stored.some(Boolean);
    }
    // In this pause nothing more is tried when all of them failed.
    if (!isAway) freshWork = null;
  }

  async function pause(ms: number): Promise<void> {
    isPausing = true;
    await sleep(ms, stopping.signal).catch(() => undefined);
    isPausing = false;
    await freshWork;
    freshWork = null;
  }

  async function work(): Promise<void> {
    while (waiting.size > 0) {
      const batch = firstOf(waiting, limits.atOnce);
      const stored = await Promise.all(batch.map(takeOne));
      if (stored.every(Boolean)) {
        failedInARow = 0;
        isTold = false;
      } else {
        failedInARow += 1;
        // The others have their turn, too.
        for (const one of batch) if (waiting.delete(one)) waiting.add(one);
        const pauseMs = retryPauseMs(SCHEDULE, Math.min(failedInARow, triesOf(SCHEDULE) - 1), random) ?? 0;
        await pause(pauseMs);
        if (stopping.signal.aborted) break;
      }
    }
    working = null;
    if (dropped === 0 || waiting.size > 0) return;
    logger.warn({ dropped }, 'events of Zoom are stored again; what was lost is looked for');
    dropped = 0;
    onHealed();
  }

  return {
    add(text) {
      waiting.add({ text, tries: 0 });
      characters += text.length;
      for (const oldest of waiting) {
        if (waiting.size <= limits.waiting && characters <= limits.characters) break;
        drop(oldest);
      }
      working ??= work();
      if (isPausing) freshWork ??= takeFresh();
    },
    async stop(withinMs) {
      const timer = setTimeout(() => stopping.abort(), withinMs);
      await Promise.race([working, sleep(withinMs, stopping.signal).catch(() => undefined)]);
      clearTimeout(timer);
      stopping.abort();
      if (waiting.size > 0) logger.warn({ lost: waiting.size }, 'stopped with events of Zoom that were not stored');
    },
  };
}

function firstOf<T>(items: Iterable<T>, most: number): T[] {
  const first: T[] = [];
  for (const item of items) {
    if (first.length >= most) break;
    first.push(item);
  }
  return first;
}
