import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { FaultMeaning } from '../../../../src/zoom/http/answer-table.ts';
import { parseErrorBody } from '../../../../src/zoom/http/error-body.ts';
import { describeFault, readZoomFault, toFinalError, ZoomRefusal } from '../../../../src/zoom/http/zoom-errors.ts';

const Fixture = z.array(
  z.object({ id: z.string(), http: z.number(), body: z.unknown().optional(), rawBody: z.string().optional() }),
);
const fixtures = Fixture.parse(JSON.parse(readFileSync('test/fixtures/zoom/errors.json', 'utf8')));
const QOS_SCOPE = 'dashboard:read:list_webinar_participants_qos:admin';

/** Every example of shared knowledge, by its id; the token endpoint's own rows are judged by token-request. */
const MEANINGS: Readonly<Record<string, FaultMeaning>> = {
  qss_event_not_subscribed: 'qss-missing',
  older_than_one_year: 'too-old',
  detail_not_available: 'not-available',
  not_valid_or_not_ended: 'not-available',
  dashboards_not_available_or_invalid: 'not-available',
  invalid_or_not_end: 'not-available',
  webinar_does_not_exist: 'not-available',
  dashboard_plan: 'plan-missing',
  dashboard_paid_only: 'plan-missing',
  no_permission: 'plan-missing',
  webinar_plan_missing: 'plan-missing',
  page_token_invalid_or_expired: 'page-token',
  invalid_webinar_id: 'bad-id',
  user_not_in_account: 'bad-id',
  user_does_not_exist: 'bad-id',
  token_expired: 'token-dead',
  token_invalid: 'token-dead',
  scope_missing: 'scope-missing',
  scope_missing_malformed_json: 'scope-missing',
  wrong_token_kind: 'credentials',
  rate_per_second: 'limited',
  rate_daily: 'limited',
  rate_429_few_headers: 'limited',
  rate_concurrency: 'limited',
  oauth_invalid_client: 'refused',
  oauth_invalid_token: 'token-dead',
};

const read = (status: number, body: unknown) =>
  readZoomFault(status, typeof body === 'string' ? body : JSON.stringify(body));

describe('readZoomFault', () => {
  it('knows every example', () => {
    const meanings = fixtures.map(({ id, http, body, rawBody }) => [id, read(http, rawBody ?? body).meaning]);
    expect(Object.fromEntries(meanings)).toEqual(MEANINGS);
  });

  it.each([
    [
      'a missing scope, code 4711',
      400,
      { code: 4711, message: `Invalid access token, does not contain scopes:[${QOS_SCOPE}].` },
    ],
    [
      'a missing scope in a body that is no JSON',
      400,
      `{"code":104, "message":"does not contain scopes:["${QOS_SCOPE}"]"}`,
    ],
    ['the same with status 200', 200, `{"code":104, "message":"does not contain scopes:["${QOS_SCOPE}"]"}`],
    ['the same with status 401', 401, { code: 104, message: `does not contain scopes:["${QOS_SCOPE}"]` }],
  ])('names the scope of %s', (_name, status, body) => {
    expect(read(status, body)).toMatchObject({ meaning: 'scope-missing', scopes: [QOS_SCOPE] });
  });

  it('finds several scopes', () => {
    expect(parseErrorBody('{"code":104,"message":"no scopes:["a:read","a:read:admin"]"}').scopes).toEqual([
      'a:read',
      'a:read:admin',
    ]);
  });

  it('names twenty scopes at most', () => {
    const scopes = Array.from({ length: 25 }, (_, index) => `a:read:${index}`);
    const message = `does not contain scopes:[${scopes.join(', ')}]`;
    expect(parseErrorBody(JSON.stringify({ code: 4711, message })).scopes).toEqual(scopes.slice(0, 20));
  });

  it.each([
    [
      { reason: 'Invalid client_id or client_secret', error: 'invalid_client' },
      'Invalid client_id or client_secret, invalid_client',
    ],
    [{ error: 'invalid_client' }, 'invalid_client'],
    [{ reason: 7, error: null }, ''],
    [{ message: 'first', reason: 'second' }, 'first'],
  ])('finds the text of %j', (body, message) => {
    expect(parseErrorBody(JSON.stringify(body)).message).toBe(message);
  });

  it.each([
    [300, 300],
    ['300', 300],
    [1.5, null],
    [1e300, null],
    ['3e2', null],
    [null, null],
  ])('reads the code %j as %j', (code, expected) => {
    expect(parseErrorBody(JSON.stringify({ code })).code).toBe(expected);
  });

  it.each<[string, number, unknown, FaultMeaning]>([
    ['another code that speaks of scopes', 400, { code: 300, message: 'unknown scopes' }, 'refused'],
    ['code 4711 that speaks of something else', 400, { code: 4711, message: 'Invalid access token.' }, 'refused'],
    ['1001 inside a success', 200, { code: 1001, message: 'User does not exist.' }, 'bad-id'],
    ['code 124 with 400', 400, { code: 124, message: 'Invalid access token.' }, 'token-dead'],
    ['code 124 inside a success', 200, { code: 124, message: 'Access token is expired.' }, 'token-dead'],
    ['401 without a body', 401, '', 'token-dead'],
    ['403 without a body', 403, '', 'plan-missing'],
    ['403 for want of the subscription', 403, { code: 200, message: 'Event subscription not found.' }, 'qss-missing'],
    ['code 200 with a text of no known kind', 400, { code: 200, message: 'Something else.' }, 'refused'],
    ['code 200 as a text', 400, { code: '200', message: 'No permission.' }, 'plan-missing'],
    [
      'a page token named by its field',
      400,
      { code: 300, message: 'Validation Failed.', errors: [{ field: 'next_page_token' }] },
      'page-token',
    ],
    ['failed validation', 400, { code: 300, message: 'Validation Failed.', errors: [null, { field: 'x' }] }, 'bad-id'],
    ['what the bot itself sent', 400, { code: 300, message: 'page_size too large' }, 'bot'],
    ['code 300 of no known kind', 400, { code: 300, message: 'Unlucky day.' }, 'refused'],
    ['404 with 3001 in a damaged body', 404, '{"code":3001,"message":"not ended" ', 'not-available'],
    ['404 with known words and no code', 404, { message: 'Webinar does not exist.' }, 'not-available'],
    ["a gateway's 404", 404, '<html><body>Not Found</body></html>', 'network'],
    ["a firewall's 403", 403, '<html>Blocked</html>', 'network'],
    ["a firewall's 403 as JSON", 403, { message: 'Forbidden' }, 'network'],
    ['a 403 as plain text', 403, 'Access denied by policy', 'network'],
    ["a meeting's number", 400, { code: 3000, message: 'Cannot access webinar info.' }, 'meeting'],
    ["a meeting's number as 404", 404, { code: 3000, message: 'Meeting does not exist.' }, 'meeting'],
    ['a code that nobody knows', 400, { code: 9999, message: 'Something new.' }, 'refused'],
    ['a code that nobody knows inside a success', 200, { code: 9999, message: 'Something new.' }, 'refused'],
    ['an invalid number', 400, { code: 300, message: 'Invalid webinar ID.' }, 'bad-id'],
    ['404 with a strange code', 404, { code: 9, message: 'does not exist' }, 'refused'],
    ['3001 inside a success', 200, { code: 3001, message: 'Webinar does not exist.' }, 'not-available'],
    ['429 inside a success', 200, { code: 429, message: 'per-second' }, 'limited'],
    ['a success of no use', 200, { ok: true }, 'broken'],
    ['a success that is HTML', 200, '<html>', 'network-page'],
    ['a success that breaks off', 200, '{"participants":[{"id":"', 'broken'],
    ['a success that is empty', 200, '', 'broken'],
    ['an outage as HTML', 502, '<html>502</html>', 'broken'],
    ['an outage with a body that names a scope', 500, { code: 500, message: 'scopes' }, 'broken'],
    ['a time-out of Zoom', 408, '', 'broken'],
    ['a redirect', 302, '', 'network'],
  ])('understands %s', (_name, status, body, meaning) => {
    expect(read(status, body).meaning).toBe(meaning);
  });

  it('reads any body without failing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 200, max: 599 }), fc.oneof(fc.string(), fc.json()), (status, body) => {
        expect(typeof readZoomFault(status, body).meaning).toBe('string');
      }),
    );
  });
});

describe('what is said of a fault', () => {
  const fault = read(404, { code: 1001, message: `User does not exist: someone@example.com. ${'x'.repeat(400)}` });

  it("is short, holds no address and names Zoom's tracking id", () => {
    const line = describeFault(fault, 'webinar', 'v=2.0;clid=us02;rid=WEB_0123');
    expect(line).toContain('Zoom webinar: 404/1001 "User does not exist: [e-mail]');
    expect(line).toContain('(x-zm-trackingid v=2.0;clid=us02;rid=WEB_0123)');
    expect(line).not.toContain('someone');
    expect(line.length).toBeLessThan(330);
  });

  it('has no part of an address that lies where it is cut', () => {
    const fault = readZoomFault(
      404,
      JSON.stringify({ code: 1001, message: `${'x'.repeat(190)} jane.doe@mail.example` }),
    );
    expect(describeFault(fault, 'webinar', undefined)).not.toContain('jane');
  });

  it('holds none of several addresses, and little of a tracking id that is no such thing', () => {
    const two = read(404, { code: 1001, message: 'a@example.com and b@example.com' });
    const line = describeFault(two, 'webinar', 'x'.repeat(500));
    expect(line).toBe(`Zoom webinar: 404/1001 "[e-mail] and [e-mail]" (x-zm-trackingid ${'x'.repeat(120)})`);
    expect(describeFault(two, 'webinar', undefined)).toBe('Zoom webinar: 404/1001 "[e-mail] and [e-mail]"');
  });

  it('is a refusal for the caller to explain where words depend on what was asked', () => {
    const fault = read(404, { code: 3001, message: 'Webinar does not exist.' });
    expect(toFinalError(fault, 'm')).toBeInstanceOf(ZoomRefusal);
  });

  it("quotes Zoom's own sentence, with the codes, for what nobody knows", () => {
    expect(toFinalError(read(418, { code: 77, message: 'Short and stout.' }), 'm')).toMatchObject({
      failure: { kind: 'zoom-refused', said: 'Short and stout.', status: 418, code: 77, check: 'unknown' },
    });
  });

  it('shows people no address, link, id or token', () => {
    const message =
      'User jane@example.com (z8yAAAAA8bbbQ1234567) of account:kLmNoPqRsTuVwXyZ sent eyJhbGciOiJIUzI1NiJ9 to\nhttps://zoom.example/x?token=1 for scope dashboard:read:list_webinar_participants_qos:admin.';
    const error = toFinalError(read(400, { code: 77, message }), 'm');
    expect(error).toMatchObject({
      failure: {
        said: 'User [e-mail] (…) of account:… sent … to [link] for scope dashboard:read:list_webinar_participants_qos:admin.',
      },
    });
  });

  it('cuts a long sentence', () => {
    const error = toFinalError(read(400, { code: 77, message: 'word '.repeat(500) }), 'm');
    const said = 'failure' in error && error.failure.kind === 'zoom-refused' ? error.failure.said : '';
    expect(said).toHaveLength(200);
    expect(said).toMatch(/…$/);
  });
});
