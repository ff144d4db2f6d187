import type { SimParticipant, SimWebinar } from '../webinars/webinar.ts';
import { type Answer, ok, validationFailed } from './answer.ts';
import { type AnswerContext, findByType, pageRequest } from './answer-webinar.ts';
import { dashboardObject } from './dashboard-object.ts';
import type { EndpointMatch } from './endpoints.ts';

const LIST_SIZES = { standard: 30, max: 300, oversized: 'clamp' } as const;
const DAY_MS = 86_400_000;

/** GET /metrics/webinars/{id}/participants. */
export function answerParticipants(context: AnswerContext, match: EndpointMatch): Answer {
  const kept = findByType(context, match);
  if ('refusal' in kept) return kept.refusal;
  const { webinar } = kept.found;
  const withRegistrant = (match.query.get('include_fields') ?? '').split(',').includes('registrant_id');
  return answerPage(context, match, `participants:${webinar.uuid}`, webinar.participants, (page) => ({
    webinar_number: webinar.id,
    participants: page.map((participant) => participantObject(webinar, participant, withRegistrant)),
  }));
}

/** GET /metrics/webinars: from and to are required and at most a month apart. */
export function answerWebinars(context: AnswerContext, match: EndpointMatch): Answer {
  const { query } = match;
  const [from, to] = [query.get('from') ?? '', query.get('to') ?? ''];
  const fromMs = instant(from, 0);
  const toMs = instant(to, DAY_MS - 1);
  if (fromMs === null) return validationFailed('from', 'Invalid field.');
  if (toMs === null || toMs < fromMs) return validationFailed('to', 'Invalid field.');
  if (toMs - fromMs > 32 * DAY_MS) return validationFailed('to', 'The date range must not exceed one month.');
  const live = (query.get('type') ?? 'live') === 'live';
  const byEnd = query.get('query_date_type') === 'end_time';
  const chosen = context.store
    .all()
    .map((kept) => kept.webinar)
    .filter((webinar) => {
      if ((webinar.endedAt === null) !== live) return false;
      const at = Date.parse((byEnd ? webinar.endedAt : webinar.startedAt) ?? '');
      return at >= fromMs && at <= toMs;
    })
    .sort((a, b) => Date.parse(b.startedAt) - Date.parse(a.startedAt));
  const list = `webinars:${live}:${from}:${to}:${byEnd}`;
  return answerPage(context, match, list, chosen, (page) => ({ from, to, webinars: page.map(dashboardObject) }));
}

function answerPage<Item>(
  context: AnswerContext,
  match: EndpointMatch,
  list: string,
  items: readonly Item[],
  content: (page: readonly Item[]) => object,
): Answer {
  const page = pageRequest(context, match.query, list, LIST_SIZES);
  if ('refusal' in page) return page.refusal;
  const end = page.offset + page.size;
  const token = end < items.length ? context.pageTokens.issue(list, end) : null;
  return ok({
    ...(token === null && context.settings.lastPageToken === 'absent' ? {} : { next_page_token: token ?? '' }),
    page_count: Math.ceil(items.length / page.size),
    page_size: page.size,
    total_records: items.length,
    ...content(items.slice(page.offset, end)),
  });
}

function participantObject(webinar: SimWebinar, participant: SimParticipant, withRegistrant: boolean): object {
  const { qosRow, detail } = participant;
  const joinMs = Date.parse(webinar.startedAt) + participant.joinAfterSeconds * 1000;
  const leaveMs =
    participant.staySeconds === null
      ? Date.parse(webinar.endedAt ?? '')
      : Math.min(joinMs + participant.staySeconds * 1000, Date.parse(webinar.endedAt ?? '9999-12-31T00:00:00Z'));
  const { registrant_id: registrant, ...rest } = detail;
  return {
    id: qosRow.id ?? '',
    participant_user_id: qosRow.id ?? '',
    user_id: qosRow.participant_id ?? '',
    user_name: qosRow.user_name ?? '',
    email: qosRow.email ?? '',
    join_time: isoSeconds(joinMs),
    ...(Number.isNaN(leaveMs) ? {} : { leave_time: isoSeconds(leaveMs), leave_reason: 'Host ended the webinar.' }),
    ...rest,
    ...(withRegistrant && registrant !== undefined ? { registrant_id: registrant } : {}),
  };
}

/** `yyyy-MM-dd` or `yyyy-MM-dd HH:mm:ss`, UTC. */
function instant(text: string, dayPartMs: number): number | null {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(text)
    ? Date.parse(`${text}T00:00:00Z`) + dayPartMs
    : /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text)
      ? Date.parse(`${text.replace(' ', 'T')}Z`)
      : Number.NaN;
  return Number.isNaN(ms) ? null : ms;
}

function isoSeconds(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}
