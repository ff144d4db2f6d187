import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { createBullmqQueue } from '../../../src/jobs/bullmq-queue.ts';
import { JobDelayed, type JobQueue } from '../../../src/jobs/job-queue.ts';
import { exponentialBackoff } from '../../../src/runtime/backoff.ts';
import { createQuietLogger } from '../../setup/quiet-logger.ts';
import { type RedisServer, startRedis } from '../../setup/start-redis.ts';

const retry = exponentialBackoff({ tries: 2, firstPauseMs: 10, longestPauseMs: 10 });
const unavailable = expect.objectContaining({ failure: { kind: 'storage-unavailable' } });
const open: (() => Promise<unknown>)[] = [];
let logger = createQuietLogger();

beforeEach(() => {
  logger = createQuietLogger();
});
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function startServer(port?: number): Promise<RedisServer> {
  const server = await startRedis(port === undefined ? {} : { port });
  open.push(() => server.kill());
  return server;
}

function createQueue(url: string, options: Partial<Parameters<typeof createBullmqQueue>[0]> = {}): JobQueue {
  const queue = createBullmqQueue({ url, logger, concurrency: 2, random: Math.random, ...options });
  open.push(() => queue.stop(1_000));
  return queue;
}

async function measure(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

const warnings = () => logger.lines.filter(({ level }) => level === 'warn');

const SCRIPT = fileURLToPath(new URL('../../setup/hanging-worker.ts', import.meta.url));

/** A process that takes the job `long` and is to be killed with it in hand. */
function startHangingWorker(url: string, prefix: string, times: { lockMs: number; stalledCheckMs: number }) {
  const args = [SCRIPT, url, prefix, 'long', String(times.lockMs), String(times.stalledCheckMs)];
  const child = spawn(process.execPath, args, { stdio: 'pipe' });
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  };
  open.push(kill);
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  return { output: () => output, kill };
}

describe('a job whose process was killed', () => {
  it('is run again by another one', async () => {
    const times = { lockMs: 1_000, stalledCheckMs: 500 };
    const prefix = `{test-${randomUUID()}}`;
    const url = inject('redisUrl');
    const worker = startHangingWorker(url, prefix, times);
    const queue = createQueue(url, { prefix, ...times });
    const ran: unknown[] = [];
    queue.handle(
      'long',
      exponentialBackoff({ tries: 1, firstPauseMs: 10, longestPauseMs: 10 }),
      async (data, { attempt }) => void ran.push({ data, attempt }),
    );
    await queue.add('long', { n: 1 }, { id: 'a' });
    await expect.poll(worker.output, { timeout: 10_000 }).toBe('taken {"n":1}\n');
    await queue.start();
    await worker.kill();
    await expect.poll(() => ran, { timeout: 10_000 }).toEqual([{ data: { n: 1 }, attempt: 1 }]);
    expect(logger.lines).toEqual([]);
  });

  it('is still run after seven deaths, is told of them, and keeps the count while it is put off', async () => {
    const times = { lockMs: 1_000, stalledCheckMs: 300 };
    const prefix = `{test-${randomUUID()}}`;
    const url = inject('redisUrl');
    const queue = createQueue(url, { prefix, ...times });
    const ran: unknown[] = [];
    queue.handle('long', retry, async (_data, { deaths, attempt }) => {
      ran.push({ deaths, attempt });
      if (ran.length === 1) throw new JobDelayed(new Date(Date.now() + 50));
    });
    await queue.add('long', { n: 1 }, { id: 'a' });
    for (let death = 1; death <= 7; death += 1) {
      const worker = startHangingWorker(url, prefix, times);
      await expect.poll(worker.output, { timeout: 15_000 }).toBe('taken {"n":1}\n');
      await worker.kill();
    }
    await queue.start();
    const last = { deaths: 7, attempt: 1 };
    await expect.poll(() => ran, { timeout: 15_000 }).toEqual([last, last]);
    expect(logger.lines).toEqual([]);
  });
});

describe.skipIf(inject('redisBinary') === '')('JobQueue while Redis is away', () => {
  it('refuses work soon, says so once, and goes on when Redis is back', async () => {
    const server = await startServer();
    const queue = createQueue(server.url);
    const ran: unknown[] = [];
    queue.handle('work', retry, async (data) => void ran.push(data));
    await queue.start();
    await queue.add('work', 'before');
    await expect.poll(() => ran).toEqual(['before']);
    await server.stop();
    const took = await measure(() => expect(queue.add('work', 'lost')).rejects.toEqual(unavailable));
    expect(took).toBeLessThan(3_000);
    // Each waits a second for the connection: meanwhile there are several futile tries on all of them.
    await expect(queue.add('work', 'lost')).rejects.toEqual(unavailable);
    await expect(queue.add('work', 'lost')).rejects.toEqual(unavailable);
    // A server that is back at once may be found by the first try of all: then there was nothing to complain of.
    await expect.poll(() => warnings().length).toBe(2);
    await startServer(server.port);
    await expect.poll(() => queue.add('work', 'after').then(() => 'added', String), { timeout: 5_000 }).toBe('added');
    await expect.poll(() => ran, { timeout: 5_000 }).toEqual(['before', 'after']);
    expect(warnings().map(({ fields }) => fields)).toEqual([
      expect.objectContaining({ connection: expect.any(String) }),
      expect.objectContaining({ connection: expect.any(String) }),
    ]);
    expect(logger.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('starts without Redis, keeps its schedule for later, and works once Redis is there', async () => {
    const server = await startServer();
    await server.kill();
    const queue = createQueue(server.url);
    const ran: unknown[] = [];
    queue.handle('work', retry, async (data) => void ran.push(data));
    queue.handle('tick', retry, async () => void ran.push('tick'));
    await queue.start();
    await queue.schedule('tick', {}, 60_000);
    await expect(queue.add('work', 'lost')).rejects.toEqual(unavailable);
    await startServer(server.port);
    await expect.poll(() => ran, { timeout: 5_000 }).toEqual(['tick']);
    await queue.add('work', 'after');
    await expect.poll(() => ran, { timeout: 5_000 }).toEqual(['tick', 'after']);
  });

  it('finishes a job over a short outage in which Redis kept its memory', async () => {
    const server = await startServer();
    const queue = createQueue(server.url);
    const { promise, resolve } = Promise.withResolvers<void>();
    let tries = 0;
    queue.handle('work', retry, async () => {
      tries += 1;
      await promise;
    });
    await queue.start();
    await queue.add('work', 1, { id: 'a' });
    await expect.poll(() => tries).toBe(1);
    server.freeze();
    resolve();
    // Redis has it, and may yet store it.
    const perhaps = expect.objectContaining({ failure: { kind: 'storage-outcome-unknown', asked: null } });
    const took = await measure(() => expect(queue.add('work', 2, { id: 'b' })).rejects.toEqual(perhaps));
    expect(took).toBeLessThan(3_000);
    server.thaw();
    await expect
      .poll(() => queue.add('work', 3, { id: 'a' }).then(() => tries, String), { timeout: 5_000 })
      .toBeGreaterThanOrEqual(2);
  });

  it('takes in new work as soon as it is constructed', async () => {
    const server = await startServer();
    const queue = createQueue(server.url);
    queue.handle('work', retry, async () => {});
    await expect(queue.add('work', {})).resolves.toBeUndefined();
  });

  it.each(['before it ever came', 'after it went'])('can be stopped while Redis is away, %s', async (when) => {
    const server = await startServer();
    if (when === 'before it ever came') await server.kill();
    const queue = createQueue(server.url);
    queue.handle('work', retry, async () => {});
    await queue.start();
    if (when === 'after it went') {
      await queue.add('work', {});
      await server.kill();
      await expect.poll(() => warnings().length).toBeGreaterThan(0);
    }
    expect(await measure(() => queue.stop(500))).toBeLessThan(3_000);
  });
});
