import type { FailureClass } from '../../errors.ts';

/** What an answer of Zoom that is no success means for the bot. */
export type FaultMeaning =
  | 'token-dead'
  | 'scope-missing'
  | 'qss-missing'
  | 'plan-missing'
  | 'credentials'
  /** Unknown, still running or not ready yet; Zoom does not say which. */
  | 'not-available'
  /** The number of a meeting, not of a webinar. */
  | 'meeting'
  | 'bad-id'
  | 'too-old'
  | 'page-token'
  | 'limited'
  /** Passes by itself. */
  | 'broken'
  /** Not Zoom's answer: something between Zoom and the bot gave it. */
  | 'network'
  /** The same as a success: may have been a moment's, so it is asked for again before it is believed. */
  | 'network-page'
  /** What the bot sent makes no sense to Zoom. */
  | 'bot'
  /** Refused for a reason that is not known: trying again does not help. */
  | 'refused';

/** What a body looks like: Zoom's (with a code, or the token endpoint's), other JSON, a web page, other text, nothing. */
export type BodyShape = 'zoom' | 'json' | 'page' | 'text' | 'empty';

/** What is known of an answer before it is understood. */
export interface SeenAnswer {
  readonly status: number;
  readonly code: number | null;
  /** Zoom's text and the names of the fields that it complains about, in lower case. */
  readonly text: string;
  readonly shape: BodyShape;
}

/** One line of the table. What a row does not name may be anything. */
export interface AnswerRow {
  readonly name: string;
  /** Statuses, or a range of them, both ends included. */
  readonly status?: readonly number[] | { readonly from: number; readonly to: number };
  /** null: no code at all. */
  readonly code?: readonly (number | null)[];
  /** One of these stands in the text. */
  readonly says?: readonly string[];
  readonly shape?: readonly BodyShape[];
  readonly meaning: FaultMeaning;
}

/** What a meaning comes to; `failure` is the kind that people hear of. */
export interface MeaningRule {
  readonly class: FailureClass;
  readonly failure: string;
  /** Calls that are made before it is told, and what comes then. */
  readonly tries: string;
}

export const MEANINGS: Readonly<Record<FaultMeaning, MeaningRule>> = {
  limited: { class: 'passing', failure: 'zoom-limited', tries: 'waited for up to a minute; then when Zoom allows it' },
  broken: { class: 'passing', failure: 'zoom-unavailable', tries: '3; then after 2, 5, 10, 20, 40, 60 minutes' },
  'token-dead': { class: 'operator', failure: 'zoom-credentials', tries: '2, with another token' },
  'scope-missing': { class: 'operator', failure: 'scope-missing', tries: '1' },
  'qss-missing': { class: 'operator', failure: 'qss-missing', tries: '1' },
  'plan-missing': { class: 'operator', failure: 'plan-missing', tries: '1; kept for an hour' },
  credentials: { class: 'operator', failure: 'zoom-credentials', tries: '1' },
  network: { class: 'operator', failure: 'network', tries: '1' },
  'network-page': { class: 'operator', failure: 'network', tries: '3' },
  'not-available': { class: 'asker', failure: 'not-found, still-running, too-early or no-data', tries: '1' },
  meeting: { class: 'asker', failure: 'zoom-refused', tries: '1; kept for an hour' },
  'bad-id': { class: 'asker', failure: 'zoom-refused', tries: '1; kept for an hour' },
  'too-old': { class: 'asker', failure: 'too-old', tries: '1; kept for an hour' },
  'page-token': { class: 'ours', failure: 'zoom-refused', tries: 'the read starts over, once' },
  bot: { class: 'ours', failure: 'zoom-refused', tries: '1; kept for an hour' },
  refused: { class: 'operator', failure: 'zoom-refused', tries: '1; kept for an hour' },
};

const SUCCESS = { from: 200, to: 299 } as const;
const SERVER = { from: 500, to: 599 } as const;
const REDIRECT = { from: 300, to: 399 } as const;
/** A refusal may come with the status of a success. */
const REFUSED = [400, 200];
const UNKNOWN = ['not available', 'not valid', 'not end', 'does not exist'];

/** What decides before anything else, wherever the answer comes from. */
const ANYWHERE: readonly AnswerRow[] = [
  { name: 'a limit', status: [429], meaning: 'limited' },
  { name: 'a limit inside a success', status: [200], code: [429], meaning: 'limited' },
  { name: 'a time-out', status: [408], meaning: 'broken' },
  { name: 'a proxy that wants a password', status: [407], meaning: 'network' },
  { name: 'a captive portal', status: [511], meaning: 'network' },
  { name: 'an outage', status: SERVER, meaning: 'broken' },
  { name: 'a redirect', status: REDIRECT, meaning: 'network' },
];

/** Where no row above says anything else. */
const OTHERWISE: readonly AnswerRow[] = [
  { name: 'a web page as a success', status: [200], shape: ['page', 'text'], meaning: 'network-page' },
  { name: 'a success of no use', status: SUCCESS, shape: ['json', 'empty', 'page', 'text'], meaning: 'broken' },
  { name: "a body that is not Zoom's", shape: ['page', 'text', 'json'], meaning: 'network' },
];

/** Zoom's REST API. The first row that fits decides; the last one always does. */
export const API_ANSWERS: readonly AnswerRow[] = [
  ...ANYWHERE,
  { name: 'scope missing', code: [4711, 104], says: ['scope'], meaning: 'scope-missing' },
  { name: 'unauthorized, by something else', status: [401], shape: ['page', 'text'], meaning: 'network' },
  { name: 'token dead', status: [401], meaning: 'token-dead' },
  { name: 'token dead, by its code', status: REFUSED, code: [124], meaning: 'token-dead' },
  {
    name: 'QSS events not subscribed',
    ...{ status: [400, 403, 200], code: [200], says: ['event subscription not found'], meaning: 'qss-missing' },
  },
  {
    name: 'wrong kind of token',
    ...{ status: [400, 403, 200], code: [200], says: ['api key or secret'], meaning: 'credentials' },
  },
  {
    name: 'plan, add-on, Dashboard or role',
    status: [400, 403, 200],
    code: [200],
    says: ['dashboard', 'paid account', 'plan', 'permission'],
    meaning: 'plan-missing',
  },
  {
    name: 'page token',
    status: REFUSED,
    code: [300],
    says: ['page token', 'page_token', 'page-token', 'pagetoken'],
    meaning: 'page-token',
  },
  { name: 'a number that Zoom cannot read', status: REFUSED, code: [300], says: ['webinar id'], meaning: 'bad-id' },
  { name: 'page size', status: REFUSED, code: [300], says: ['page_size', 'page size'], meaning: 'bot' },
  { name: 'failed validation', status: REFUSED, code: [300], says: ['validation failed'], meaning: 'bad-id' },
  { name: "a meeting's number", status: [400, 404, 200], code: [3000], meaning: 'meeting' },
  { name: 'no such user', status: [404, 400, 200], code: [1001], meaning: 'bad-id' },
  { name: 'of another account', status: REFUSED, code: [1010], meaning: 'bad-id' },
  { name: 'older than a year', status: REFUSED, code: [12702], meaning: 'too-old' },
  { name: 'nothing there', status: [404, 200], code: [3001], meaning: 'not-available' },
  {
    name: 'nothing there, without a code',
    ...{ status: [404], code: [null], says: UNKNOWN, shape: ['json'], meaning: 'not-available' },
  },
  { name: 'forbidden, without a word', status: [403], shape: ['empty'], meaning: 'plan-missing' },
  {
    name: 'a request that Zoom does not understand',
    ...{ status: [405, 406, 411, 413, 414, 415], shape: ['zoom', 'empty'], meaning: 'bot' },
  },
  ...OTHERWISE,
  { name: 'anything else', meaning: 'refused' },
];

/** The token endpoint. */
export const TOKEN_ANSWERS: readonly AnswerRow[] = [
  ...ANYWHERE,
  { name: 'credentials', status: [400, 401], shape: ['zoom', 'json', 'text', 'empty'], meaning: 'credentials' },
  ...OTHERWISE,
  { name: 'anything else', meaning: 'credentials' },
];

/** The row that decides. */
export function findRow(rows: readonly AnswerRow[], seen: SeenAnswer): AnswerRow | undefined {
  return rows.find((row) => fits(row, seen));
}

function fits({ status, code, says, shape }: AnswerRow, seen: SeenAnswer): boolean {
  return (
    (status === undefined || hasStatus(status, seen.status)) &&
    (code === undefined || code.includes(seen.code)) &&
    (shape === undefined || shape.includes(seen.shape)) &&
    (says === undefined || says.some((words) => seen.text.includes(words)))
  );
}

function hasStatus(wanted: NonNullable<AnswerRow['status']>, status: number): boolean {
  return 'from' in wanted ? status >= wanted.from && status <= wanted.to : wanted.includes(status);
}
