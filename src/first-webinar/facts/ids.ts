import type { Seen } from '../seen.ts';
import { type Fact, partOf, type Told } from './fact.ts';
import { joinVisits } from './roles.ts';

const LIST_WORDS = {
  all: '',
  cut: ' (the list was not read to its end)',
  'no-scope': ' (the scope for the list is missing)',
  failed: ' (the list could not be read)',
} as const;

/** Whether the list's `user_id` is the summary's `participant_id`. */
export function tellIds(seen: Seen): Fact {
  const { list, summary } = seen;
  const visits = joinVisits(seen);
  const withId = visits.filter(({ visit }) => visit.visitId.trim() !== '');
  const joined = withId.filter(({ listed }) => listed).length;
  // Both read in part may hold different people.
  const comparable = Math.min(withId.length, list.visits.length);
  function told(): Told {
    if (joined > 0 && 10 * joined >= 9 * comparable) return 'as expected';
    const isWhole = list.end === 'all' || (list.end === 'cut' && summary.end === 'all');
    const isComparable = list.visits.length + list.unusableRows > 0 && withId.length > 0 && isWhole;
    return isComparable && 2 * joined < withId.length ? 'otherwise' : 'not told';
  }
  const fields = list.joinFields.map(({ field, found }) => `${field} ${found}`).join(', ');
  return {
    name: 'participant_id = user_id',
    told: told(),
    seen: `${partOf(joined, visits.length)} rows of the summary are in the list${LIST_WORDS[list.end]}, ${visits.length - withId.length} have no id, ${list.unusableRows} rows of the list have none. Fields of the list that hold ids of the summary: ${fields || 'none'}.`,
    counts: {
      summaryRows: visits.length,
      withoutId: visits.length - withId.length,
      joined,
      listRows: list.visits.length,
      listRowsWithoutId: list.unusableRows,
      ...Object.fromEntries(list.joinFields.map(({ field, found }) => [`field ${field}`, found])),
    },
    change: 'VISIT_ID_FIELDS in src/qos/participant-row.ts',
  };
}
