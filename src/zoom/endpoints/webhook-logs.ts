import { z } from 'zod';
import type { CallContext } from '../../webinar/call-owner.ts';
import type { ZoomClient } from '../http/client.ts';
import { parsePageToken } from './schema.ts';

/** An event that did not reach the bot. */
export interface FailedDelivery {
  /** The same for all tries of one event. */
  readonly requestId: string;
  /** As it was sent. */
  readonly body: string;
}

const CALL = { endpoint: 'webhook_logs', label: 'medium', optional: true } as const;
const PAGE_SIZE = 300;
/** 9,000 tries of one kind of event: what is beyond is left to the list of ended webinars and the API. */
const MAX_PAGES = 30;
/** `type`: tries that failed. */
const FAILED = '2';

/** What the list is called is not told; there is one. */
const Page = z.looseObject({ next_page_token: z.unknown().optional() }).transform((page) => ({
  rows: Object.values(page).find((value): value is unknown[] => Array.isArray(value)) ?? [],
  nextPageToken: parsePageToken(page.next_page_token),
}));

const Row = z.object({
  request_id: z.string().min(1).max(200),
  /** 1 to 16; absent or 0 where nothing failed. */
  failed_reason_type: z.coerce.number().min(1),
  request_body: z.union([
    z.string().min(2),
    z.record(z.string(), z.unknown()).transform((body) => JSON.stringify(body)),
  ]),
});

/**
 * Deliveries of one kind of event that failed between two instants; Zoom keeps them for seven days.
 * @throws AppError, ZoomRefusal as `getJson`: without the scope `scope-missing`
 */
export async function* fetchFailedDeliveries(
  client: Pick<ZoomClient, 'getJson'>,
  { appId, event, from, to }: { appId: string; event: string; from: Date; to: Date },
  context: CallContext,
): AsyncGenerator<FailedDelivery[]> {
  const day = (at: Date) => at.toISOString().slice(0, 10);
  const query = new URLSearchParams({
    ...{ from: day(from), to: day(to), event },
    ...{ type: FAILED, page_size: String(PAGE_SIZE) },
  });
  for (let pages = 0; pages < MAX_PAGES; pages += 1) {
    const path = `/marketplace/apps/${encodeURIComponent(appId)}/webhook_logs?${query}`;
    const page = await client.getJson(path, Page, CALL, context);
    yield page.rows.flatMap((row) => {
      const parsed = Row.safeParse(row).data;
      return parsed ? [{ requestId: parsed.request_id, body: parsed.request_body }] : [];
    });
    if (page.nextPageToken === null) return;
    query.set('next_page_token', page.nextPageToken);
  }
}
