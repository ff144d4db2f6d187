import { type Answer, ok, validationFailed } from './answer.ts';
import { type AnswerContext, pageRequest } from './answer-webinar.ts';
import { dashboardObject } from './dashboard-object.ts';
import type { EndpointMatch } from './endpoints.ts';

const LIST_SIZES = { standard: 30, max: 300, oversized: 'clamp' } as const;
const DAY_MS = 86_400_000;

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

/** A page of one of the lists that carry totals. */
export function answerPage<Item>(
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

/** `yyyy-MM-dd` or `yyyy-MM-dd HH:mm:ss`, UTC. */
function instant(text: string, dayPartMs: number): number | null {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(text)
    ? Date.parse(`${text}T00:00:00Z`) + dayPartMs
    : /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text)
      ? Date.parse(`${text.replace(' ', 'T')}Z`)
      : Number.NaN;
  return Number.isNaN(ms) ? null : ms;
}
