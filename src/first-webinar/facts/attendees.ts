import type { Seen } from '../seen.ts';
import { type Fact, partOf, type Told } from './fact.ts';
import { groupOf, joinVisits } from './roles.ts';

/** Fewer attendees may all have had nothing to measure. */
const FEWEST = 3;

/** Whether Zoom measures those who only watch; no page of Zoom's says so. */
export function tellAttendees(seen: Seen): Fact {
  const { list, summary, zoomCount } = seen;
  const inList = { presenters: new Set<string>(), attendees: new Set<string>() };
  for (const { visitId, role } of list.visits) {
    const group = groupOf(role);
    if (group !== null) inList[group].add(visitId.trim());
  }
  const joined = joinVisits(seen);
  const measured = {
    presenters: joined.filter(({ group }) => group === 'presenters').length,
    attendees: joined.filter(({ group }) => group === 'attendees').length,
  };
  function told(): Told {
    if (measured.attendees > 0) return 'as expected';
    // Without a presenter who joins, it is the ids that do not fit.
    const isTold = inList.attendees.size >= FEWEST && measured.presenters > 0 && summary.end === 'all';
    return isTold ? 'otherwise' : 'not told';
  }
  const attendees = partOf(measured.attendees, inList.attendees.size);
  const presenters = partOf(measured.presenters, inList.presenters.size);
  return {
    name: 'View-only attendees',
    told: told(),
    seen: `Of those whom the participants list names, the quality summary has ${attendees} visits of attendees and ${presenters} of presenters${summary.end === 'cut' ? '; it was read in part' : ''}.`,
    counts: {
      listedAttendees: inList.attendees.size,
      measuredAttendees: measured.attendees,
      listedPresenters: inList.presenters.size,
      measuredPresenters: measured.presenters,
      zoomCount,
    },
    change: 'COUNT_IS_OF_THE_MEASURED in src/zoom/endpoints/schema.ts',
  };
}
