import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../../src/errors.ts';
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
    tokenKey: 'token',
    lockKey: 'lock',
    cipher: createTokenCipher('id', 'secret'),
    clock: time.clock,
    wait: async (ms) => {
      await time.wait(ms);
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
    expect(await kv.get('lock')).toBeNull();
  });

  it('keeps it sealed', async () => {
    const { createReplica, kv } = createWorld();
    await createReplica().get();
    const kept = await kv.get('token');
    expect(kept).toMatch(/^[\w-]{20,}$/);
    expect(Buffer.from(kept ?? '', 'base64url').toString('latin1')).not.toContain('token-1');
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
    await kv.set('token', 'eyJhbGciOi-in-clear', 60);
    expect(await createReplica().get()).toBe('token-1');
    await kv.set('token', createTokenCipher('id', 'secret').seal('{"an":"older form"}'), 60);
    expect(await createReplica().get()).toBe('token-2');
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
    await kv.setIfAbsent('lock', 'somebody', 3600);
    expect(await createReplica().get()).toBe('token-1');
    expect(time.waits.reduce((sum, ms) => sum + ms, 0)).toBeLessThanOrEqual(10_000);
    expect(await kv.get('lock')).toBe('somebody');
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
    expect(await kv.get('lock')).toBeNull();
    fails = false;
    expect(await tokens.get()).toBe('later');
  });

  it('names the scopes that are missing, for a kept token too', async () => {
    const { createReplica, scopes, deps, kv } = createWorld();
    await createReplica().get();
    await createReplica().get();
    expect(scopes).toEqual([[], []]);
    await kv.delete('token');
    const poor = async () => ({ token: 'poor', refreshAtMs: Number.MAX_SAFE_INTEGER, scope: 'user:read' });
    await createTokenSource({ ...deps, fetchToken: poor }).get();
    expect(scopes.at(-1)).toContain('dashboard:read:list_webinar_participants_qos:admin');
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
