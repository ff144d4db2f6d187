import { describe, expect, it } from 'vitest';
import { NEEDED_SCOPES } from '../../../../src/zoom/http/token/scopes.ts';
import { ASKED, errorOf, failureOf, type Reply, START, startClient, TOKEN_ANSWER } from '../support.ts';
import { CALL, DEAD, inTurn, THING, Thing } from './support.ts';

describe('the token', () => {
  it.each([
    {
      optional: false,
      tokens: ['token-1', 'token-2'],
      why: 'that lacked a scope is not used again: only a new one has what was added',
    },
    { optional: true, tokens: ['token-1', 'token-1'], why: 'that lacked a scope nobody insists on is used again' },
  ])('$why', async ({ optional, tokens }) => {
    const lacking = { code: 4711, message: `Invalid access token, does not contain scopes:[${NEEDED_SCOPES[0]}].` };
    const { client, calls } = await startClient(inTurn({ status: 400, body: lacking }, THING));
    await errorOf(client.getJson('/things', Thing, { ...CALL, optional }, ASKED));
    expect(await client.getJson('/things', Thing, CALL, ASKED)).toEqual({ name: 'x' });
    expect(calls.map(({ headers }) => headers.authorization)).toEqual(tokens.map((token) => `Bearer ${token}`));
  });

  it.each<[string, Reply]>([
    ['401/124', DEAD],
    ['400/124', { ...DEAD, status: 400 }],
    ['a success with code 124', { ...DEAD, status: 200 }],
    ['401 without a body', { status: 401, body: '' }],
  ])('is renewed once and the call repeated after %s', async (_name, reply) => {
    const { client, calls } = await startClient(inTurn(reply, THING));
    expect(await client.getJson('/things', Thing, CALL, ASKED)).toEqual({ name: 'x' });
    expect(calls.map(({ headers }) => headers.authorization)).toEqual(['Bearer token-1', 'Bearer token-2']);
  });

  it('is the credentials, when a new one is refused too', async () => {
    const { client, calls, tokenRequests } = await startClient(() => DEAD);
    expect(await failureOf(client.getJson('/things', Thing, CALL, ASKED))).toEqual({ kind: 'zoom-credentials' });
    expect([calls.length, tokenRequests()]).toEqual([2, 2]);
  });

  it('is renewed once per call, not once per try', async () => {
    const { client, calls } = await startClient(inTurn(DEAD, { status: 503 }, DEAD));
    expect(await failureOf(client.getJson('/things', Thing, CALL, ASKED))).toEqual({ kind: 'zoom-credentials' });
    expect(calls).toHaveLength(3);
  });

  it('survives many calls that are refused at the same time', async () => {
    const { client, tokenRequests } = await startClient(({ headers }) =>
      headers.authorization === 'Bearer token-1' ? DEAD : THING,
    );
    await Promise.all(Array.from({ length: 10 }, () => client.getJson('/things', Thing, CALL, ASKED)));
    expect(tokenRequests()).toBe(2);
  });

  it.each<[number, unknown]>([
    [400, { reason: 'Invalid client_id or client_secret', error: 'invalid_client' }],
    [401, { reason: 'Invalid Token!', error: 'invalid_request' }],
    [400, 'unsupported grant type'],
    [403, { reason: 'The app is deactivated', error: 'access_denied' }],
  ])('is asked for once when the credentials are wrong (%i)', async (status, body) => {
    const { client, calls, tokenRequests } = await startClient(() => THING, { token: () => ({ status, body }) });
    expect(await failureOf(client.getJson('/things', Thing, CALL, ASKED))).toEqual({ kind: 'zoom-credentials' });
    expect([calls.length, tokenRequests()]).toEqual([0, 1]);
  });

  it('is asked for again after an outage, a limit or nonsense', async () => {
    const token = (count: number): Reply =>
      [{ status: 503 }, { status: 429, body: '' }, { body: {} }, { body: TOKEN_ANSWER }][count - 1] ?? {};
    const { client, tokenRequests } = await startClient(() => THING, { token });
    expect(await client.getJson('/things', Thing, CALL, ASKED)).toEqual({ name: 'x' });
    expect(tokenRequests()).toBe(4);
  });

  it('explains an outage of its own', async () => {
    const { client } = await startClient(() => THING, { token: () => ({ status: 502, body: '<html>' }) });
    expect(await failureOf(client.getJson('/things', Thing, CALL, ASKED))).toMatchObject({ last: '502', tries: 3 });
  });

  it('does not say that credentials are wrong when only the address is', async () => {
    const { client, tokenRequests } = await startClient(() => THING, {
      token: () => ({ status: 404, body: '<html>' }),
    });
    expect(await failureOf(client.getJson('/things', Thing, CALL, ASKED))).toMatchObject({
      ...{ kind: 'network', seen: "404, not Zoom's own page" },
    });
    expect(tokenRequests()).toBe(1);
  });

  it("does not say that credentials are wrong when a firewall's page is all there is", async () => {
    const { client } = await startClient(() => THING, { token: () => ({ status: 403, body: '<html>' }) });
    expect(await failureOf(client.getJson('/things', Thing, CALL, ASKED))).toMatchObject({ kind: 'network' });
  });

  it('is not sent where its answer says', async () => {
    const { client, calls } = await startClient(() => THING, {
      token: () => ({ body: { ...TOKEN_ANSWER, api_url: 'https://evil.example' } }),
    });
    await client.getJson('/things', Thing, CALL, ASKED);
    expect(calls).toHaveLength(1);
  });

  it('tells which scopes are missing', async () => {
    const missing: (readonly string[])[] = [];
    const { client } = await startClient(() => THING, {
      token: () => ({ body: { ...TOKEN_ANSWER, scope: NEEDED_SCOPES[0] } }),
      events: { onScopes: (scopes) => missing.push(scopes) },
    });
    await client.getJson('/things', Thing, CALL, ASKED);
    expect(missing).toEqual([NEEDED_SCOPES.slice(1)]);
  });

  it('lacks every scope when it has none', async () => {
    const missing: (readonly string[])[] = [];
    const { client } = await startClient(() => THING, {
      token: () => ({ body: { ...TOKEN_ANSWER, scope: '' } }),
      events: { onScopes: (scopes) => missing.push(scopes) },
    });
    await client.getJson('/things', Thing, CALL, ASKED);
    expect(missing).toEqual([[...NEEDED_SCOPES]]);
  });

  it.each([
    ['as Zoom said', TOKEN_ANSWER],
    ['where Zoom does not say how long', { access_token: 'token-1' }],
    ['where Zoom says nonsense', { ...TOKEN_ANSWER, expires_in: -1 }],
  ])('lives for an hour less a minute from when it was asked for, %s', async (_name, body) => {
    const world = await startClient(() => THING, {
      token: () => {
        world.time.advance(10_000);
        return { body };
      },
    });
    const call = () => world.client.getJson('/things', Thing, CALL, ASKED);
    await call();
    world.time.advance(START + 3_540_000 - 1 - world.time.clock.now());
    await call();
    expect(world.tokenRequests()).toBe(1);
    world.time.advance(START + 3_540_000 - world.time.clock.now());
    await call();
    expect(world.tokenRequests()).toBe(2);
  });

  it('lives for half its time when that is less than two minutes', async () => {
    const { client, time, tokenRequests } = await startClient(() => THING, {
      token: () => ({ body: { ...TOKEN_ANSWER, expires_in: 60 } }),
    });
    await client.getJson('/things', Thing, CALL, ASKED);
    await client.getJson('/things', Thing, CALL, ASKED);
    expect(tokenRequests()).toBe(1);
    time.advance(30_000);
    await client.getJson('/things', Thing, CALL, ASKED);
    expect(tokenRequests()).toBe(2);
  });
});
