import { samplePeople } from '../sim/zoom/samples/sample-people.ts';
import type { SimParticipant } from '../sim/zoom/webinars/webinar.ts';

/** The people of a webinar of the bench: the same in every process. */
export function crowd(count: number): SimParticipant[] {
  return samplePeople({ count, bad: count / 50, poor: count / 50, fair: count / 20, seed: count });
}

/** A webinar that ended a minute ago, as Zoom's API and its events know it. */
export const JUST_ENDED = { pushed: '93210010000', pulled: '93210010001', people: 10_000 } as const;

export function uuidOf(id: string): string {
  return `bench${id}AAAAAAAA==`;
}
