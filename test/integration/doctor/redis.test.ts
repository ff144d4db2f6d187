import { Redis } from 'ioredis';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { CheckResult } from '../../../src/doctor/check.ts';
import { redisChecks } from '../../../src/doctor/redis/redis-checks.ts';
import { renderLine } from '../../../src/doctor/render.ts';
import { runGroups } from '../../../src/doctor/run-groups.ts';
import { startFakeRedis } from '../../setup/fake-redis.ts';
import { startRedis } from '../../setup/start-redis.ts';
import { hasRedis } from './doctor-world.ts';

type Settings = Readonly<Record<string, string>>;
const DURABLE = { appendonly: 'yes' };

async function redisWith(settings: Settings): Promise<string> {
  const server = await startRedis({ settings });
  onTestFinished(() => server.kill());
  return server.url;
}

/** Holds so many megabytes, and may then hold no more than the limit. */
async function filledWith(megabytes: number, limit: string): Promise<string> {
  const url = await redisWith(DURABLE);
  const client = new Redis(url);
  onTestFinished(() => client.disconnect());
  for (let part = 0; part < megabytes; part += 1) await client.set(`filling:${part}`, 'x'.repeat(1024 * 1024 - 100));
  await client.config('SET', 'maxmemory', limit);
  return url;
}

async function linesOf(url: string): Promise<string[]> {
  return (await runGroups([redisChecks(url)])).map((result: CheckResult) => renderLine(result));
}

const withPassword = (url: string, password: string) => url.replace('redis://', `redis://:${password}@`);

describe.skipIf(!hasRedis())('each broken Redis is named by its cause', () => {
  it.each<[what: string, open: () => Promise<string>, line: string]>([
    [
      'nobody listens',
      async () => 'redis://127.0.0.1:1',
      '✗ Redis: Redis cannot be reached: nothing takes connections at the address in REDIS_URL. → Start Redis, or',
    ],
    ['a host that nobody knows', async () => 'redis://redis.invalid:6379', '✗ Redis: Redis cannot be reached: '],
    [
      'a wrong password',
      async () => withPassword(await redisWith({ requirepass: 'the-right-one' }), 'a-wrong-one'),
      '✗ Redis: Redis refuses the user or the password in REDIS_URL. → Correct them there',
    ],
    [
      'no password',
      () => redisWith({ requirepass: 'the-right-one' }),
      '✗ Redis: Redis wants a password and REDIS_URL has none. → Put it in',
    ],
    [
      'a replica',
      async () => redisWith({ replicaof: `127.0.0.1 ${new URL(await redisWith(DURABLE)).port}` }),
      '✗ Redis role: REDIS_URL names a replica, which can only be read. → Put the address of its primary',
    ],
    [
      'a cache',
      () => redisWith({ ...DURABLE, 'maxmemory-policy': 'allkeys-lru' }),
      '✗ Redis maxmemory-policy: allkeys-lru: a full Redis would throw waiting jobs away',
    ],
    [
      'nothing kept on disk',
      () => redisWith({}),
      '! Redis persistence: no append-only file: a restart of Redis forgets',
    ],
    ['full', () => filledWith(5, '2mb'), '✗ Redis writing: Redis is full. → Raise maxmemory'],
    ['nearly full', () => filledWith(46, '50mb'), '! Redis memory: only '],
    [
      'without its replicas',
      () => redisWith({ ...DURABLE, 'min-replicas-to-write': '1' }),
      '✗ Redis writing: Redis takes nothing without its replicas. →',
    ],
    [
      'a node of a cluster',
      () => redisWith({ ...DURABLE, 'cluster-enabled': 'yes' }),
      '✗ Redis: REDIS_URL names a node of a Redis Cluster, which the bot does not work with. →',
    ],
    [
      'too old',
      async () => {
        const server = await startFakeRedis('3.2.12');
        onTestFinished(() => server.close());
        return server.url;
      },
      '✗ Redis: Redis 3.2.12 is too old: the bot needs 5.0 at least, and better 6.2 or later. → Upgrade it',
    ],
    [
      'frozen',
      async () => {
        const server = await startRedis({ settings: DURABLE });
        onTestFinished(() => server.kill());
        server.freeze();
        return server.url;
      },
      '✗ Redis: Redis takes connections and answers nothing. →',
    ],
  ])('%s', async (what, open, line) => {
    const lines = await linesOf(await open());
    if (process.env.PRINT_TABLE === '1')
      process.stdout.write(`| Redis: ${what} | ${lines.find((one) => one.startsWith(line)) ?? ''} |\n`);
    expect(
      lines.filter((one) => one.startsWith(line)),
      lines.join('\n'),
    ).toHaveLength(1);
    expect(lines.join('\n')).not.toMatch(/the-right-one|a-wrong-one/);
  });
});
