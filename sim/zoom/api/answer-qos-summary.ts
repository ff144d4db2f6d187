import { rowsReady } from '../webinars/webinar.ts';
import { type Answer, NOT_AVAILABLE, NOT_ENDED, TOO_OLD, zoomError } from './answer.ts';
import { type AnswerContext, isTooOld, pageRequest } from './answer-webinar.ts';
import type { EndpointMatch } from './endpoints.ts';
import { noSuchWebinar, summaryRows } from './unproven.ts';

/** GET /metrics/webinars/{id}/participants/qos_summary: no type, no totals, one row a page unless asked for more. */
export function answerQosSummary(context: AnswerContext, match: EndpointMatch): Answer {
  const { settings, clock, store, pageTokens } = context;
  const kept = store.find(match.rawWebinar);
  if (kept === null) return noSuchWebinar(settings);
  const live = kept.webinar.endedAt === null;
  if (live && !settings.liveRows) return zoomError(404, 3001, NOT_ENDED);
  if (isTooOld(kept, clock.now())) return zoomError(400, 12_702, TOO_OLD);

  if ((match.query.get('next_page_token') ?? '') === '') kept.reads += 1;
  const rows = summaryRows(settings, kept);
  const ready = Math.floor(Math.min(rows.length, rowsReady(kept, clock.now())) * settings.rowsShare);
  if (ready === 0 && kept.webinar.participants.length > 0) return zoomError(404, 3001, NOT_AVAILABLE);

  const list = `qos:${kept.webinar.uuid}`;
  const sizes = { standard: 1, max: settings.oversizedPage === 'allow' ? 300 : 10, oversized: settings.oversizedPage };
  const page = pageRequest(context, match.query, list, sizes);
  if ('refusal' in page) return page.refusal;
  const end = Math.min(page.offset + page.size, ready);
  const token = end < ready ? pageTokens.issue(list, end) : '';
  const tokenText = token === '' && settings.lastPageToken === 'absent' ? '' : `"next_page_token":"${token}",`;
  return {
    status: 200,
    body: `{${tokenText}"page_size":${page.size},"participants":[${rows.slice(page.offset, end).join(',')}]}`,
  };
}
