import { afterEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../../../../../src/errors.ts';
import { systemClock } from '../../../../../src/runtime/clock.ts';
import { keys } from '../../../../../src/storage/keys.ts';
import { createMemoryKv } from '../../../../../src/storage/memory-kv.ts';
import { createTokenSource, type TokenSourceDeps } from '../../../../../src/zoom/http/token/access-token.ts';
import { createTokenCipher } from '../../../../../src/zoom/http/token/token-cipher.ts';
import { createBrokenKv, createTestTime, errorOf } from '../../support.ts';

function createWorld(overrides: Partial<TokenSourceDeps> = {}) {
  const time = createTestTime();
  const kv = createMemoryKv(time.clock);
  let fetched = 0;
  const scopes: (readonly string[])[] = [];
  const deps: TokenSourceDeps = {
    kv,
    cipher: createTokenCipher('id', 'secret'),
    clock: time.clock,
    sleep: async (ms) => {
      await time.sleep(ms);
      await new Promise(setImmediate);
    },
    onScopes: (missing) => scopes.push(missing),
    fetchToken: async () => {
      fetched += 1;
      const number = fetched;
      // Others get their turn while the request is under way.
      await new Promise(setImmediate);
      return { token: `token-${number}`, refreshAtMs: time.clock.now() + 3_540_000, scope: 'dashboard:read:admin' };
    },
    ...overrides,
  };
  return { time, kv, deps, scopes, fetched: () => fetched, createReplica: () => createTokenSource(deps) };
}

/** Replicas whose timers are those of the test; each request for a token takes so long. */
function createWorldInFakeTime(fetchMs: number) {
  const clock = systemClock;
  const kv = createMemoryKv(clock);
  let fetched = 0;
  const fetchToken = async () => {
    fetched += 1;
    const token = `token-${fetched}`;
    await new Promise((resolve) => setTimeout(resolve, fetchMs));
    return { token, refreshAtMs: clock.now() + 3_540_000, scope: null };
  };
  const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
  const cipher = createTokenCipher('id', 'secret');
  const createReplica = () => createTokenSource({ kv, clock, sleep, cipher, fetchToken });
  return { clock, kv, createReplica, fetched: () => fetched };
}

afterEach(() => {
  vi.useRealTimers();
});

describe('createTokenSource', () => {
  it('fetches one token for all who ask at the same time', async () => {
    const { createReplica, fetched } = createWorld();
    const tokens = createReplica();
    expect(await Promise.all(Array.from({ length: 20 }, () => tokens.get()))).toEqual(Array(20).fill('token-1'));
    expect(await tokens.get()).toBe('token-1');
    expect(fetched()).toBe(1);
  });

  it('shares it with other replicas, also with those that ask at the same time', async () => {
    const { createReplica, fetched, kv } = createWorld();
    const replicas = Array.from({ length: 5 }, createReplica);
    expect(await Promise.all(replicas.map((tokens) => tokens.get()))).toEqual(Array(5).fill('token-1'));
    expect(await createReplica().get()).toBe('token-1');
    expect(fetched()).toBe(1);
    expect(await kv.get(keys.zoomTokenLock.name)).toBeNull();
  });

  it('keeps it sealed', async () => {
    const { createReplica, kv } = createWorld();
    await createReplica().get();
    const stored = await kv.get(keys.zoomToken.name);
    expect(stored).toMatch(/^"[\w-]{20,}"$/);
    const sealed: string = JSON.parse(stored ?? '');
    expect(Buffer.from(sealed, 'base64url').toString('latin1')).not.toContain('token-1');
    expect(createTokenCipher('id', 'secret').open(sealed)).toContain('token-1');
  });

  it('fetches a new one when its time has come', async () => {
    const { createReplica, fetched, time } = createWorld();
    const tokens = createReplica();
    await tokens.get();
    time.advance(3_539_999);
    expect(await tokens.get()).toBe('token-1');
    time.advance(1);
    expect(await tokens.get()).toBe('token-2');
    expect(fetched()).toBe(2);
  });

  it('replaces a refused token once for all who met the refusal', async () => {
    const { createReplica, fetched } = createWorld();
    const [one, other] = [createReplica(), createReplica()];
    await Promise.all([one.get(), other.get()]);
    const renewed = await Promise.all([one.renew('token-1'), one.renew('token-1'), other.renew('token-1')]);
    expect(renewed).toEqual(['token-2', 'token-2', 'token-2']);
    expect(await other.get()).toBe('token-2');
    expect(fetched()).toBe(2);
  });

  it('does not settle for the refused token when it joins a refresh that found just that', async () => {
    const { createReplica } = createWorld();
    await createReplica().get();
    const late = createReplica();
    expect(await Promise.all([late.get(), late.renew('token-1')])).toEqual(['token-1', 'token-2']);
  });

  it('ignores what it cannot read in the store', async () => {
    const { createReplica, kv } = createWorld();
    const seal = (text: string) => JSON.stringify(createTokenCipher('id', 'secret').seal(text));
    const unreadable = [
      ...['eyJhbGciOi-in-clear', '"eyJhbGciOi-in-clear"', '7', seal('no JSON'), seal('{"an":"older form"}')],
      JSON.stringify(createTokenCipher('id', 'another').seal('{"token":"x","refreshAtMs":9e15,"scope":null}')),
    ];
    for (const [index, stored] of unreadable.entries()) {
      await kv.set(keys.zoomToken.name, stored, 60);
      expect(await createReplica().get()).toBe(`token-${index + 1}`);
    }
  });

  it('works without the store', async () => {
    const { createReplica, fetched } = createWorld({ kv: createBrokenKv() });
    const tokens = createReplica();
    expect(await Promise.all([tokens.get(), tokens.get()])).toEqual(['token-1', 'token-1']);
    expect(await tokens.renew('token-1')).toBe('token-2');
    expect(await tokens.get()).toBe('token-2');
    expect(fetched()).toBe(2);
  });

  it('does not wait for ever for a replica that died while asking', async () => {
    const { createReplica, kv, time } = createWorld();
    await kv.setIfAbsent(keys.zoomTokenLock.name, 'somebody', 3600);
    expect(await createReplica().get()).toBe('token-1');
    expect(time.sleeps).toEqual(Array(40).fill(250));
    expect(await kv.get(keys.zoomTokenLock.name)).toBe('somebody');
  });

  it('keeps the others waiting while a request takes longer than the life of its lock', async () => {
    vi.useFakeTimers();
    const { clock, kv, createReplica, fetched } = createWorldInFakeTime(18_000);
    const first = createReplica().get();
    await vi.advanceTimersByTimeAsync(10_000);
    const startedAt = clock.now();
    const second = createReplica().get();
    // Without a renewal the lock would have ended 5 s after the second replica began to wait.
    await vi.advanceTimersByTimeAsync(7_000);
    expect(await kv.get(keys.zoomTokenLock.name)).not.toBeNull();
    expect(fetched()).toBe(1);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await Promise.all([first, second])).toEqual(['token-1', 'token-1']);
    expect(clock.now() - startedAt).toBe(9_000);
    expect(fetched()).toBe(1);
    expect(await kv.get(keys.zoomTokenLock.name)).toBeNull();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('gives the lock back and tries anew after a failure', async () => {
    let fails = true;
    const failure = new AppError({ kind: 'zoom-credentials' }, 'no');
    const { createReplica, kv } = createWorld({
      fetchToken: async () => {
        if (fails) throw failure;
        return { token: 'later', refreshAtMs: Number.MAX_SAFE_INTEGER, scope: null };
      },
    });
    const tokens = createReplica();
    expect(await errorOf(tokens.get())).toBe(failure);
    expect(await kv.get(keys.zoomTokenLock.name)).toBeNull();
    fails = false;
    expect(await tokens.get()).toBe('later');
  });

  it.each([
    [999, false],
    [1_000, true],
  ])('keeps a token that is good for %i ms: %s', async (lifeMs, isKept) => {
    const { createReplica, kv, time } = createWorld({
      fetchToken: async () => ({ token: 'short', refreshAtMs: time.clock.now() + lifeMs, scope: null }),
    });
    expect(await createReplica().get()).toBe('short');
    expect((await kv.get(keys.zoomToken.name)) !== null).toBe(isKept);
  });

  it('names the scopes that are missing, for a kept token too', async () => {
    const { createReplica, scopes, deps, kv } = createWorld();
    await createReplica().get();
    await createReplica().get();
    expect(scopes).toEqual([[], []]);
    await kv.delete(keys.zoomToken.name);
    const poor = async () => ({ token: 'poor', refreshAtMs: Number.MAX_SAFE_INTEGER, scope: 'user:read' });
    await createTokenSource({ ...deps, fetchToken: poor }).get();
    expect(scopes.at(-1)).toContain('dashboard:read:list_webinar_participants_qos:admin');
  });

  it('tells how long the token is good that it gives, and of no other', async () => {
    const { createReplica } = createWorld();
    const tokens = createReplica();
    expect(tokens.refreshAtMs('token-1')).toBeNull();
    const token = await tokens.get();
    expect(tokens.refreshAtMs(token)).toEqual(expect.any(Number));
    await tokens.renew(token);
    expect(tokens.refreshAtMs(token)).toBeNull();
  });

  it('lets one caller go without disturbing the others', async () => {
    const { createReplica, fetched } = createWorld();
    const tokens = createReplica();
    const abort = new AbortController();
    const reason = new Error('stopping');
    const leaving = tokens.get(abort.signal);
    const staying = tokens.get(new AbortController().signal);
    abort.abort(reason);
    await expect(leaving).rejects.toBe(reason);
    await expect(tokens.get(abort.signal)).rejects.toBe(reason);
    expect(await staying).toBe('token-1');
    expect(fetched()).toBe(1);
  });
});
