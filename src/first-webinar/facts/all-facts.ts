import type { Seen } from '../seen.ts';
import { tellAttendees } from './attendees.ts';
import { tellDelay } from './delay.ts';
import { tellDirection } from './direction.ts';
import type { Fact } from './fact.ts';
import { tellIds } from './ids.ts';
import { tellMuted } from './muted.ts';
import { tellPageSize } from './page-size.ts';
import { tellRefusals } from './refusals.ts';

/** Every fact that the first real account has to prove, in the order of docs/first-webinar.md. */
export function tellFacts(seen: Seen, lastReadMinutes: number): Fact[] {
  return [
    tellDirection(seen),
    tellPageSize(seen),
    tellDelay(seen, lastReadMinutes),
    tellRefusals(seen),
    tellAttendees(seen),
    tellIds(seen),
    tellMuted(seen),
  ];
}
