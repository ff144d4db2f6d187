import { Redis, ReplyError } from 'ioredis';
import { describe, expect, it } from 'vitest';
import { createBullmqQueue } from '../../../src/jobs/bullmq-queue.ts';
import { createLogger } from '../../../src/logger.ts';
import { serializeError } from '../../../src/logging/serialize-error.ts';
import { toDeliveryError } from '../../../src/slack/client/slack-errors.ts';
import { createWebClient } from '../../../src/slack/client/web-client.ts';
import { createRedisKv } from '../../../src/storage/redis-kv.ts';
import { createTransport } from '../../../src/zoom/http/transport.ts';

/** What must not be in the log: a name, a password, a body. */
const POISON = 'Poison Ivy s3cret';

function createLog() {
  const lines: string[] = [];
  return { logger: createLogger('debug', { write: (line) => lines.push(line) }), lines };
}

/** The error that a port fails with, logged as it is everywhere. */
async function logOf(work: Promise<unknown>): Promise<string> {
  const { logger, lines } = createLog();
  const err: unknown = await work.then(
    () => expect.unreachable('the port works'),
    (error: unknown) => error,
  );
  logger.error({ err }, 'failed');
  expect(lines).toHaveLength(1);
  return lines[0] ?? '';
}

/** Nobody listens on port 1. */
const NOWHERE = 'http://127.0.0.1:1';

describe('an error in the log', () => {
  it('has its name, code, text, stack and cause, and nothing else', () => {
    const cause = Object.assign(new Error('refused'), { code: 'ECONNREFUSED', args: [POISON] });
    const error = Object.assign(new TypeError('failed', { cause }), {
      command: { name: 'set', args: [POISON] },
      body: POISON,
    });
    expect(serializeError(error)).toEqual({
      name: 'TypeError',
      message: 'failed',
      stack: expect.stringContaining('serialize-error.test.ts'),
      cause: { name: 'Error', message: 'refused', code: 'ECONNREFUSED', stack: expect.any(String) },
    });
  });

  it('is cut, however long its texts are and however deep its causes go', () => {
    let error = new Error('x'.repeat(100_000));
    for (let depth = 0; depth < 1_000; depth += 1) error = new Error('y'.repeat(100_000), { cause: error });
    expect(JSON.stringify(serializeError(error)).length).toBeLessThan(30_000);
  });

  it('has no half of an address where its text is cut', () => {
    const text = `${'x'.repeat(990)} poison.ivy@mail.example ${'y'.repeat(2_000)}`;
    expect(serializeError(new Error(text)).message).not.toContain('poison');
  });

  it('that leads in a circle ends', () => {
    const error = new Error('round');
    error.cause = error;
    expect(JSON.stringify(serializeError(error))).toContain('round');
  });

  it.each([
    ['a text', 'a text'],
    [null, ''],
    [{ secret: POISON }, ''],
  ])('may be no Error at all: %j', (thrown, message) => {
    expect(serializeError(thrown)).toEqual({ name: typeof thrown, message });
  });
});

describe('a port that fails does not tell what it was given', () => {
  it('Redis, which is away', async () => {
    const redis = new Redis('redis://127.0.0.1:1', {
      lazyConnect: true,
      enableOfflineQueue: false,
      retryStrategy: () => null,
    });
    redis.on('error', () => undefined);
    const line = await logOf(createRedisKv(redis).set('qos:v2:key', POISON, 60));
    expect(line).toContain('Redis: set qos:v2:key failed');
    expect(line).not.toContain('Poison');
    redis.disconnect();
  });

  it('Redis, which refuses', async () => {
    // As ioredis makes it: the command with its arguments hangs on the error.
    const refusal = Object.assign(new ReplyError('OOM command not allowed when used memory > maxmemory'), {
      command: { name: 'set', args: ['key', POISON] },
    });
    const redis = { set: () => Promise.reject(refusal) };
    // The only method that is used.
    const line = await logOf(createRedisKv(redis as unknown as Redis).set('key', POISON, 60));
    expect(line).toContain('OOM command not allowed');
    expect(line).not.toContain('Poison');
  });

  it('the queue', async () => {
    const { logger } = createLog();
    const queue = createBullmqQueue({ url: 'redis://127.0.0.1:1', logger, concurrency: 1, random: Math.random });
    queue.handle('job', { pausesMs: [], jitter: [1, 1] }, async () => undefined);
    const line = await logOf(queue.add('job', { secret: POISON }, { id: 'a' }));
    expect(line).toContain('job job could not be stored');
    expect(line).not.toContain('Poison');
    await queue.stop(10);
  });

  it('Zoom', async () => {
    const transport = createTransport(Date);
    const request = { method: 'POST', url: `${NOWHERE}/x`, headers: { authorization: POISON }, body: POISON } as const;
    const line = await logOf(transport.send(request));
    expect(line).toContain('no answer');
    expect(line).not.toContain('Poison');
    await transport.close();
  });

  it('Slack', async () => {
    const { logger } = createLog();
    const client = createWebClient('xoxb-poison-ivy', `${NOWHERE}/api/`, logger);
    const calling = client.chat.postMessage({ channel: 'C1', text: POISON }).catch((error: unknown) => {
      throw toDeliveryError(error);
    });
    const line = await logOf(calling);
    expect(line).toContain('DeliveryError');
    expect(line).not.toMatch(/Poison|xoxb/);
  });
});
