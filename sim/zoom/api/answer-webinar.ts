import type { SimClock } from '../../runtime/clock.ts';
import type { ZoomSettings } from '../settings.ts';
import type { FailedDelivery } from '../webhook/answer-webhook-logs.ts';
import type { KeptWebinar } from '../webinars/webinar.ts';
import type { WebinarStore } from '../webinars/webinar-store.ts';
import type { Answer } from './answer.ts';
import { DASHBOARD_NOT_AVAILABLE, ok, TOO_OLD, validationFailed, zoomError } from './answer.ts';
import { dashboardObject } from './dashboard-object.ts';
import type { EndpointMatch } from './endpoints.ts';
import type { PageTokens } from './page-tokens.ts';
import { badPageToken } from './unproven.ts';

/** What every answer is made from. */
export interface AnswerContext {
  readonly settings: ZoomSettings;
  readonly clock: SimClock;
  readonly store: WebinarStore;
  readonly pageTokens: PageTokens;
  /** Events that could not be delivered, oldest first. */
  readonly failedDeliveries: readonly FailedDelivery[];
}

const YEAR_MS = 365 * 86_400_000;

/** GET /metrics/webinars/{id}; `type` is live unless asked otherwise, as at Zoom. */
export function answerWebinar(context: AnswerContext, match: EndpointMatch): Answer {
  const kept = findByType(context, match);
  return 'refusal' in kept ? kept.refusal : ok(dashboardObject(kept.found.webinar));
}

/** GET /past_webinars/{id}/instances: the ended runs of a number, without paging. */
export function answerInstances(context: AnswerContext, match: EndpointMatch): Answer {
  if (!/^\d+$/.test(match.rawWebinar)) return zoomError(400, 300, 'Invalid webinar ID.');
  const runs = context.store.all().filter((kept) => kept.webinar.id === match.rawWebinar);
  if (runs.length === 0) return zoomError(404, 3001, `Webinar does not exist: ${match.rawWebinar}.`);
  const ended = runs.filter((kept) => kept.webinar.endedAt !== null);
  return ok({
    webinars: ended.map(({ webinar }) => ({ start_time: webinar.startedAt, uuid: webinar.uuid })),
  });
}

/** The webinar if it is of the asked type, else 404/3001; 400/12702 past a year. */
export function findByType(
  { store, clock }: AnswerContext,
  match: EndpointMatch,
): { readonly found: KeptWebinar } | { readonly refusal: Answer } {
  const type = match.query.get('type') ?? 'live';
  const kept = store.find(match.rawWebinar);
  if (kept === null || (kept.webinar.endedAt === null) !== (type === 'live')) {
    return { refusal: zoomError(404, 3001, DASHBOARD_NOT_AVAILABLE) };
  }
  return isTooOld(kept, clock.now()) ? { refusal: zoomError(400, 12_702, TOO_OLD) } : { found: kept };
}

/** Whether Zoom no longer gives details out: one year after the end. */
export function isTooOld(kept: KeptWebinar, nowMs: number): boolean {
  const { endedAt } = kept.webinar;
  return endedAt !== null && nowMs - Date.parse(endedAt) > YEAR_MS;
}

export interface PageRequest {
  readonly size: number;
  readonly offset: number;
}

/** The asked page of a list, or 400/300. `list` names what the token belongs to. */
export function pageRequest(
  { pageTokens, settings }: AnswerContext,
  query: URLSearchParams,
  list: string,
  sizes: { readonly standard: number; readonly max: number; readonly oversized: ZoomSettings['oversizedPage'] },
): PageRequest | { readonly refusal: Answer } {
  const asked = query.get('page_size') ?? String(sizes.standard);
  const size = Number(asked);
  if (!/^\d+$/.test(asked) || size < 1) return { refusal: validationFailed('page_size', 'Invalid field.') };
  if (size > sizes.max && sizes.oversized === 'refuse') {
    return { refusal: validationFailed('page_size', `The value must not exceed ${sizes.max}.`) };
  }
  const token = query.get('next_page_token') ?? '';
  const offset = token === '' ? 0 : pageTokens.open(list, token);
  if (offset === null) return { refusal: badPageToken(settings) };
  return { size: Math.min(size, sizes.max), offset };
}
