import { AppError } from '../../../errors.ts';
import type { Logger } from '../../../logger.ts';
import type { Visit } from '../../../qos/visit.ts';
import type { Clock } from '../../../runtime/clock.ts';
import type { CallContext } from '../../../webinar/call-owner.ts';
import type { Occurrence } from '../../../webinar/occurrence.ts';
import type { ReadVisit } from '../../../webinar/participant.ts';
import { LIST_ROWS_PER_PAGE, PageTokenExpired, type WebinarSource } from '../../../webinar/source.ts';
import { createReadBounds } from '../pages/read-bounds.ts';
import { createLabelCount } from './count-labels.ts';
import type { KeptLists, ListEnd } from './kept-list.ts';

export interface ReadListDependencies {
  readonly source: Pick<WebinarSource, 'fetchListPage'>;
  readonly lists: KeptLists;
  /** Hashes what tells people apart, so that no address goes further. */
  readonly toVisit: (visit: ReadVisit) => Visit;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A list that was read to its end so short ago is not read again: the read that it stands beside goes on, too. */
const GOOD_FOR_MS = 14 * 60_000;

/**
 * Reads the participants list, one page after the other, and keeps its rows beside those of earlier reads of the same run: who
 * was listed once was there. How it ends is said, not thrown: the report is made without it, or with the list of an earlier
 * read. An abort means that it is too late.
 */
export async function readList(
  deps: ReadListDependencies,
  occurrence: Occurrence,
  context: CallContext,
): Promise<ListEnd> {
  const { lists, clock, logger } = deps;
  const { key, uuid, state: runState } = occurrence;
  let before: ListEnd | null = null;
  let rowsKept = 0;
  let unusable = 0;
  try {
    before = await lists.ended(key);
    if (before && clock.now() - before.endedAt <= GOOD_FOR_MS) return before;
    const read = await overPages(deps, occurrence, context, (page) => {
      rowsKept += page.rows;
      unusable = page.unusable;
    });
    const end: ListEnd = { ...read, unusable, endedAt: clock.now() };
    // Of a running webinar the next read knows more.
    if (end.state === 'ok' && runState !== 'live') await lists.end(key, end);
    return end;
  } catch (error) {
    const state = rowsKept > 0 ? 'partial' : stateOf(error, context.signal);
    if (!context.signal?.aborted) {
      logger.warn({ occurrence: key, state, rowsKept, err: error }, 'the participants list could not be read');
    }
    // Without a UUID it may be that of another run.
    if (before && uuid !== null) return before;
    return { state, unusable, labels: null, endedAt: clock.now() };
  }
}

function stateOf(error: unknown, signal: AbortSignal | undefined): ListEnd['state'] {
  if (error instanceof AppError && error.failure.kind === 'scope-missing') return 'no-scope';
  return signal?.aborted ? 'late' : 'failed';
}

/** Begins anew, once, when Zoom no longer knows a page token. A list that does not end is left, as that of the QoS summary is. */
async function overPages(
  { source, lists, toVisit }: ReadListDependencies,
  occurrence: Occurrence,
  context: CallContext,
  onPage: (soFar: { rows: number; unusable: number }) => void,
): Promise<Pick<ListEnd, 'state' | 'labels'>> {
  for (let mayStartOver = true; ; mayStartOver = false) {
    const labels = createLabelCount();
    const bounds = createReadBounds(occurrence, null, LIST_ROWS_PER_PAGE);
    let unusable = 0;
    try {
      for (let token: string | null = null; ; ) {
        const page = await source.fetchListPage(occurrence, token, context);
        // Not before: where Zoom gives nothing more today, what an earlier read was told is all there is.
        if (token === null && occurrence.uuid === null) await lists.clear(occurrence.key);
        const rows = page.visits.map(toVisit);
        await lists.add(occurrence.key, rows);
        labels.add(rows);
        unusable += page.unusableRows;
        onPage({ rows: rows.length, unusable });
        if (page.nextPageToken === null) return { state: 'ok', labels: labels.finish() };
        token = page.nextPageToken;
        if ((bounds.afterPage(rows) ?? bounds.beforeNext(token)) !== null) return { state: 'partial', labels: null };
        context.signal?.throwIfAborted();
      }
    } catch (error) {
      if (!mayStartOver || !(error instanceof PageTokenExpired)) throw error;
    }
  }
}
