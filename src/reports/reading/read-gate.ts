import { JobDelayed } from '../../jobs/job-queue.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { CallOwner } from '../../webinar/call-owner.ts';

/** Reads that one process has in hand at the same time, and reads that wait for one of them to end. */
export const MOST_READS = { inHand: 64, waiting: 128 } as const;
/** Where the pages read so far are kept in this process, too. */
export const MOST_READS_IN_MEMORY = { ...MOST_READS, inHand: 8 } as const;
/** What has no place even among those who wait comes again after this long. */
const COME_AGAIN_MS = 10_000;
/** A read that gave its place to somebody with fewer. */
const GIVEN_UP_MS = 5_000;

/** A place among the reads in hand. */
export interface ReadPlace {
  /** Aborted, with the JobDelayed to throw, when somebody with fewer reads needs the place. */
  readonly givenUp: AbortSignal;
  leave(): void;
}

/** Bounds the reads of this process, and shares them out: first by kind, then by person. */
export interface ReadGate {
  /**
   * Returns when there is a place. One is made at once by the newest read of whoever has two more than the owner; it goes on
   * later from its checkpoint: nobody's small read waits for another's big ones to end.
   * @throws JobDelayed when too many wait; the signal's reason
   */
  enter(owner: CallOwner, signal: AbortSignal): Promise<ReadPlace>;
}

interface Place {
  readonly owner: CallOwner;
  readonly giveUp: AbortController;
}

interface Waiting {
  readonly owner: CallOwner;
  enter(place: ReadPlace): void;
  refuse(error: unknown): void;
}

export function createReadGate(clock: Clock, most: { inHand: number; waiting: number }): ReadGate {
  /** Both in the order of coming. */
  const places = new Set<Place>();
  const waiting = new Set<Waiting>();

  function take(owner: CallOwner): ReadPlace {
    const place = { owner, giveUp: new AbortController() };
    places.add(place);
    return {
      givenUp: place.giveUp.signal,
      leave() {
        if (!places.delete(place)) return;
        const next = findNext(waiting, places);
        next?.enter(take(next.owner));
      },
    };
  }

  function makeRoomFor(owner: CallOwner): void {
    const staying = [...places].filter(({ giveUp }) => !giveUp.signal.aborted);
    // Each place that is being left will be somebody's who waits.
    if (places.size - staying.length >= waiting.size) return;
    findOneTooMany(staying, owner)?.giveUp.abort(later(GIVEN_UP_MS));
  }

  function later(ms: number): JobDelayed {
    return new JobDelayed(new Date(clock.now() + ms));
  }

  return {
    enter(owner, signal) {
      signal.throwIfAborted();
      if (places.size < most.inHand) return Promise.resolve(take(owner));
      return new Promise<ReadPlace>((resolve, reject) => {
        const giveUp = () => one.refuse(signal.reason);
        const leaveQueue = () => {
          waiting.delete(one);
          signal.removeEventListener('abort', giveUp);
        };
        const one: Waiting = {
          owner,
          enter(place) {
            leaveQueue();
            resolve(place);
          },
          refuse(error) {
            leaveQueue();
            reject(error);
          },
        };
        waiting.add(one);
        signal.addEventListener('abort', giveUp, { once: true });
        if (waiting.size > most.waiting) (findOneTooMany([...waiting], owner) ?? one).refuse(later(COME_AGAIN_MS));
        if (waiting.has(one)) makeRoomFor(owner);
      });
    },
  };
}

interface Owned {
  readonly owner: CallOwner;
}

/** Of those who wait, the first of whoever has the fewest places: by kind, then by person. */
function findNext(waiting: ReadonlySet<Waiting>, places: ReadonlySet<Place>): Waiting | null {
  const kinds = countBy(places, toKind);
  const people = countBy(places, toPerson);
  const held = ({ owner }: Owned) => [kinds.get(toKind(owner)) ?? 0, people.get(toPerson(owner)) ?? 0] as const;
  let next: Waiting | null = null;
  for (const one of waiting) {
    if (next === null || isFewer(held(one), held(next))) next = one;
  }
  return next;
}

/** The newest of whoever has at least two more than the owner: of another kind of work, or another person of the same kind. */
function findOneTooMany<T extends Owned>(all: readonly T[], owner: CallOwner): T | null {
  const kinds = countBy(all, toKind);
  const people = countBy(all, toPerson);
  const ofKind = (kinds.get(toKind(owner)) ?? 0) + 1;
  const ofPerson = (people.get(toPerson(owner)) ?? 0) + 1;
  let found: T | null = null;
  let most: Counts = [ofKind, ofPerson];
  for (const one of all) {
    const isOfKind = toKind(one.owner) === toKind(owner);
    const has: Counts = [isOfKind ? ofKind : (kinds.get(toKind(one.owner)) ?? 0), people.get(toPerson(one.owner)) ?? 0];
    // Not before: the later of equal ones is the newer.
    if (isFewer(most, has) || (found !== null && !isFewer(has, most))) [found, most] = [one, has];
  }
  return found;
}

type Counts = readonly [ofKind: number, ofPerson: number];

function isFewer([kind, person]: Counts, [otherKind, otherPerson]: Counts): boolean {
  return kind === otherKind ? person < otherPerson : kind < otherKind;
}

function toKind({ kind }: CallOwner): string {
  return kind;
}

function toPerson({ kind, person }: CallOwner): string {
  return `${kind} ${person}`;
}

function countBy(all: Iterable<Owned>, toKey: (owner: CallOwner) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { owner } of all) counts.set(toKey(owner), (counts.get(toKey(owner)) ?? 0) + 1);
  return counts;
}
