import type { CallContext } from '../../webinar/call-owner.ts';
import type { OccurrenceUuid } from '../../webinar/ids.ts';
import { LIST_ROWS_PER_PAGE } from '../../webinar/source.ts';
import type { ZoomClient } from '../http/client.ts';
import { encodeUuid } from './encode-uuid.ts';
import { ListEnvelope, ListedName } from './schema.ts';

const CALL = { endpoint: 'participants', label: 'heavy', optional: true } as const;
/** 10,000 people are 34 pages; presenters, who are there from the beginning, may stand anywhere. */
const MOST_PAGES = 40;

/**
 * The names of people who are in a running webinar, by their visits; reads the participants list until all are found.
 * @throws AppError, ZoomRefusal: no names can be had
 */
export async function fetchLiveNames(
  client: Pick<ZoomClient, 'getJson'>,
  webinar: { readonly uuid: OccurrenceUuid; readonly webinarId: string | null },
  visitIds: readonly string[],
  context: CallContext,
): Promise<ReadonlyMap<string, string>> {
  const missing = new Set(visitIds);
  const names = new Map<string, string>();
  // Zoom knows a running webinar by its number; where that is not known, by its run.
  const id = webinar.webinarId ?? encodeUuid(webinar.uuid);
  let token: string | null = null;
  for (let page = 0; page < MOST_PAGES && missing.size > 0; page += 1) {
    const query = new URLSearchParams({
      type: 'live',
      page_size: String(LIST_ROWS_PER_PAGE),
      ...(token === null ? {} : { next_page_token: token }),
    });
    const list: { rows: unknown[]; nextPageToken: string | null } = await client.getJson(
      `/metrics/webinars/${id}/participants?${query}`,
      ListEnvelope,
      CALL,
      context,
    );
    for (const row of list.rows) {
      const listed = ListedName.safeParse(row).data;
      const visitId = listed?.user_id?.trim() ?? '';
      if (!missing.delete(visitId)) continue;
      if (listed?.user_name) names.set(visitId, listed.user_name);
    }
    token = list.nextPageToken;
    if (token === null) break;
  }
  return names;
}
