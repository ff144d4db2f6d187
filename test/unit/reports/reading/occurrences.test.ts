import { beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../../../../src/errors.ts';
import { createOccurrences } from '../../../../src/reports/reading/occurrences.ts';
import type { Sleep } from '../../../../src/runtime/sleep.ts';
import { keys } from '../../../../src/storage/keys.ts';
import { createLocks } from '../../../../src/storage/lock.ts';
import type { OccurrenceUuid, WebinarRef } from '../../../../src/webinar/ids.ts';
import type { FetchedOccurrence, Occurrence } from '../../../../src/webinar/occurrence.ts';
import {
  ASKER,
  BY_ID,
  BY_UUID,
  createFakeSource,
  createSpiedKv,
  failOnce,
  hashIdentity,
  ID,
  interrupt,
  toFetched,
  toOccurrence,
  UUID,
  untilAborted,
} from '../support.ts';

const never = new AbortController().signal;
let world: ReturnType<typeof createSpiedKv>;
beforeEach(() => {
  world = createSpiedKv();
});

/** Every wait gives others their turn. */
function start(fake: ReturnType<typeof createFakeSource>, { kv = world.kv, timePasses = false } = {}) {
  let ids = 0;
  const sleep = vi.fn<Sleep>(async (ms, signal) => {
    signal?.throwIfAborted();
    if (timePasses) world.clock.advance(ms);
    await new Promise((resolve) => setImmediate(resolve));
    signal?.throwIfAborted();
  });
  const occurrences = createOccurrences({
    kv,
    locks: createLocks(kv),
    source: fake.source,
    clock: world.clock,
    sleep,
    newId: () => `id${++ids}`,
    hashIdentity,
  });
  const resolve = (ref: WebinarRef = BY_ID, notBefore = 0, signal = never) =>
    occurrences.resolve(ref, { notBefore, owner: ASKER, signal });
  return { occurrences, resolve, sleep };
}

/** A look-up that ends when the test says so. */
function createPausedLookUp() {
  const { promise, resolve, reject } = Promise.withResolvers<ReturnType<typeof toFetched>>();
  return { fake: createFakeSource({ occurrence: () => promise }), resolve, reject };
}

const broken = () =>
  new AppError(
    { kind: 'zoom-unavailable', last: '503', tries: 3, at: '2026-01-15T12:00:00.000Z', retryAt: null },
    'made up',
  );
const notFound = () => new AppError({ kind: 'not-found', webinar: ID }, 'made up');

describe('resolving a reference', () => {
  it('asks Zoom once and then knows it for ten minutes', async () => {
    const fake = createFakeSource();
    const { resolve } = start(fake);
    expect(await resolve()).toMatchObject({ key: UUID, topic: 'Quarterly update' });
    world.clock.advance(600_000 - 1);
    expect(await resolve()).toMatchObject({ key: UUID, topic: 'Quarterly update' });
    expect(fake.lookUps).toEqual([BY_ID]);
    world.clock.advance(1);
    await resolve();
    expect(fake.lookUps).toHaveLength(2);
  });

  it.each(['live', 'unknown'] as const)('knows one that is %s for a minute only', async (state) => {
    const fake = createFakeSource({ occurrence: () => toFetched({ state }) });
    const { resolve } = start(fake);
    await resolve();
    world.clock.advance(59_999);
    await resolve();
    expect(fake.lookUps).toHaveLength(1);
    world.clock.advance(1);
    await resolve();
    expect(fake.lookUps).toHaveLength(2);
  });

  it('asks again for somebody who wants it fresh', async () => {
    const fake = createFakeSource();
    const { resolve } = start(fake);
    await resolve();
    world.clock.advance(5_000);
    await resolve(BY_ID, world.clock.now() - 5_000);
    expect(fake.lookUps).toHaveLength(1);
    await resolve(BY_ID, world.clock.now());
    expect(fake.lookUps).toHaveLength(2);
  });

  it('asks for each reference by itself', async () => {
    const fake = createFakeSource();
    const { resolve } = start(fake);
    await resolve(BY_ID);
    await resolve(BY_UUID);
    expect(fake.lookUps).toEqual([BY_ID, BY_UUID]);
  });

  it('asks Zoom once for 20 who come at the same time', async () => {
    const { fake, resolve: answer } = createPausedLookUp();
    const { resolve, sleep } = start(fake);
    const all = Promise.all(Array.from({ length: 20 }, () => resolve()));
    await vi.waitFor(() => expect(sleep.mock.calls.length).toBeGreaterThan(40));
    answer(toFetched());
    expect((await all).map(({ key }) => key)).toEqual(Array(20).fill(UUID));
    expect(fake.lookUps).toHaveLength(1);
  });

  it('asks Zoom once for 20 who come at the same time and want it fresh', async () => {
    const { fake, resolve: answer } = createPausedLookUp();
    const { resolve, sleep } = start(fake);
    const now = world.clock.now();
    const all = Promise.all(Array.from({ length: 20 }, () => resolve(BY_ID, now)));
    await vi.waitFor(() => expect(sleep.mock.calls.length).toBeGreaterThan(20));
    answer(toFetched());
    await all;
    expect(fake.lookUps).toHaveLength(1);
  });

  it('tells a failure to all who waited for the same look-up, and does not ask for each', async () => {
    const { fake, reject } = createPausedLookUp();
    const { resolve, sleep } = start(fake);
    const all = Promise.allSettled(Array.from({ length: 20 }, () => resolve()));
    await vi.waitFor(() => expect(sleep.mock.calls.length).toBeGreaterThan(20));
    const retryAt = new Date('2026-01-15T12:30:00Z');
    reject(new AppError({ kind: 'not-found', webinar: ID }, 'made up', { retryAt }));
    for (const outcome of await all) {
      expect(outcome).toMatchObject({ reason: { failure: { kind: 'not-found', webinar: ID }, retryAt } });
    }
    expect(fake.lookUps).toHaveLength(1);
  });

  it('asks again for somebody who comes after a failure: the lock was given back', async () => {
    let fails = true;
    const fake = createFakeSource({
      occurrence: () => {
        if (fails) throw broken();
        return toFetched();
      },
    });
    const { resolve } = start(fake);
    await expect(resolve()).rejects.toMatchObject({ failure: { kind: 'zoom-unavailable' } });
    fails = false;
    expect(await resolve()).toMatchObject({ key: UUID });
    expect(fake.lookUps).toHaveLength(2);
  });

  it('looks up an unknown webinar once in a minute, however often it is asked for; and again for who wants it fresh', async () => {
    const fake = createFakeSource({
      occurrence: () => {
        throw notFound();
      },
    });
    const { resolve } = start(fake);
    for (let i = 0; i < 20; i += 1) {
      await expect(resolve()).rejects.toMatchObject({ failure: { kind: 'not-found' } });
      world.clock.advance(2_000);
    }
    expect(fake.lookUps).toHaveLength(1);
    await expect(resolve(BY_ID, world.clock.now())).rejects.toMatchObject({ failure: { kind: 'not-found' } });
    expect(fake.lookUps).toHaveLength(2);
    world.clock.advance(61_000);
    await expect(resolve()).rejects.toMatchObject({ failure: { kind: 'not-found' } });
    expect(fake.lookUps).toHaveLength(3);
  });

  it('does not tell a failure from before to somebody who waits for a new look-up', async () => {
    const second = Promise.withResolvers<ReturnType<typeof toFetched>>();
    const fake = createFakeSource({
      occurrence: () => {
        if (fake.lookUps.length === 1) throw broken();
        return second.promise;
      },
    });
    const { resolve, sleep } = start(fake);
    await expect(resolve()).rejects.toMatchObject({ failure: { kind: 'zoom-unavailable' } });
    world.clock.advance(1_000);
    const both = Promise.all([resolve(), resolve()]);
    await vi.waitFor(() => expect(sleep.mock.calls.length).toBeGreaterThan(2));
    second.resolve(toFetched());
    expect((await both).map(({ key }) => key)).toEqual([UUID, UUID]);
  });

  it('asks for nothing that somebody else found out just before the lock was free', async () => {
    const fake = createFakeSource();
    const { occurrences } = start(fake);
    const findOut = () => occurrences.remember(toOccurrence({ topic: 'found by another' }));
    const kv = interrupt(world.kv, 'setIfAbsent', 1, findOut);
    expect(await start(fake, { kv }).resolve()).toMatchObject({ topic: 'found by another' });
    expect(fake.lookUps).toEqual([]);
  });

  it('does not hand on an error that it does not know: the next one tries', async () => {
    let calls = 0;
    const first = Promise.withResolvers<never>();
    const fake = createFakeSource({
      occurrence: () => {
        calls += 1;
        return calls === 1 ? first.promise : toFetched();
      },
    });
    const { resolve, sleep } = start(fake);
    const all = Promise.allSettled([resolve(), resolve()]);
    await vi.waitFor(() => expect(sleep).toHaveBeenCalled());
    first.reject(new RangeError('made up'));
    expect((await all).map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(fake.lookUps).toHaveLength(2);
  });

  it('does not hand on that the store was away: the next one tries', async () => {
    const first = Promise.withResolvers<never>();
    const fake = createFakeSource({
      occurrence: () => (fake.lookUps.length === 1 ? first.promise : toFetched()),
    });
    const { resolve, sleep } = start(fake);
    const all = Promise.allSettled([resolve(), resolve()]);
    await vi.waitFor(() => expect(sleep).toHaveBeenCalled());
    first.reject(new AppError({ kind: 'storage-unavailable' }, 'made up'));
    expect((await all).map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(fake.lookUps).toHaveLength(2);
  });

  it('goes on when the one who asked died with the lock', async () => {
    const fake = createFakeSource();
    const { resolve } = start(fake, { timePasses: true });
    const { name, lifeSeconds } = keys.lookUpLock(ID);
    await world.kv.setIfAbsent(name, 'a dead process', lifeSeconds);
    expect(await resolve()).toMatchObject({ key: UUID });
    expect(world.clock.now()).toBeGreaterThanOrEqual(Date.UTC(2026, 0, 15, 12, 0, lifeSeconds));
    // The job that was killed with it is found again after 30 s at the soonest: it must not wait for the look-up then.
    expect(world.clock.now()).toBeLessThan(Date.UTC(2026, 0, 15, 12, 0, 30));
  });

  it('gives the result also when the lock cannot be given back', async () => {
    const storage = new AppError({ kind: 'storage-unavailable' }, 'made up');
    const { resolve } = start(createFakeSource(), { kv: failOnce(world.kv, 'deleteIfEquals', storage) });
    expect(await resolve()).toMatchObject({ key: UUID });
  });

  it('says what Zoom said also when neither that nor the lock can be stored', async () => {
    const storage = new AppError({ kind: 'storage-unavailable' }, 'made up');
    const fake = createFakeSource({ occurrence: () => Promise.reject(notFound()) });
    const kv = failOnce(failOnce(world.kv, 'deleteIfEquals', storage), 'set', storage);
    await expect(start(fake, { kv }).resolve()).rejects.toMatchObject({ failure: { kind: 'not-found' } });
  });

  it('stops when it is told to, while asking and while waiting', async () => {
    const fake = createFakeSource({ occurrence: (_ref, signal) => untilAborted(signal) });
    const { resolve, sleep } = start(fake);
    const stop = new AbortController();
    const all = Promise.allSettled([resolve(BY_ID, 0, stop.signal), resolve(BY_ID, 0, stop.signal)]);
    await vi.waitFor(() => expect(sleep).toHaveBeenCalled());
    stop.abort(new Error('stopping'));
    expect(await all).toMatchObject([{ reason: { message: 'stopping' } }, { reason: { message: 'stopping' } }]);
    expect(fake.lookUps).toHaveLength(1);
  });

  it.each(['', '{', 'null', '[]', '{"lookedUpAt":1}', '{"lookedUpAt":1,"occurrence":{"key":1}}', '\u0000'])(
    'takes a damaged record (%j) for none',
    async (text) => {
      const fake = createFakeSource();
      const { resolve, occurrences } = start(fake);
      await world.kv.set(keys.lookUp(ID).name, text, 600);
      await world.kv.set(keys.lookUpFailure(ID).name, text, 600);
      expect(await occurrences.knownKey(BY_ID)).toBeNull();
      expect(await resolve()).toMatchObject({ key: UUID });
      expect(await occurrences.knownKey(BY_ID)).toBe(UUID);
      expect(fake.lookUps).toHaveLength(1);
    },
  );
});

describe('what a number means after another look', () => {
  const OTHER = 'T3RoZXJSdW5PZlRoZVNhbWU=' as OccurrenceUuid;
  const ended = { key: UUID, uuid: UUID, state: 'past', endedAt: '2026-01-15T12:00:00.000Z' } as const;
  const nothing = {
    key: `id:${ID}`,
    uuid: null,
    state: 'unknown',
    topic: null,
    startedAt: null,
    endedAt: null,
  } as const;

  it.each<[string, Partial<Occurrence>, Partial<FetchedOccurrence>, 'told' | 'found']>([
    ['the same run, of which Zoom knows more', ended, { ...ended, participantCount: 7 }, 'found'],
    ['the same run, which Zoom takes for running', ended, { ...ended, state: 'live', endedAt: null }, 'told'],
    ['Zoom may tell nothing any more', ended, nothing, 'told'],
    ['a run that ended before', ended, { key: OTHER, uuid: OTHER, endedAt: '2026-01-15T11:00:00.000Z' }, 'told'],
    ['a run that ended later', ended, { key: OTHER, uuid: OTHER, endedAt: '2026-01-15T12:00:01.000Z' }, 'found'],
    [
      'it was running, and still is',
      { ...ended, state: 'live', endedAt: null },
      { state: 'live', endedAt: null },
      'found',
    ],
    ['it was running, and has ended', { ...ended, state: 'live', endedAt: null }, ended, 'found'],
    ['nothing was known of it, and now is', nothing, ended, 'found'],
    [
      'its run was not known by a UUID',
      { ...ended, key: `id:${ID}`, uuid: null },
      { state: 'live', endedAt: null },
      'found',
    ],
  ])('%s', async (_what, told, found, expected) => {
    const fake = createFakeSource({ occurrence: () => toFetched({ ...found, topic: 'found' }) });
    const { occurrences, resolve } = start(fake);
    await occurrences.remember(toOccurrence({ ...told, topic: 'told' }));
    world.clock.advance(1_000);
    expect(await resolve(BY_ID, world.clock.now())).toMatchObject({ topic: expected });
    expect(fake.lookUps).toEqual([BY_ID]);
    // And so it is for whoever asks next.
    expect(await resolve()).toMatchObject({ topic: expected });
    expect(fake.lookUps).toHaveLength(1);
  });
});

it('takes what Zoom says of a UUID, which means one run whatever was told of it', async () => {
  const fake = createFakeSource({ occurrence: () => toFetched({ state: 'live', endedAt: null, topic: 'found' }) });
  const { occurrences, resolve } = start(fake);
  await occurrences.remember(toOccurrence({ topic: 'told' }));
  world.clock.advance(1_000);
  expect(await resolve(BY_UUID, world.clock.now())).toMatchObject({ topic: 'found', state: 'live' });
});

describe('what is known without asking', () => {
  it('is every UUID, and a number that was looked up', async () => {
    const { occurrences, resolve } = start(createFakeSource());
    expect(await occurrences.knownKey(BY_UUID)).toBe(UUID);
    expect(await occurrences.knownKey(BY_ID)).toBeNull();
    await resolve();
    expect(await occurrences.knownKey(BY_ID)).toBe(UUID);
  });

  it('is what somebody else remembered, by number and by UUID', async () => {
    const fake = createFakeSource();
    const { occurrences, resolve } = start(fake);
    await occurrences.remember(toOccurrence({ topic: 'just ended' }));
    expect(await resolve(BY_ID)).toMatchObject({ topic: 'just ended' });
    expect(await resolve(BY_UUID)).toMatchObject({ topic: 'just ended' });
    expect(fake.lookUps).toHaveLength(0);
  });

  it('is not good enough for whoever wants what Zoom knows now, even when it was told later', async () => {
    const fake = createFakeSource();
    const { occurrences, resolve } = start(fake);
    const startedAt = world.clock.now();
    world.clock.advance(5);
    await occurrences.remember(toOccurrence({ participantCount: null }));
    expect(await resolve(BY_UUID, startedAt)).toMatchObject({ participantCount: toFetched().participantCount });
    expect(fake.lookUps).toEqual([BY_UUID]);
  });

  it('keeps what was looked up when the event of the same end is told after it', async () => {
    const { occurrences, resolve } = start(createFakeSource());
    for (const ref of [BY_ID, BY_UUID]) await resolve(ref);
    await occurrences.remember(toOccurrence({ participantCount: null }));
    for (const ref of [BY_ID, BY_UUID]) expect((await occurrences.known(ref))?.participantCount).not.toBeNull();
  });

  it('remembers nothing of one without a number or UUID', async () => {
    const { occurrences } = start(createFakeSource());
    await occurrences.remember(toOccurrence({ uuid: null, webinarId: null }));
    expect(world.written).toEqual([]);
  });
});
