import { AppError } from '../../errors.ts';
import type { ParticipantRow } from '../../qos/participant-row.ts';
import type { CallContext } from '../../webinar/call-owner.ts';
import type { Occurrence } from '../../webinar/occurrence.ts';
import type { ReadVisit } from '../../webinar/participant.ts';
import { LIST_ROWS_PER_PAGE, type ListPage, PageTokenExpired } from '../../webinar/source.ts';
import type { ZoomClient } from '../http/client.ts';
import { ZoomRefusal } from '../http/zoom-errors.ts';
import { pathId } from './path-id.ts';
import { ListEnvelope } from './schema.ts';

/** Reads one row of the list (the function of qos/, handed in by compose/); what it does not give is not kept. */
export type ParseParticipantRow = (row: unknown) => ParticipantRow;

export interface ParticipantsDeps {
  readonly client: ZoomClient;
  readonly parseParticipantRow: ParseParticipantRow;
}

/** The report is made without the list, too. */
const CALL = { endpoint: 'participants', label: 'heavy', optional: true } as const;

/** One page of the participants list; see WebinarSource.fetchListPage. Nothing personal of a row outlives this call. */
export async function fetchListPage(
  { client, parseParticipantRow }: ParticipantsDeps,
  occurrence: Occurrence,
  pageToken: string | null,
  context: CallContext,
): Promise<ListPage> {
  const query = new URLSearchParams({
    type: occurrence.state === 'live' ? 'live' : 'past',
    page_size: String(LIST_ROWS_PER_PAGE),
    include_fields: 'registrant_id',
    ...(pageToken === null ? {} : { next_page_token: pageToken }),
  });
  const path = `/metrics/webinars/${pathId(occurrence)}/participants?${query}`;
  try {
    const page = await client.getJson(path, ListEnvelope, CALL, context);
    const isOthers =
      page.webinarId !== null && occurrence.webinarId !== null && page.webinarId !== occurrence.webinarId;
    const visits = isOthers ? [] : page.rows.map((row) => toUnmeasuredVisit(parseParticipantRow(row)));
    const usable = visits.filter(({ visitId }) => visitId !== '');
    return { visits: usable, unusableRows: page.rows.length - usable.length, nextPageToken: page.nextPageToken };
  } catch (error) {
    if (!(error instanceof ZoomRefusal)) throw error;
    if (error.meaning === 'page-token' && pageToken !== null) {
      throw new PageTokenExpired(error.message, { cause: error });
    }
    throw new AppError(error.failure, error.message, { cause: error });
  }
}

/** A visit of which nothing was measured. */
export function toUnmeasuredVisit(row: ParticipantRow): ReadVisit {
  return { ...row, name: '', streams: [], cpuOverloaded: false };
}
