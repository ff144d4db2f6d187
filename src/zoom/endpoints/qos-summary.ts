import { AppError } from '../../errors.ts';
import type { CallContext } from '../../webinar/call-owner.ts';
import type { Occurrence } from '../../webinar/occurrence.ts';
import type { ReadVisit } from '../../webinar/participant.ts';
import { type FetchedPage, PageTokenExpired, QosNotAvailable, type QosPage } from '../../webinar/source.ts';
import type { ZoomClient } from '../http/client.ts';
import { ZoomRefusal } from '../http/zoom-errors.ts';
import { pathId } from './path-id.ts';
import { type ParseStreams, readQosRow } from './qos-row.ts';
import { QosEnvelope } from './schema.ts';

export interface QosSummaryDeps {
  readonly client: ZoomClient;
  readonly parseStreams: ParseStreams;
  /** Asked for every time: Zoom's default is 1. */
  readonly rowsPerPage: number;
}

const CALL = { endpoint: 'qos_summary', label: 'heavy', hasNext: true } as const;

/** One page of the QoS summary; see WebinarSource.fetchQosPage. */
export async function fetchQosPage(
  { client, parseStreams, rowsPerPage }: QosSummaryDeps,
  occurrence: Occurrence,
  pageToken: string | null,
  context: CallContext,
): Promise<FetchedPage> {
  const path = `/metrics/webinars/${pathId(occurrence)}/participants/qos_summary?page_size=${rowsPerPage}`;
  const query = pageToken === null ? '' : `&next_page_token=${encodeURIComponent(pageToken)}`;
  const fetchPage = () => client.getJson(path + query, QosEnvelope, CALL, context);
  try {
    const page = await fetchPage();
    if (page.nextPageToken === null) client.noNext(CALL);
    if (pageToken === null || page.nextPageToken !== pageToken) return toFetchedPage(page, parseStreams, {});
    return toFetchedPage(afterRepeat(page, await fetchPage()), parseStreams, { next_page_token: 1 });
  } catch (error) {
    if (error instanceof ZoomRefusal) throw explainRefusal(error, pageToken);
    throw error;
  }
}

/**
 * A page whose token is the one just sent leads in a circle, unless Zoom moves a cursor behind it. Asking once more tells:
 * other rows mean a cursor (both pages count), the same rows with a new token a slip, the same rows and token the end.
 */
function afterRepeat(first: QosEnvelope, again: QosEnvelope): QosEnvelope {
  if (JSON.stringify(first.rows) !== JSON.stringify(again.rows)) {
    return { rows: [...(first.rows ?? []), ...(again.rows ?? [])], nextPageToken: again.nextPageToken };
  }
  return again.nextPageToken === first.nextPageToken ? { ...again, nextPageToken: null } : again;
}

function toFetchedPage(
  page: QosEnvelope,
  parseStreams: ParseStreams,
  pageFaults: Readonly<Record<string, number>>,
): FetchedPage {
  return { nextPageToken: page.nextPageToken, parse: () => parsePage(page, parseStreams, pageFaults) };
}

function parsePage(
  page: QosEnvelope,
  parseStreams: ParseStreams,
  pageFaults: Readonly<Record<string, number>>,
): QosPage {
  const visits: ReadVisit[] = [];
  const unknownTypes = new Map<string, number>();
  const invalidValues = new Map(Object.entries(pageFaults));
  let unreadableRows = 0;
  if (!page.rows) addCounts(invalidValues, { participants: 1 });
  for (const row of page.rows ?? []) {
    const read = readQosRow(row, parseStreams);
    if (!read) {
      unreadableRows += 1;
      continue;
    }
    addCounts(unknownTypes, read.unknownTypes);
    addCounts(invalidValues, read.invalidValues);
    visits.push(read.visit);
  }
  return {
    visits,
    faults: {
      unreadableRows,
      // fromEntries defines keys instead of assigning them: a type named __proto__ is only a name.
      unknownTypes: Object.fromEntries(unknownTypes),
      invalidValues: Object.fromEntries(invalidValues),
    },
    nextPageToken: page.nextPageToken,
  };
}

function addCounts(sum: Map<string, number>, counts: Readonly<Record<string, number>>): void {
  for (const [key, value] of Object.entries(counts)) sum.set(key, (sum.get(key) ?? 0) + value);
}

function explainRefusal(refusal: ZoomRefusal, pageToken: string | null): Error {
  if (refusal.meaning === 'page-token' && pageToken !== null) {
    return new PageTokenExpired(refusal.message, { cause: refusal });
  }
  // There was no page token to refuse.
  if (refusal.meaning !== 'not-available') return new AppError(refusal.failure, refusal.message, { cause: refusal });
  // 404/3001 says "unknown, still running or not ready" in one breath; the caller knows more of the occurrence.
  return new QosNotAvailable(refusal.message, { cause: refusal });
}
