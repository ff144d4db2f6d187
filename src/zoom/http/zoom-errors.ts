import { AppError, type Failure } from '../../errors.ts';
import { type ErrorBody, parseErrorBody } from './error-body.ts';

/** What an answer of Zoom that is no success means for the bot. */
export type FaultMeaning =
  | 'token-dead'
  | 'scope-missing'
  | 'qss-missing'
  | 'plan-missing'
  | 'credentials'
  /** 404/3001: unknown, still running or not ready yet; Zoom does not say which. */
  | 'not-available'
  | 'bad-id'
  | 'too-old'
  | 'page-token'
  | 'limited'
  /** Passes by itself: 5xx, a request time-out, a success that made no sense. */
  | 'broken'
  /** Refused for a reason that is not known: trying again does not help. */
  | 'refused';

/** An answer that is no success, understood. */
export interface ZoomFault extends ErrorBody {
  readonly status: number;
  readonly meaning: FaultMeaning;
}

/** A refusal whose words depend on what was asked: `not-available`, `bad-id`, `page-token`. Stays inside zoom/. */
export class ZoomRefusal extends Error {
  override readonly name = 'ZoomRefusal';
  readonly meaning: FaultMeaning;

  constructor(meaning: FaultMeaning, message: string) {
    super(message);
    this.meaning = meaning;
  }
}

/**
 * Status and code and message decide together: code 200 alone means five different things.
 * An error that comes with HTTP 200 is read as if it had come with the status it belongs to.
 */
export function readZoomFault(status: number, body: string): ZoomFault {
  const parsed = parseErrorBody(body);
  return { ...parsed, status, meaning: status < 300 ? meaningOfSuccess(parsed) : meaningOf(status, parsed) };
}

const STATUS_OF_CODE: ReadonlyMap<number | null, number> = new Map([
  [124, 401],
  [429, 429],
  [1001, 404],
  [3001, 404],
]);

function meaningOfSuccess(body: ErrorBody): FaultMeaning {
  const meaning = meaningOf(STATUS_OF_CODE.get(body.code) ?? 400, body);
  return meaning === 'refused' ? 'broken' : meaning;
}

function meaningOf(status: number, body: ErrorBody): FaultMeaning {
  if (status === 429) return 'limited';
  if (status >= 500 || status === 408) return 'broken';
  if ((body.code === 4711 || body.code === 104) && /scope/i.test(body.message)) return 'scope-missing';
  if (status === 401) return 'token-dead';
  if (status === 403) return body.code === 200 ? meaningOfCode200(body.message) : 'plan-missing';
  if (status === 404) return meaningOf404(body);
  return status === 400 ? meaningOf400(body) : 'refused';
}

function meaningOf400({ code, message, fields }: ErrorBody): FaultMeaning {
  switch (code) {
    case 124:
      return 'token-dead';
    case 200:
      return meaningOfCode200(message);
    case 300:
      if (/page.?token/i.test(message) || fields.includes('next_page_token')) return 'page-token';
      return /webinar.?id|validation failed/i.test(message) ? 'bad-id' : 'refused';
    case 1010:
      return 'bad-id';
    case 12702:
      return 'too-old';
    default:
      return 'refused';
  }
}

function meaningOfCode200(message: string): FaultMeaning {
  if (/event subscription not found/i.test(message)) return 'qss-missing';
  if (/api key or secret/i.test(message)) return 'credentials';
  return /dashboard|paid account|plan|permission/i.test(message) ? 'plan-missing' : 'refused';
}

/** A 404 of a gateway (a wrong ZOOM_API_URL, say) carries no code and says nothing about a webinar. */
function meaningOf404({ code, message }: ErrorBody): FaultMeaning {
  if (code === 1001) return 'bad-id';
  if (code === 3001 || (code === null && /not available|not valid|not end|does not exist/i.test(message))) {
    return 'not-available';
  }
  return 'refused';
}

/** For the log: no e-mail address, and short. `trackingId` is what Zoom's support asks for. */
export function describeFault(fault: ZoomFault, endpoint: string, trackingId: string | undefined): string {
  const code = fault.code === null ? '' : `/${fault.code}`;
  const message = withoutAddresses(fault.message.slice(0, 1_000)).slice(0, 200);
  return `Zoom ${endpoint}: ${fault.status}${code} ${JSON.stringify(message)}${describeTracking(trackingId)}`;
}

/** Word by word, before anything is cut: half an address would be taken for none. */
function withoutAddresses(message: string): string {
  return message.replace(/\S+/g, (word) => (/.@./.test(word) ? '[e-mail]' : word));
}

/** The suffix that names Zoom's tracking id; blank without one. */
function describeTracking(trackingId: string | undefined): string {
  return trackingId ? ` (x-zm-trackingid ${trackingId.slice(0, 120)})` : '';
}

/** The error for a fault that is final whatever was asked, and ZoomRefusal for those whose words depend on it. */
export function toFinalError(fault: ZoomFault, message: string, now: Date): AppError | ZoomRefusal {
  const failure = toFailure(fault, now);
  return failure ? new AppError(failure, message) : new ZoomRefusal(fault.meaning, message);
}

/** The work is given back until `retryAt`; how many people were read is for the caller to say. */
export function toLimitedError(limit: 'second' | 'day', retryAt: Date, detail: string): AppError {
  return new AppError(
    { kind: 'zoom-limited', limit, retryAt: retryAt.toISOString(), peopleRead: 0, peopleExpected: null },
    detail,
    { retryAt },
  );
}

function toFailure(fault: ZoomFault, now: Date): Failure | null {
  switch (fault.meaning) {
    case 'scope-missing':
      return { kind: 'scope-missing', scopes: [...fault.scopes] };
    case 'qss-missing':
    case 'plan-missing':
    case 'too-old':
      return { kind: fault.meaning };
    case 'credentials':
    case 'token-dead':
      return { kind: 'zoom-credentials' };
    case 'not-available':
    case 'bad-id':
    case 'page-token':
      return null;
    case 'limited':
    case 'broken':
    case 'refused':
      return {
        kind: 'zoom-unavailable',
        last: String(fault.status),
        tries: 1,
        at: now.toISOString(),
        retryAt: null,
      };
  }
}
