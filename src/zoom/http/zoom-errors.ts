import { AppError, type Failure } from '../../errors.ts';
import { API_ANSWERS, type BodyShape, type FaultMeaning, findRow, TOKEN_ANSWERS } from './answer-table.ts';
import { type ErrorBody, parseErrorBody } from './error-body.ts';
import { describeForPeople, withoutPrivateWords } from './zoom-sentence.ts';

/** An answer that is no success, understood. */
export interface ZoomFault extends ErrorBody {
  readonly status: number;
  readonly shape: BodyShape;
  readonly meaning: FaultMeaning;
}

/** A refusal whose words depend on what was asked: `not-available`, `page-token`. Stays inside zoom/. */
export class ZoomRefusal extends Error {
  override readonly name = 'ZoomRefusal';
  readonly meaning: FaultMeaning;
  /** What it is where it makes no sense to have been refused. */
  readonly failure: Failure;

  constructor(meaning: FaultMeaning, message: string, failure: Failure) {
    super(message);
    this.meaning = meaning;
    this.failure = failure;
  }
}

/** Status, code and message decide together, by the table: code 200 alone means five different things. */
export function readZoomFault(status: number, body: string, from: 'api' | 'token' = 'api'): ZoomFault {
  const parsed = parseErrorBody(body);
  const shape = shapeOf(parsed, body);
  const text = [parsed.message.slice(0, 4_000), ...parsed.fields.slice(0, 20)].join(' ').toLowerCase();
  const rows = from === 'api' ? API_ANSWERS : TOKEN_ANSWERS;
  const row = findRow(rows, { status, code: parsed.code, text, shape });
  return { ...parsed, status, shape, meaning: row?.meaning ?? 'refused' };
}

function shapeOf({ code, isTokenError }: ErrorBody, body: string): BodyShape {
  if (code !== null || isTokenError) return 'zoom';
  const start = body.slice(0, 200).trimStart();
  if (start === '') return 'empty';
  if (start.startsWith('<')) return 'page';
  return /^(?:[{["]|null|true|false|-?\d)/.test(start) ? 'json' : 'text';
}

/** For the log: no e-mail address, and short. `trackingId` is what Zoom's support asks for. */
export function describeFault(fault: ZoomFault, endpoint: string, trackingId: string | undefined): string {
  const code = fault.code === null ? '' : `/${fault.code}`;
  const message = withoutPrivateWords(fault.message).slice(0, 200);
  return `Zoom ${endpoint}: ${fault.status}${code} ${JSON.stringify(message)}${describeTracking(trackingId)}`;
}

/** The suffix that names Zoom's tracking id; blank without one. */
function describeTracking(trackingId: string | undefined): string {
  return trackingId ? ` (x-zm-trackingid ${trackingId.slice(0, 120)})` : '';
}

/** The error for a fault that is final whatever was asked, and ZoomRefusal for those whose words depend on it. */
export function toFinalError(fault: ZoomFault, message: string): AppError | ZoomRefusal {
  const failure = toFailure(fault);
  return failure ? new AppError(failure, message) : new ZoomRefusal(fault.meaning, message, toRefused(fault, 'bot'));
}

/** The work is given back until `retryAt`; how many people were read is for the caller to say. */
export function toLimitedError(limit: 'second' | 'day', retryAt: Date, detail: string): AppError {
  return new AppError(
    { kind: 'zoom-limited', limit, retryAt: retryAt.toISOString(), peopleRead: 0, peopleExpected: null },
    detail,
    { retryAt },
  );
}

function toFailure(fault: ZoomFault): Failure | null {
  switch (fault.meaning) {
    case 'scope-missing':
      return { kind: 'scope-missing', scopes: [...fault.scopes] };
    case 'qss-missing':
    case 'too-old':
      return { kind: fault.meaning };
    case 'plan-missing':
      return { kind: 'plan-missing', said: describeForPeople(fault.message) };
    case 'credentials':
    case 'token-dead':
      return { kind: 'zoom-credentials' };
    case 'network':
    case 'network-page':
      return { kind: 'network', seen: seenInstead(fault.status) };
    case 'not-available':
    case 'page-token':
      return null;
    case 'meeting':
      return toRefused(fault, 'meeting');
    case 'bad-id':
      return toRefused(fault, 'number');
    case 'bot':
      return toRefused(fault, 'bot');
    // The two that pass are told by whoever has tried them in vain.
    case 'limited':
    case 'broken':
    case 'refused':
      return toRefused(fault, 'unknown');
  }
}

type Refused = Extract<Failure, { kind: 'zoom-refused' }>;

function toRefused({ message, status, code }: ZoomFault, check: Refused['check']): Refused {
  return { kind: 'zoom-refused', said: describeForPeople(message), status, code, check };
}

/** For people. The address of a redirect is in no message. */
function seenInstead(status: number): string {
  if (status === 407) return '407, a proxy wants a password';
  if (status >= 300 && status < 400) return `${status}, a redirect to somewhere else`;
  return status < 300 ? `${status} with a web page instead of data` : `${status}, not Zoom's own page`;
}
