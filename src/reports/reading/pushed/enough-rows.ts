import type { RowIdentity } from '../../../qos/row-links.ts';
import { isNearlyAll } from '../../completeness.ts';
import type { PushedRead } from './pushed-rows.ts';

/** Tells when pages and what was pushed are together nearly all that Zoom counted: no further page is needed then. */
export interface EnoughRows {
  /** Rows of a page; true when that is enough. */
  afterPage(rows: readonly Pick<RowIdentity, 'visitId'>[]): boolean;
  /** The read begins anew. */
  startOver(): void;
}

/** @returns null when nothing was pushed, or Zoom's count is not known: then every page is needed */
export function createEnoughRows(pushed: PushedRead | null, participantCount: number | null): EnoughRows | null {
  if (!pushed || participantCount === null) return null;
  const start = pushed.visitIds.filter((id) => id !== '');
  let known = new Set(start);
  return {
    afterPage(rows) {
      for (const { visitId } of rows) if (visitId.trim() !== '') known.add(visitId.trim());
      return isNearlyAll(known.size, participantCount);
    },
    startOver() {
      known = new Set(start);
    },
  };
}
