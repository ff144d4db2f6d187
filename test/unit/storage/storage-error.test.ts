import { Redis, ReplyError } from 'ioredis';
import { describe, expect, it } from 'vitest';
import { createRedisKv } from '../../../src/storage/redis-kv.ts';
import { readFailed, writeFailed } from '../../../src/storage/storage-error.ts';

const NOTHING = { failure: { kind: 'storage-unavailable' } };
const PERHAPS = { failure: { kind: 'storage-outcome-unknown', asked: null } };

/** A Redis whose every command fails in the same way. */
function createFailing(error: Error): Redis {
  const fail = () => Promise.reject(error);
  // The methods that are used, and one for all of them.
  return new Proxy({}, { get: () => fail }) as unknown as Redis;
}

describe('a write that failed', () => {
  it.each([
    ['Redis refused it', new ReplyError('OOM command not allowed when used memory > maxmemory')],
    ['there was no connection', new Error("Stream isn't writeable and enableOfflineQueue options is false")],
  ])('was not carried out when %s', (_what, cause) => {
    expect(writeFailed('set', cause)).toMatchObject({ ...NOTHING, cause });
  });

  it.each([
    ['no answer came in time', new Error('Command timed out')],
    ['the connection ended', new Error('Connection is closed.')],
    [
      'the connection broke',
      Object.assign(new Error('Command aborted due to connection close'), { name: 'AbortError' }),
    ],
    [
      'the connection broke twice',
      Object.assign(new Error('Reached the max retries'), { name: 'MaxRetriesPerRequestError' }),
    ],
    ['nobody knows why', 'a text'],
  ])('may have been carried out when %s', (_what, cause) => {
    expect(writeFailed('set', cause)).toMatchObject({ ...PERHAPS, cause });
  });

  it('is told from a read, which changes nothing however it fails', () => {
    expect(readFailed('get', new Error('Command timed out'))).toMatchObject(NOTHING);
  });

  it('was not carried out by a connection that does not stand, as ioredis says it', async () => {
    const redis = new Redis('redis://127.0.0.1:1', {
      ...{ lazyConnect: true, enableOfflineQueue: false, enableAutoPipelining: true, retryStrategy: () => null },
    });
    redis.on('error', () => undefined);
    await expect(createRedisKv(redis).set('key', 'value', 60)).rejects.toMatchObject(NOTHING);
    redis.disconnect();
  });
});

describe('a store without answers', () => {
  const kv = createRedisKv(createFailing(new Error('Command timed out')));

  it.each<[string, () => Promise<unknown>]>([
    ['get', () => kv.get('a')],
    ['hashGet', () => kv.hashGet('a', ['b'])],
    ['hashGetAll', () => kv.hashGetAll('a')],
    ['hashKeys', () => kv.hashKeys('a')],
    ['hashLength', () => kv.hashLength('a')],
    ['ping', () => kv.ping()],
  ])('has changed nothing by %s', async (_name, call) => {
    await expect(call()).rejects.toMatchObject(NOTHING);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['set', () => kv.set('a', 'b', 1)],
    ['setIfAbsent', () => kv.setIfAbsent('a', 'b', 1)],
    ['deleteIfEquals', () => kv.deleteIfEquals('a', 'b')],
    ['expireIfEquals', () => kv.expireIfEquals('a', 'b', 1)],
    ['delete', () => kv.delete('a')],
    ['expire', () => kv.expire('a', 1)],
    ['increment', () => kv.increment('a', 1, 1)],
    ['reserveSlot', () => kv.reserveSlot('a', 1)],
    ['hashSet', () => kv.hashSet('a', { b: 'c' }, 1)],
    ['hashSetIfAbsent', () => kv.hashSetIfAbsent('a', 'b', 'c', 1)],
    ['hashDelete', () => kv.hashDelete('a', 'b')],
  ])('may have changed something by %s', async (_name, call) => {
    await expect(call()).rejects.toMatchObject(PERHAPS);
  });
});
