import { EventEmitter } from 'node:events';
import type { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRedisHealth } from '../../../../src/storage/redis-health/health.ts';
import { createQuietLogger } from '../../../setup/quiet-logger.ts';

const GOOD = 'redis_version:7.0.15\r\nredis_mode:standalone\r\n';
const CLUSTER = 'redis_version:7.0.15\r\nredis_mode:cluster\r\n';
const NO_RIGHT = "NOPERM this user has no permissions to run the 'evalsha' command";

const replyError = (message: string) => Object.assign(new Error(message), { name: 'ReplyError' });
const refused = () => Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED' });

/** A connection whose answers the test decides. */
class FakeRedis extends EventEmitter {
  status = 'ready';
  answer: string | Error = GOOD;
  probe: 'OK' | Error = 'OK';
  asked = 0;
  async info(): Promise<string> {
    this.asked += 1;
    if (this.answer instanceof Error) throw this.answer;
    return this.answer;
  }
  async eval(): Promise<string> {
    if (this.probe instanceof Error) throw this.probe;
    return this.probe;
  }
}

let redis: FakeRedis;
let logger: ReturnType<typeof createQuietLogger>;
let health: ReturnType<typeof createRedisHealth>;
let isUsable: boolean;
beforeEach(() => {
  vi.useFakeTimers();
  redis = new FakeRedis();
  logger = createQuietLogger();
  // What is used of a connection is what the fake has.
  health = createRedisHealth(redis as unknown as Redis, logger);
  isUsable = false;
  health.usable.then(
    () => {
      isUsable = true;
    },
    () => undefined,
  );
});
afterEach(() => {
  vi.useRealTimers();
});

const logged = () => logger.lines.map(({ level, message }) => `${level}: ${message.split(':')[0]}`);
const ready = async () => {
  redis.status = 'ready';
  redis.emit('ready');
  await vi.advanceTimersByTimeAsync(0);
};
const pass = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000);

describe('a Redis that is as it should be', () => {
  it('is asked once for each connection, and nothing is said', async () => {
    await ready();
    await pass(60);
    expect(redis.asked).toBe(1);
    expect([health.trouble(), isUsable, logged()]).toEqual([null, true, []]);
    await ready();
    expect(redis.asked).toBe(2);
  });

  it('but full is a Redis to work with', async () => {
    redis.probe = replyError("OOM command not allowed when used memory > 'maxmemory'.");
    await ready();
    expect([health.trouble(), isUsable, logged()]).toEqual([null, true, []]);
  });

  it('is asked again when its answer did not come', async () => {
    redis.answer = new Error('Command timed out');
    await ready();
    expect([health.trouble(), isUsable]).toEqual([null, false]);
    redis.answer = GOOD;
    await pass(5);
    expect([isUsable, logged()]).toEqual([true, []]);
  });
});

describe('a Redis of no use', () => {
  it('is told of once over however many connections, and not used', async () => {
    redis.answer = CLUSTER;
    await ready();
    expect(health.trouble()).toMatch(/Redis Cluster/);
    for (let tries = 0; tries < 20; tries += 1) await ready();
    expect(health.explainRefusal(replyError('CLUSTERDOWN Hash slot not served'))).toBe(true);
    await pass(60);
    expect(logged()).toHaveLength(1);
    expect(isUsable).toBe(false);
  });

  it('is noticed to have been mended over the same connection', async () => {
    redis.probe = replyError(NO_RIGHT);
    await ready();
    expect(health.trouble()).toMatch(/does not let the user/);
    redis.probe = 'OK';
    await pass(5);
    expect([health.trouble(), isUsable]).toEqual([null, true]);
    expect(logged()).toEqual([expect.stringMatching(/^error: Redis does not let/), 'info: Redis answers again']);
  });

  it('for others only stays so as long as they are refused', async () => {
    await ready();
    for (let second = 0; second < 60; second += 1) {
      expect(health.explainRefusal(replyError(NO_RIGHT))).toBe(true);
      await pass(1);
    }
    expect(health.trouble()).toMatch(/does not let the user/);
    expect(logged()).toHaveLength(1);
    await pass(15);
    expect(health.trouble()).toBeNull();
    expect(logged()).toHaveLength(2);
  });

  it('is not asked while there is no connection', async () => {
    redis.status = 'reconnecting';
    health.reportOutage(replyError('WRONGPASS invalid username-password pair or user is disabled.'));
    for (let tries = 0; tries < 20; tries += 1) redis.emit('error', replyError('WRONGPASS invalid'));
    await pass(60);
    expect(redis.asked).toBe(0);
    expect(logged()).toEqual([expect.stringMatching(/^error: Redis refuses the user or the password/)]);
  });
});

describe('an outage', () => {
  it('is told of, and that it is over', async () => {
    await ready();
    health.reportOutage(refused());
    expect(health.trouble()).toMatch(/^Redis cannot be reached: nothing takes connections/);
    await ready();
    expect(health.trouble()).toBeNull();
    expect(logged()).toEqual(['error: Redis cannot be reached', 'info: Redis answers again']);
  });

  it('that turns out to be more than that is told of once more', async () => {
    health.reportOutage(refused());
    redis.emit('error', replyError('NOAUTH Authentication required.'));
    redis.emit('error', replyError('NOAUTH Authentication required.'));
    health.reportOutage(refused());
    expect(health.trouble()).toMatch(/wants a password/);
    expect(logged()).toHaveLength(2);
  });

  it('is not what others make of it: they say so themselves', () => {
    expect(health.explainRefusal(refused())).toBe(false);
    expect(health.explainRefusal(new Error('Command timed out'))).toBe(false);
    expect(logged()).toEqual([]);
  });
});
