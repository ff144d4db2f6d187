import { describe, expect, it } from 'vitest';
import { type Outcome, withRetries } from '../../../../src/zoom/http/retry.ts';
import { createTestTime, errorOf, START } from '../support.ts';

const done: Outcome<string> = { kind: 'done', value: 'page' };
const broken = (last = '503', retryAfterMs: number | null = null, durationMs = 10): Outcome<string> => ({
  kind: 'broken',
  last,
  durationMs,
  retryAfterMs,
  detail: 'for the log',
});
const limited = (limit: 'second' | 'day' | 'unclear', retryAfterMs: number | null = null): Outcome<string> => ({
  kind: 'limited',
  limit,
  retryAfterMs,
  detail: 'for the log',
});

/** Runs through `outcomes`; the last one is repeated. */
function run(outcomes: readonly Outcome<string>[], random = 0, startMs = START) {
  const time = createTestTime(startMs);
  const throttled: number[] = [];
  let tries = 0;
  const attempt = async () => {
    const outcome = outcomes[Math.min(tries, outcomes.length - 1)];
    tries += 1;
    if (!outcome) throw new Error('nothing to do');
    if (outcome.kind === 'broken') time.advance(outcome.durationMs);
    return outcome;
  };
  const deps = { ...time, random: () => random, onThrottled: (ms: number) => throttled.push(ms) };
  return { time, throttled, tries: () => tries, result: withRetries(attempt, deps) };
}

describe('withRetries', () => {
  it('is done at once where nothing is wrong', async () => {
    const { result, time } = run([done]);
    await expect(result).resolves.toBe('page');
    expect(time.sleeps).toEqual([]);
  });

  it('tries what breaks three times, with growing pauses', async () => {
    const { result, time } = run([broken(), broken('no answer'), done]);
    await expect(result).resolves.toBe('page');
    expect(time.sleeps).toEqual([500, 1000]);
    const jittered = run([broken(), broken(), done], 0.9);
    await jittered.result;
    expect(jittered.time.sleeps).toEqual([1400, 2800]);
  });

  it('then says what Zoom last did', async () => {
    const { result, tries } = run([broken('no answer'), broken('no answer'), broken('502')]);
    const error = await errorOf(result);
    expect(error.failure).toEqual({
      kind: 'zoom-unavailable',
      last: '502',
      tries: 3,
      at: new Date(START + 1530).toISOString(),
      retryAt: null,
    });
    expect(error).toMatchObject({ retryAt: null, message: 'for the log' });
    expect(tries()).toBe(3);
  });

  it('explains an outage within 90 s, even when every try is as slow as it may be', async () => {
    const { result, time } = run([broken('no answer', null, 20_000)], 0.99);
    expect((await errorOf(result)).failure).toMatchObject({ tries: 3 });
    expect(time.clock.now() - START).toBeGreaterThan(60_000);
    expect(time.clock.now() - START).toBeLessThan(75_000);
  });

  it('obeys the Retry-After of an outage, up to a minute', async () => {
    const { result, time } = run([broken('503', 20_000), done]);
    await result;
    expect(time.sleeps).toEqual([20_000]);
    const long = run([broken('503', 600_000), done]);
    const error = await errorOf(long.result);
    expect(error.retryAt).toEqual(new Date(START + 10 + 600_000));
    expect(error.failure).toMatchObject({ tries: 1, retryAt: new Date(START + 10 + 600_000).toISOString() });
    expect(long.time.sleeps).toEqual([]);
  });

  it('does not wait less than it would by itself, whatever an outage asks', async () => {
    const { result, time } = run([broken('503', 100), done]);
    await result;
    expect(time.sleeps).toEqual([500]);
  });

  it('counts the tries themselves to the minute, which may be used up to its end', async () => {
    const slow = run([broken('503', 20_000, 20_000)]);
    expect((await errorOf(slow.result)).failure).toMatchObject({ tries: 2 });
    expect(slow.time.sleeps).toEqual([20_000]);
    const justFits = run([broken('503', 59_990, 10), done]);
    await expect(justFits.result).resolves.toBe('page');
    const justNot = run([broken('503', 59_991, 10), done]);
    expect((await errorOf(justNot.result)).failure).toMatchObject({ tries: 1 });
  });

  it('waits for the limit per second as long as Zoom asks, and says so', async () => {
    const { result, time, throttled } = run([limited('second', 3_000), limited('second', 60_000 - 3_000), done], 0.5);
    await expect(result).resolves.toBe('page');
    expect(time.sleeps).toEqual([3_100, 57_100]);
    expect(throttled).toEqual(time.sleeps);
  });

  it.each([0, 0.99])('waits 1 to 2 s, then longer, where Zoom does not say (random %d)', async (random) => {
    const { result, time } = run([limited('second'), limited('second'), limited('second'), done], random);
    await result;
    expect(time.sleeps).toHaveLength(3);
    for (const [i, ms] of time.sleeps.entries()) {
      expect(ms).toBeGreaterThanOrEqual(1000 * 2 ** i);
      expect(ms).toBeLessThanOrEqual(2000 * 2 ** i + 200);
    }
  });

  it('does not go on at once when the instant has passed', async () => {
    const { result, time } = run([limited('second', 0), done]);
    await result;
    expect(time.sleeps).toEqual([1000]);
  });

  it('gives back what lasts longer than a minute', async () => {
    const { result, time } = run([limited('second', 61_000)]);
    const error = await errorOf(result);
    expect(error.failure).toEqual({
      kind: 'zoom-limited',
      limit: 'second',
      retryAt: new Date(START + 61_000).toISOString(),
      peopleRead: 0,
      peopleExpected: null,
    });
    expect(error.retryAt).toEqual(new Date(START + 61_000));
    expect(time.sleeps).toEqual([]);
  });

  it('gives back a limit that never ends', async () => {
    const { result, time } = run([limited('second')]);
    const error = await errorOf(result);
    // The next pause would be the one that makes it more than a minute.
    expect(time.sleeps).toEqual([1_000, 2_000, 4_000, 8_000, 16_000]);
    expect(error.failure).toMatchObject({ kind: 'zoom-limited', limit: 'second' });
    expect(error.retryAt).toEqual(new Date(time.clock.now() + 32_000));
  });

  it('gives back for a minute when short advice, many times over, is followed by none', async () => {
    const { result, time } = run([...Array<Outcome<string>>(7).fill(limited('second', 100)), limited('second')]);
    const error = await errorOf(result);
    expect(time.sleeps).toEqual(Array(7).fill(100));
    expect(error.retryAt).toEqual(new Date(time.clock.now() + 60_000));
  });

  it('takes a 429 that says nothing for the limit per second, three times', async () => {
    const { result, time, tries } = run([limited('unclear')]);
    const error = await errorOf(result);
    expect(tries()).toBe(3);
    expect(error.failure).toMatchObject({ limit: 'second' });
    expect(error.retryAt).toEqual(new Date(time.clock.now() + 60_000));
  });

  it('gives the job back until the next day of UTC when the day is used up', async () => {
    const { result, tries } = run([limited('day')]);
    const error = await errorOf(result);
    expect(error.failure).toMatchObject({ kind: 'zoom-limited', limit: 'day', retryAt: '2026-03-03T00:00:00.000Z' });
    expect(tries()).toBe(1);
  });

  it('or until Zoom says', async () => {
    const error = await errorOf(run([limited('day', 7_200_000)]).result);
    expect(error.retryAt).toEqual(new Date(START + 7_200_000));
  });

  it('waits for midnight when it is near', async () => {
    const { result, time } = run([limited('day'), done], 0, Date.parse('2026-03-02T23:59:40Z'));
    await expect(result).resolves.toBe('page');
    expect(time.sleeps).toEqual([20_000]);
  });

  it('lets go at once when it is told to', async () => {
    const reason = new Error('stopping');
    const abort = new AbortController();
    const time = createTestTime();
    let tries = 0;
    const attempt = async () => {
      tries += 1;
      abort.abort(reason);
      return broken();
    };
    await expect(withRetries(attempt, { ...time, random: () => 0 }, abort.signal)).rejects.toBe(reason);
    expect(tries).toBe(1);
  });

  it('lets go while it waits for a limit', async () => {
    const reason = new Error('stopping');
    const abort = new AbortController();
    const time = createTestTime();
    const deps = { ...time, random: () => 0, onThrottled: () => abort.abort(reason) };
    const result = withRetries(async () => limited('second', 1_000), deps, abort.signal);
    await expect(result).rejects.toBe(reason);
    expect(time.sleeps).toEqual([]);
  });
});
