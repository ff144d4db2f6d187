import type { RowIdentity } from '../../../qos/row-links.ts';
import type { Visit } from '../../../qos/visit.ts';
import type { ParticipantsList } from '../../report.ts';
import { joinListIdentity, joinListRow } from './join-list-row.ts';
import type { KeptLists, ListEnd } from './kept-list.ts';

/** Adds to rows of the QoS summary, portion by portion, what the participants list says of the same visits. */
export interface ListJoin {
  identities(rows: readonly RowIdentity[]): Promise<readonly RowIdentity[]>;
  rows(rows: readonly Visit[]): Promise<readonly Visit[]>;
  /** After all identities: what joined and what did not. */
  result(): Promise<ParticipantsList>;
}

/** By the visit's id alone; what has none, or another, joins nothing. */
export function createListJoin(lists: KeptLists, occurrenceKey: string, { state, unusable }: ListEnd): ListJoin {
  const isEmpty = state === 'no-scope' || state === 'failed' || state === 'late';
  /** Visit ids, and whether the list has them. A repeated row counts once. */
  const seen = new Map<string, boolean>();
  let withoutId = 0;

  async function joinAll<Row extends Pick<Visit, 'visitId'>>(
    rows: readonly Row[],
    join: (row: Row, listed: Visit) => Row,
  ): Promise<readonly Row[]> {
    if (isEmpty) return rows;
    const ids = rows.map(({ visitId }) => visitId.trim());
    const listed = await lists.find(occurrenceKey, ids);
    return rows.map((row, place) => {
      const found = ids[place] === '' ? null : (listed[place] ?? null);
      return found ? join(row, found) : row;
    });
  }

  return {
    async identities(rows) {
      const joined = await joinAll(rows, joinListIdentity);
      rows.forEach((row, place) => {
        const id = row.visitId.trim();
        if (id === '') withoutId += 1;
        else seen.set(id, joined[place] !== row);
      });
      return joined;
    },

    rows: (rows) => joinAll(rows, joinListRow),

    async result() {
      const joined = [...seen.values()].filter((isListed) => isListed).length;
      const listed = isEmpty ? 0 : await lists.count(occurrenceKey);
      return { state, listed, joined, unlisted: seen.size - joined + withoutId, unusable };
    },
  };
}
