import { describe, expect, it } from 'vitest';
import { classOfFailure, type Failure } from '../src/errors.ts';
import { renderFailure } from '../src/messages/failures/failure.ts';
import { type AnswerRow, API_ANSWERS, findRow, MEANINGS, TOKEN_ANSWERS } from '../src/zoom/http/answer-table.ts';
import { toOutcome } from '../src/zoom/http/outcome.ts';
import { readZoomFault, toFinalError, ZoomRefusal } from '../src/zoom/http/zoom-errors.ts';

const NOW = Date.parse('2026-05-14T16:11:00Z');
const LATER = '2026-05-14T16:20:00Z';
const WEB_PAGE = '<html><body>Access denied</body></html>';
const SCOPE = 'dashboard:read:list_webinar_participants_qos:admin';

type From = 'api' | 'token';
type Example = readonly [status: number, body: unknown];
const zooms = (status: number, code: number, message: string): Example => [status, { code, message }];

const ANYWHERE: Readonly<Record<string, Example>> = {
  'a limit': zooms(429, 429, 'You have reached the maximum per-second rate limit for this API. Try again later.'),
  'a limit inside a success': zooms(200, 429, 'Too many concurrent requests.'),
  'a time-out': [408, ''],
  'a proxy that wants a password': [407, WEB_PAGE],
  'a captive portal': [511, WEB_PAGE],
  'an outage': [503, WEB_PAGE],
  'a redirect': [302, ''],
};
const OTHERWISE: Readonly<Record<string, Example>> = {
  'a web page as a success': [200, WEB_PAGE],
  'a success of no use': [200, { status: false }],
  "a body that is not Zoom's": [403, WEB_PAGE],
};
/** An answer for each row, by its name. */
const EXAMPLES: Readonly<Record<From, Readonly<Record<string, Example>>>> = {
  api: {
    ...ANYWHERE,
    'scope missing': zooms(400, 4711, `Invalid access token, does not contain scopes:[${SCOPE}].`),
    'unauthorized, by something else': [401, WEB_PAGE],
    'token dead': zooms(401, 124, 'Access token is expired.'),
    'token dead, by its code': zooms(400, 124, 'Invalid access token.'),
    'QSS events not subscribed': zooms(
      400,
      200,
      'Event subscription not found. Subscribe to the Webinar Participant QoS Summary event in your Marketplace app to get access to this API.',
    ),
    'wrong kind of token': zooms(400, 200, 'Invalid api key or secret.'),
    'plan, add-on, Dashboard or role': zooms(
      400,
      200,
      'This API is only available for ZMP and Business or higher accounts that have enabled the Dashboard feature.',
    ),
    'page token': zooms(400, 300, 'The next page token is invalid or expired.'),
    'a number that Zoom cannot read': zooms(400, 300, 'Invalid webinar ID.'),
    'page size': [
      400,
      { code: 300, message: 'Validation Failed.', errors: [{ field: 'page_size', message: 'too large' }] },
    ],
    'failed validation': zooms(400, 300, 'Validation Failed.'),
    "a meeting's number": zooms(400, 3000, 'Cannot access webinar info.'),
    'no such user': zooms(404, 1001, 'User does not exist: jane@example.com.'),
    'of another account': zooms(400, 1010, 'User does not belong to this account:aBcD1234eFgH5678iJkL.'),
    'older than a year': zooms(400, 12702, 'Can not access a webinar a year ago.'),
    'nothing there': zooms(404, 3001, 'The Webinar ID is not valid or the webinar has not ended yet.'),
    'nothing there, without a code': [404, { message: 'Webinar does not exist.' }],
    'forbidden, without a word': [403, ''],
    'a request that Zoom does not understand': zooms(405, 405, 'Method not allowed.'),
    ...OTHERWISE,
    'anything else': zooms(400, 9999, 'A code of next year.'),
  },
  token: {
    ...ANYWHERE,
    credentials: [400, { reason: 'Invalid client_id or client_secret', error: 'invalid_client' }],
    ...OTHERWISE,
    'anything else': [404, { reason: 'A reason of next year', error: 'unknown' }],
  },
};
const TABLES: Readonly<Record<From, readonly AnswerRow[]>> = { api: API_ANSWERS, token: TOKEN_ANSWERS };
const ROWS = (['api', 'token'] as const).flatMap((from) => TABLES[from].map((row) => ({ from, row, name: row.name })));

function exampleOf(from: From, row: AnswerRow): { status: number; body: string } {
  const [status, body] = EXAMPLES[from][row.name] ?? [0, ''];
  return { status, body: typeof body === 'string' ? body : JSON.stringify(body) };
}

/** What somebody is told of an answer in the end, by the way it really goes. */
function failureOf(from: From, { status, body }: { status: number; body: string }): Failure {
  const fault = readZoomFault(status, body, from);
  const outcome = toOutcome(fault, { status, headers: {}, body, durationMs: 5 }, 'webinar', NOW);
  if (outcome?.kind === 'limited') {
    return { kind: 'zoom-limited', limit: 'second', retryAt: LATER, peopleRead: 0, peopleExpected: null };
  }
  if (outcome?.kind === 'broken' && !outcome.inTheEnd) {
    const at = new Date(NOW).toISOString();
    return { kind: 'zoom-unavailable', last: outcome.last, tries: 3, at, retryAt: LATER };
  }
  const error = toFinalError(fault, 'for the log');
  if (!(error instanceof ZoomRefusal)) return error.failure;
  return error.meaning === 'not-available' ? { kind: 'not-found', webinar: '93201235621' } : error.failure;
}

const wordsOf = (failure: Failure) => renderFailure(failure, { reference: '7F3A', now: NOW }).text;

describe('the table of answers', () => {
  it.each(['api', 'token'] as const)('has an example for each row, by its own name: %s', (from) => {
    expect(Object.keys(EXAMPLES[from]).toSorted()).toEqual(TABLES[from].map(({ name }) => name).toSorted());
  });

  it.each(ROWS)('$from: $name is decided by that row, and told as what it is', ({ from, row }) => {
    const example = exampleOf(from, row);
    const fault = readZoomFault(example.status, example.body, from);
    const text = [fault.message, ...fault.fields].join(' ').toLowerCase();
    expect(findRow(TABLES[from], { ...fault, text })).toBe(row);
    const rule = MEANINGS[row.meaning];
    const failure = failureOf(from, example);
    expect(classOfFailure(failure)).toBe(rule.class);
    expect(rule.failure).toContain(failure.kind);
    const words = wordsOf(failure);
    if (rule.class === 'passing') expect(words).toContain('16:20 UTC');
    else expect(words).not.toMatch(/by (?:my|it)self|there is nothing to do/);
    if (rule.class === 'operator' || rule.class === 'ours') expect(words).toMatch(/ Ref 7F3A$/);
    expect(words).not.toMatch(/example\.com|aBcD1234/);
  });

  it('is in the documents as it is in the code', async () => {
    await expect(toDocument()).toMatchFileSnapshot('../docs/zoom-answers.md');
  });
});

function toDocument(): string {
  return `# Zoom's answers

What each answer of Zoom's that is no success means, who can do something about it, what people read, and how often it is tried. The first row that fits
decides. It is made from \`src/zoom/http/answer-table.ts\` by \`test/zoom-answers.test.ts\`, which fails when they differ; \`npx vitest run test/zoom-answers.test.ts -u\`
writes it anew. The sentences are those of an example of each row.

Classes: **passing** is tried again by the bot itself, and people are told when; **operator** is for the operator or a Zoom admin; **asker** is for whoever asked;
**ours** is a fault of the bot. "zoom" is a body with a code (or the token endpoint's \`reason\` and \`error\`), "json" any other JSON, "page" a web page, "text"
anything else.

A definite refusal is kept for an hour for the webinar: whoever asks again gets the same sentence without a call, and \`fresh\` asks Zoom anew. It ends an automatic
report at once. No answer at all (connection refused or lost, time-out) is an outage like 503; a certificate that is not Zoom's is a matter of network.

${(['api', 'token'] as const).map((from) => `## ${from === 'api' ? 'The REST API' : 'The token endpoint'}\n\n${toTable(from)}`).join('\n\n')}
`;
}

function toTable(from: From): string {
  const head =
    '| answer | status | code | text has | body | class | people read | tries |\n|---|---|---|---|---|---|---|---|';
  const rows = TABLES[from].map((row) => {
    const { class: whose, tries } = MEANINGS[row.meaning];
    const codes = row.code?.map((code) => (code === null ? 'none' : String(code)));
    const words = wordsOf(failureOf(from, exampleOf(from, row))).replaceAll('|', '\\|');
    const cells = [
      row.name,
      toStatus(row),
      codes?.join(', '),
      row.says?.join(' / '),
      row.shape?.join(', '),
      whose,
      words,
    ];
    return `| ${[...cells, tries].map((cell) => cell ?? 'any').join(' | ')} |`;
  });
  return [head, ...rows].join('\n');
}

function toStatus({ status }: AnswerRow): string | undefined {
  if (status === undefined) return undefined;
  return 'from' in status ? `${status.from}–${status.to}` : status.join(', ');
}
