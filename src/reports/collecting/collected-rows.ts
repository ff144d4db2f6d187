import { hash } from 'node:crypto';
import type { Visit } from '../../qos/visit.ts';
import { nextTurn } from '../../runtime/next-turn.ts';
import { keys } from '../../storage/keys.ts';
import type { Kv } from '../../storage/kv.ts';
import { parsePacked, toPacked } from '../packing/packed-value.ts';
import { ROW_DICTIONARY } from '../packing/row-dictionary.ts';
import { joinListRow } from '../reading/list/join-list-row.ts';
import { StoredVisit } from '../reading/pages/stored-visit.ts';
import { type PushedRead, PushedRowsLost } from '../reading/pushed/pushed-rows.ts';

/** Rows that are in memory at the same time. */
const ROWS_AT_ONCE = 200;
const BY_ID = 'id:';
/** Of a visit without an id: the same event twice has the same field, and no other event has. */
const BY_CONTENT = 'row:';

/** How a row is kept: under the visit's id, so that an event that comes again changes nothing. */
export function toField(visit: Visit): readonly [field: string, packed: string] {
  const packed = toPacked(visit, ROW_DICTIONARY);
  const id = visit.visitId.trim();
  return [id === '' ? `${BY_CONTENT}${hash('sha256', packed, 'base64url')}` : `${BY_ID}${id}`, packed];
}

/** The rows of a run as they are now; null when nothing was measured of anybody. */
export async function openCollected(kv: Kv, occurrenceKey: string): Promise<PushedRead | null> {
  const measured = keys.collected(occurrenceKey).name;
  const told = keys.collectedData(occurrenceKey).name;
  const fields = (await kv.hashKeys(measured)).sort(compareFields);
  if (fields.length === 0) return null;

  async function read(wanted: readonly string[]): Promise<CollectedRow[]> {
    const [rows, data] = await Promise.all([kv.hashGet(measured, wanted), kv.hashGet(told, wanted)]);
    return rows.map((text, place) => ({
      row: parsePacked(StoredVisit, text, ROW_DICTIONARY),
      data: parsePacked(StoredVisit, data[place], ROW_DICTIONARY),
    }));
  }

  return {
    visitIds: fields.map((field) => (field.startsWith(BY_ID) ? field.slice(BY_ID.length) : '')),
    async find(visitIds) {
      if (visitIds.length === 0) return [];
      const found = await read(visitIds.map((id) => `${BY_ID}${id.trim()}`));
      return found.map(({ row, data }) => joined(row, data) ?? data);
    },
    async *rows() {
      for (let start = 0; start < fields.length; start += ROWS_AT_ONCE) {
        const found = await read(fields.slice(start, start + ROWS_AT_ONCE));
        yield found.map(({ row, data }) => {
          const visit = joined(row, data);
          if (!visit) throw new PushedRowsLost(`a collected row of ${occurrenceKey} is not kept any more`);
          return visit;
        });
        await nextTurn();
      }
    },
  };
}

interface CollectedRow {
  readonly row: Visit | null;
  readonly data: Visit | null;
}

function joined(row: Visit | null, data: Visit | null): Visit | null {
  return row && data ? joinListRow(row, data) : row;
}

/** As Zoom's ids rise, where they are numbers: whoever joined first comes first. Any other order would do, but not a new one each time. */
function compareFields(one: string, other: string): number {
  if (one.length !== other.length) return one.length - other.length;
  return one < other ? -1 : Number(one > other);
}
