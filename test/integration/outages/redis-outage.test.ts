import { afterEach, describe, expect, inject, it, vi } from 'vitest';
import { createRedisConnection } from '../../../src/storage/redis-connection.ts';
import { createRedisKv } from '../../../src/storage/redis-kv.ts';
import { startSeverableProxy } from '../../setup/severable-proxy.ts';
import { type RedisServer, startRedis } from '../../setup/start-redis.ts';

const unavailable = expect.objectContaining({ failure: { kind: 'storage-unavailable' } });
const open: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function startServer(port?: number): Promise<RedisServer> {
  const server = await startRedis(port === undefined ? {} : { port });
  open.push(() => server.kill());
  return server;
}

function openKv(url: string) {
  const onError = vi.fn();
  const connection = createRedisConnection(url, { onError, commandTimeoutMs: 500 });
  const kv = createRedisKv(connection.redis);
  open.push(() => kv.close());
  return { kv, onError, connect: connection.connect };
}

describe.skipIf(inject('redisBinary') === '')('Kv while Redis is away', () => {
  it('starts without Redis and works once it is there', async () => {
    const server = await startServer();
    await server.kill();
    const { kv, connect, onError } = openKv(server.url);
    expect(await connect()).toBe(false);
    await expect(kv.get('a')).rejects.toEqual(unavailable);
    await startServer(server.port);
    await expect.poll(() => kv.ping().then(() => 'up', String), { timeout: 3_000 }).toBe('up');
    expect(onError).toHaveBeenCalledTimes(1);
  });

  it('fails soon, says so once, and recovers by itself', async () => {
    const server = await startServer();
    const { kv, connect, onError } = openKv(server.url);
    expect(await connect()).toBe(true);
    await kv.increment('a', 1, 60);
    await server.kill();
    await expect.poll(() => onError.mock.calls.length).toBe(1);
    const askedAt = performance.now();
    await expect(kv.set('a', 'b', 60)).rejects.toEqual(unavailable);
    await expect(kv.increment('a', 1, 60)).rejects.toEqual(unavailable);
    expect(performance.now() - askedAt).toBeLessThan(1_000);
    await startServer(server.port);
    // The new server knows none of the scripts.
    await expect.poll(() => kv.increment('a', 1, 60).catch(String), { timeout: 3_000 }).toBe(1);
    expect(onError).toHaveBeenCalledTimes(1);
  });

  it('does not wait for a Redis that takes commands and never answers', async () => {
    const server = await startServer();
    const { kv, connect } = openKv(server.url);
    await connect();
    server.freeze();
    const askedAt = performance.now();
    await expect(kv.get('a')).rejects.toEqual(unavailable);
    expect(performance.now() - askedAt).toBeLessThan(1_500);
    // Redis has got it, and stores it when it wakes up.
    const perhaps = expect.objectContaining({ failure: { kind: 'storage-outcome-unknown', asked: null } });
    await expect(kv.set('b', 'c', 60)).rejects.toEqual(perhaps);
    server.thaw();
    await expect.poll(() => kv.get('b').catch(String), { timeout: 3_000 }).toBe('c');
    await expect.poll(() => kv.get('a').catch(String), { timeout: 3_000 }).toBeNull();
  });

  it('gives a connection up whose other end vanished without a word', async () => {
    const proxy = await startSeverableProxy((await startServer()).port);
    open.push(proxy.close);
    const { kv, connect } = openKv(`redis://127.0.0.1:${proxy.port}`);
    await connect();
    await kv.ping();
    proxy.sever();
    await expect(kv.ping()).rejects.toEqual(unavailable);
    await expect.poll(() => kv.ping().then(() => 'up', String), { timeout: 5_000 }).toBe('up');
  });
});
