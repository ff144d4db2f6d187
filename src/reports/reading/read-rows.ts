import type { RowIdentity } from '../../qos/row-links.ts';
import type { Visit } from '../../qos/visit.ts';
import { NO_ZOOM_QUALITY } from '../../qos/zoom-quality.ts';
import { joinListRow } from './list/join-list-row.ts';
import type { Checkpoint, Checkpoints } from './pages/checkpoint.ts';
import type { PushedRead } from './pushed/pushed-rows.ts';

/** Where the rows of a read came from; a closed set, for metrics. */
export type RowsFrom = 'api' | 'events' | 'both';

/** The rows of a finished read, wherever they lie. Both passes give the same rows in the same order. */
export interface ReadRows extends Pick<Checkpoint, 'readId' | 'rowsRead' | 'faults'> {
  readonly from: RowsFrom;
  /** @throws CheckpointLost, PushedRowsLost */
  rows(): AsyncGenerator<readonly Visit[]>;
  /** Of each row what tells whose it is. Throws the same. */
  identities(): AsyncGenerator<readonly RowIdentity[]>;
}

const NO_FAULTS: Checkpoint['faults'] = { unreadableRows: 0, unknownTypes: {}, invalidValues: {} };

/** Pages that were read from Zoom's API. */
export function rowsOfPages(checkpoints: Checkpoints, key: string, checkpoint: Checkpoint): ReadRows {
  const { readId, rowsRead, faults } = checkpoint;
  return {
    ...{ readId, rowsRead, faults },
    from: 'api',
    rows: () => checkpoints.rows(key, checkpoint),
    identities: () => checkpoints.identities(key, checkpoint),
  };
}

/** What Zoom pushed, and nothing else. */
export function pushedRows(pushed: PushedRead, readId: string): ReadRows {
  return {
    readId,
    rowsRead: pushed.visitIds.length,
    faults: NO_FAULTS,
    from: 'events',
    rows: () => pushed.rows(),
    identities: () => pushed.rows(),
  };
}

/**
 * Pages of the API and what was pushed, merged by visit: a row that was read has what only events tell added to it, and one that
 * was only pushed follows. Nobody is there twice; a pushed row without an id cannot be told from those that were read, and is left out.
 */
export async function mergedRows(pages: ReadRows, pushed: PushedRead): Promise<ReadRows> {
  const seen = new Set<string>();
  for await (const rows of pages.identities()) for (const { visitId } of rows) seen.add(visitId.trim());
  const isMissing = (visitId: string) => visitId !== '' && !seen.has(visitId);
  const missing = pushed.visitIds.filter(isMissing).length;

  async function* rows(): AsyncGenerator<readonly Visit[]> {
    for await (const read of pages.rows()) {
      const found = await pushed.find(read.map(({ visitId }) => visitId));
      yield read.map((row, place) => withPushed(row, found[place] ?? null));
    }
    if (missing === 0) return;
    for await (const all of pushed.rows()) {
      const only = all.filter(({ visitId }) => isMissing(visitId.trim()));
      if (only.length > 0) yield only;
    }
  }

  return { ...pages, rowsRead: pages.rowsRead + missing, from: missing > 0 ? 'both' : 'api', rows, identities: rows };
}

/** What was measured stays as it was read. */
function withPushed(row: Visit, pushed: Visit | null): Visit {
  if (!pushed || row.visitId.trim() === '') return row;
  const { zoomQuality = NO_ZOOM_QUALITY, attributes, identityKeys } = pushed;
  return joinListRow(row, { ...pushed, zoomQuality, attributes, identityKeys, streams: [] });
}
