import { beforeEach, describe, expect, it } from 'vitest';
import { AppError, type Failure } from '../../../../src/errors.ts';
import { createReadRetries, type ReadRetries, toReadError } from '../../../../src/reports/reading/read-retry.ts';
import { keys } from '../../../../src/storage/keys.ts';
import { createSpiedKv, UUID } from '../support.ts';

const MINUTE_MS = 60_000;
const NOON = Date.UTC(2026, 0, 15, 12);
const OUT: Failure = { kind: 'zoom-unavailable', last: '503', tries: 5, at: '2026-01-15T12:00:00.000Z', retryAt: null };
const EARLY: Failure = {
  kind: 'too-early',
  webinar: '93201235621',
  topic: null,
  endedAt: '2026-01-15T11:58:00Z',
  nextReadAt: null,
};
const limited = (retryAt: string): Failure => ({
  kind: 'zoom-limited',
  limit: 'day',
  retryAt,
  peopleRead: 10,
  peopleExpected: 100,
});

let world: ReturnType<typeof createSpiedKv>;
let readRetries: ReadRetries;
beforeEach(() => {
  world = createSpiedKv();
  readRetries = createReadRetries(world);
});
const decide = (failure: Failure) => readRetries.decide(UUID, new AppError(failure, 'made up'));
const minutesFromNoon = (date: Date | undefined) => (date === undefined ? null : (date.getTime() - NOON) / MINUTE_MS);

describe('a read that failed', () => {
  it.each([OUT, EARLY])('is tried again after 2, 5, 10, 20, 40 and 60 minutes: $kind', async (failure) => {
    const tries: (number | null)[] = [];
    // One more than there should be: a schedule without an end is to fail, not to go on for ever.
    while (tries.length < 8 && tries.at(-1) !== null) {
      const retry = await decide(failure);
      tries.push(minutesFromNoon(retry?.at));
      if (retry) world.clock.advance(retry.at.getTime() - world.clock.now());
    }
    expect(tries).toEqual([2, 5, 10, 20, 40, 60, null]);
  });

  it('is not tried again at once after a try that took long', async () => {
    await decide(OUT);
    world.clock.advance(4.5 * MINUTE_MS);
    expect(minutesFromNoon((await decide(OUT))?.at)).toBe(10);
  });

  it('tells people the time of the next try', async () => {
    const at = '2026-01-15T12:02:00.000Z';
    expect((await decide(OUT))?.failure).toEqual({ ...OUT, retryAt: at });
    expect((await decide(EARLY))?.failure).toEqual({ ...EARLY, nextReadAt: at });
  });

  it('is tried again when Zoom says that its limit ends', async () => {
    const failure = limited('2026-01-16T00:00:00.000Z');
    expect(await decide(failure)).toEqual({ at: new Date('2026-01-16T00:00:00.000Z'), failure });
  });

  it.each(['2026-01-15T11:00:00.000Z', 'soon'])('is not tried again in no time: the limit ends %s', async (retryAt) => {
    expect((await decide(limited(retryAt)))?.at).toEqual(new Date(NOON + 1_000));
  });

  it.each<Failure>([
    { kind: 'not-found', webinar: '93201235621' },
    { kind: 'no-data', webinar: '93201235621', topic: null },
    { kind: 'still-running', webinar: '93201235621', topic: null },
    { kind: 'scope-missing', scopes: [] },
    { kind: 'qss-missing' },
    { kind: 'zoom-credentials' },
    { kind: 'internal' },
  ])('is not tried again when that cannot help: $kind', async (failure) => {
    expect(await decide(failure)).toBeNull();
    expect(await readRetries.nextTry(UUID)).toBeNull();
  });

  it('is tried again at one time, however many find it failed at the same time', async () => {
    const decisions = await Promise.all(Array.from({ length: 20 }, () => decide(OUT)));
    expect(new Set(decisions.map((one) => minutesFromNoon(one?.at)))).toEqual(new Set([2]));
  });

  it('keeps to the time that was announced, when somebody new tries just before it', async () => {
    await decide(OUT);
    world.clock.advance(1.9 * MINUTE_MS);
    expect(minutesFromNoon((await decide(OUT))?.at)).toBe(2);
  });

  it('is counted for itself', async () => {
    await decide(OUT);
    world.clock.advance(2 * MINUTE_MS);
    expect((await readRetries.decide('another', new AppError(OUT, 'made up')))?.at).toEqual(
      new Date(NOON + 4 * MINUTE_MS),
    );
  });
});

describe('the time until the next try', () => {
  it('is known to all, and over when it has come', async () => {
    expect(await readRetries.nextTry(UUID)).toBeNull();
    await decide(OUT);
    expect(await readRetries.nextTry(UUID)).toEqual(new Date(NOON + 2 * MINUTE_MS));
    world.clock.advance(2 * MINUTE_MS);
    expect(await readRetries.nextTry(UUID)).toBeNull();
  });

  it('is over when it has come, though the store, by its own clock, still holds it', async () => {
    await world.kv.set(keys.nextTry(UUID).name, String(NOON + 1), 600);
    expect(await readRetries.nextTry(UUID)).toEqual(new Date(NOON + 1));
    world.clock.advance(1);
    expect(await readRetries.nextTry(UUID)).toBeNull();
  });

  it('is none any more once a read worked before it', async () => {
    await decide(OUT);
    await readRetries.clear(UUID);
    expect(await readRetries.nextTry(UUID)).toBeNull();
  });

  it('begins anew after a read that worked', async () => {
    await decide(OUT);
    world.clock.advance(50 * MINUTE_MS);
    await readRetries.clear(UUID);
    expect(await readRetries.nextTry(UUID)).toBeNull();
    expect(minutesFromNoon((await decide(OUT))?.at)).toBe(52);
  });

  it.each(['', 'soon', '{}', 'NaN', 'Infinity'])('is none when the record is damaged: %j', async (text) => {
    await world.kv.set(keys.nextTry(UUID).name, text, 600);
    await world.kv.set(keys.firstFailure(UUID).name, text, 600);
    expect(await readRetries.nextTry(UUID)).toBeNull();
    expect(minutesFromNoon((await decide(OUT))?.at)).toBe(2);
  });
});

describe('trouble of our own storage', () => {
  const contextOf = (lastAttempt: boolean) => ({
    ...{ jobId: '1', attempt: 1, deaths: 0, lastAttempt },
    signal: new AbortController().signal,
  });
  const perhaps = new AppError({ kind: 'storage-outcome-unknown', asked: null }, 'made up');

  it('is left to the queue, whether or not something was written', () => {
    expect(() => toReadError(perhaps, contextOf(false))).toThrow(perhaps);
  });

  it('is in the end a failure that processes of an older version know, too', () => {
    expect(toReadError(perhaps, contextOf(true)).failure).toEqual({ kind: 'storage-unavailable' });
  });
});
