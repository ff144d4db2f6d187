import { AppError } from '../../errors.ts';
import type { CallContext } from '../../webinar/call-owner.ts';
import type { FetchedOccurrence } from '../../webinar/occurrence.ts';
import type { ZoomClient } from '../http/client.ts';
import { ZoomRefusal } from '../http/zoom-errors.ts';
import { EndedEnvelope, ZoomWebinar } from './schema.ts';

export interface EndedDeps {
  readonly client: ZoomClient;
}

const CALL = { endpoint: 'webinars', label: 'intensive', optional: true } as const;
const PAGE_SIZE = 300;
/** A list that has not ended by then, 30,000 webinars long, leads in a circle. */
const MAX_PAGES = 100;

/**
 * What ended between the two instants, both included; see WebinarSource.fetchEnded. Zoom's range is in whole days of GMT and
 * counts by the start unless told otherwise, so the end decides here once more. The list is read again from its first page,
 * once, when Zoom no longer knows a page token.
 */
export async function fetchEnded(
  deps: EndedDeps,
  from: Date,
  to: Date,
  context: CallContext,
): Promise<FetchedOccurrence[]> {
  try {
    try {
      return await readList(deps.client, from, to, context);
    } catch (error) {
      if (!(error instanceof ZoomRefusal) || error.meaning !== 'page-token') throw error;
      return await readList(deps.client, from, to, context);
    }
  } catch (error) {
    if (!(error instanceof ZoomRefusal)) throw error;
    throw new AppError(error.failure, error.message, { cause: error });
  }
}

async function readList(client: ZoomClient, from: Date, to: Date, context: CallContext): Promise<FetchedOccurrence[]> {
  const query = new URLSearchParams({
    type: 'past',
    from: toDay(from),
    to: toDay(to),
    query_date_type: 'end_time',
    page_size: String(PAGE_SIZE),
  });
  const found = new Map<string, FetchedOccurrence>();
  for (let pages = 0; pages < MAX_PAGES; pages += 1) {
    const page = await client.getJson(`/metrics/webinars?${query}`, EndedEnvelope, CALL, context);
    for (const row of page.rows) {
      const occurrence = toEndedOccurrence(row);
      const endedMs = Date.parse(occurrence?.endedAt ?? '');
      if (occurrence && endedMs >= from.getTime() && endedMs <= to.getTime()) found.set(occurrence.key, occurrence);
    }
    if (page.nextPageToken === null) break;
    query.set('next_page_token', page.nextPageToken);
  }
  return [...found.values()];
}

/** null for a row that is no webinar, or names no run of one: a number alone means another run by tomorrow. */
function toEndedOccurrence(row: unknown): FetchedOccurrence | null {
  const webinar = ZoomWebinar.safeParse(row).data;
  return webinar?.uuid ? { ...webinar, uuid: webinar.uuid, key: webinar.uuid, state: 'past' } : null;
}

function toDay(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}
