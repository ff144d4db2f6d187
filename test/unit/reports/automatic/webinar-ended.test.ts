import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../../../../src/errors.ts';
import type { JobPayload } from '../../../../src/jobs/catalog.ts';
import type { Jobs } from '../../../../src/jobs/jobs.ts';
import { readSchedule } from '../../../../src/reports/automatic/read-schedule.ts';
import { createEndedHandler, createEndedHosts } from '../../../../src/reports/automatic/webinar-ended.ts';
import { createOccurrences } from '../../../../src/reports/reading/occurrences.ts';
import { keys } from '../../../../src/storage/keys.ts';
import { createLocks } from '../../../../src/storage/lock.ts';
import type { OccurrenceUuid } from '../../../../src/webinar/ids.ts';
import type { EndedEvent } from '../../../../src/webinar/occurrence.ts';
import { ASKER, BY_ID, BY_UUID, createFakeSource, hashIdentity, ID, toFetched, UUID } from '../support.ts';
import { createMortal, createWorld, HOUR_MS, MINUTE_MS, NOON, SECOND_MS } from './support.ts';

const OTHER = 'T3RoZXJSdW5PZlRoZVNhbWU=' as OccurrenceUuid;
const never = new AbortController().signal;
const toEvent = (given: Partial<EndedEvent> = {}): EndedEvent => ({
  uuid: UUID,
  webinarId: ID,
  topic: 'Quarterly update',
  hostId: 'host1',
  startedAt: '2026-01-15T11:00:00.000Z',
  endedAt: '2026-01-15T12:00:00.000Z',
  isPracticeSession: false,
  ...given,
});

let world: ReturnType<typeof createWorld>;
beforeEach(() => {
  // The jobs that are stored here wait for minutes: no real timer is to be left with them.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  world = createWorld();
});
afterEach(() => {
  vi.useRealTimers();
});

type Ended = JobPayload<'report.automatic'>;

function start(
  mortal = createMortal(),
  fake = createFakeSource(),
  delaysSeconds: readonly number[] = [120, 600, 1800],
  quietSeconds = 3600,
) {
  const kv = mortal.wrap(world.kv, 'kv');
  const added: { data: Ended; id: string | undefined; delayMs: number | undefined }[] = [];
  const jobs: Jobs = mortal.wrap(
    {
      ...world.jobs,
      async enqueue(name, payload, options = {}) {
        await world.jobs.enqueue(name, payload, options);
        // Nothing but reads of ended webinars is stored here.
        added.push({ data: payload as Ended, id: options.id, delayMs: options.delayMs });
      },
    },
    'jobs',
  );
  world.jobs.handle('report.automatic', async () => undefined);
  const occurrences = createOccurrences({
    ...{ kv, locks: createLocks(kv), clock: world.clock, hashIdentity },
    source: fake.source,
    sleep: async () => undefined,
    newId: () => 'id1',
  });
  const handle = createEndedHandler({
    onOver: async () => undefined,
    ...world,
    kv,
    jobs,
    occurrences,
    hashIdentity,
    quietSeconds,
    schedule: readSchedule(delaysSeconds),
  });
  const meaning = async () => (await occurrences.resolve(BY_ID, { notBefore: 0, owner: ASKER, signal: never })).key;
  return { handle, added, occurrences, meaning, fake };
}

describe('a webinar that ended', () => {
  it('is stored as a job for its first read', async () => {
    const { handle, added } = start();
    expect(await handle(toEvent(), 'event')).toBe('stored');
    expect(added).toEqual([
      {
        id: `automatic-${UUID}-0`,
        delayMs: 120 * SECOND_MS,
        data: {
          uuid: UUID,
          webinarId: ID,
          topic: 'Quarterly update',
          hostKey: hashIdentity('user:host1'),
          startedAt: '2026-01-15T11:00:00.000Z',
          endedAt: '2026-01-15T12:00:00.000Z',
          countedFrom: NOON,
          step: 0,
        },
      },
    ]);
  });

  it.each<[string, Partial<EndedEvent>, 'event' | 'sweep', { step: number; delayMs: number; countedFrom: number }]>([
    [
      'a moment ago',
      { endedAt: '2026-01-15T11:59:30.000Z' },
      'event',
      { step: 0, delayMs: 90_000, countedFrom: NOON - 30_000 },
    ],
    ['nobody knows when', { endedAt: null }, 'event', { step: 0, delayMs: 120_000, countedFrom: NOON }],
    [
      'a quarter of an hour ago',
      { endedAt: '2026-01-15T11:45:00.000Z' },
      'event',
      { step: 1, delayMs: 0, countedFrom: NOON - 15 * MINUTE_MS },
    ],
    [
      'last year, says the event',
      { endedAt: '2025-01-15T11:45:00.000Z' },
      'event',
      { step: 0, delayMs: 120_000, countedFrom: NOON },
    ],
    [
      'tomorrow, says the event',
      { endedAt: '2026-01-16T12:00:00.000Z' },
      'event',
      { step: 0, delayMs: 120_000, countedFrom: NOON },
    ],
    [
      'last night, says a sweep',
      { endedAt: '2026-01-14T22:00:00.000Z' },
      'sweep',
      // 3600, 7200, 14400, 28800 and 57600 s come after the delays.
      { step: 6, delayMs: 0, countedFrom: NOON - 14 * HOUR_MS },
    ],
  ])('%s is first read at the step that is due', async (_when, event, foundBy, { step, delayMs, countedFrom }) => {
    const { handle, added } = start();
    await handle(toEvent(event), foundBy);
    expect(added).toMatchObject([{ delayMs, data: { step, countedFrom } }]);
  });

  it('without a host has no host key', async () => {
    const { handle, added } = start();
    await handle(toEvent({ hostId: null }), 'sweep');
    expect(added[0]?.data.hostKey).toBeNull();
  });

  it('is stored once, however often and by whomever it is told', async () => {
    const { handle, added } = start();
    const first = await Promise.all(Array.from({ length: 5 }, () => handle(toEvent(), 'event')));
    expect(first).toContain('stored');
    world.clock.advance(85 * MINUTE_MS);
    expect(await handle(toEvent({ topic: 'New', endedAt: null }), 'event')).toBe('duplicate');
    expect(await handle(toEvent(), 'sweep')).toBe('duplicate');
    expect(new Set(added.map(({ id }) => id)).size).toBe(1);
    expect(await handle(toEvent({ uuid: OTHER }), 'event')).toBe('stored');
  });

  it('runs one job, though five copies of the event come at once', async () => {
    const { handle } = start(undefined, undefined, [0, 600]);
    const jobs: unknown[] = [];
    world.jobs.handle('report.automatic', async (data) => void jobs.push(data));
    await Promise.all(Array.from({ length: 5 }, () => handle(toEvent(), 'event')));
    await world.queue.start();
    await new Promise((resolve) => setImmediate(resolve));
    await world.queue.stop(1000);
    expect(jobs).toHaveLength(1);
  });

  it('is asked for again by a store that fails before the work is stored', async () => {
    const away = new AppError({ kind: 'storage-unavailable' }, 'made up');
    const { occurrences } = start();
    const jobs = { ...world.jobs, enqueue: () => Promise.reject(away) };
    const handle = createEndedHandler({
      onOver: async () => undefined,
      ...world,
      jobs,
      occurrences,
      hashIdentity,
      quietSeconds: 20,
      schedule: readSchedule([120]),
    });
    await expect(handle(toEvent(), 'event')).rejects.toBe(away);
    expect(await start().handle(toEvent(), 'event')).toBe('stored');
  });

  it('survives a process that dies at any step: Zoom sends the event again', async () => {
    const counting = createMortal();
    await start(counting).handle(toEvent(), 'event');
    expect(counting.steps).toContain('jobs.enqueue');
    for (let at = 1; at <= counting.steps.length; at += 1) {
      for (const when of ['before', 'after'] as const) {
        world = createWorld();
        const dying = start(createMortal({ at, when }));
        await dying.handle(toEvent(), 'event').catch(() => undefined);
        const living = start();
        await living.handle(toEvent(), 'event');
        const ids = [...dying.added, ...living.added].map(({ id }) => id);
        expect([at, when, new Set(ids).size]).toEqual([at, when, 1]);
        expect(await world.kv.get(keys.ended(UUID).name)).toBe('"event"');
      }
    }
  });
});

describe('a webinar that a sweep found first', () => {
  it('has its host kept when the event comes after all', async () => {
    const { handle, added } = start();
    await handle(toEvent({ hostId: null }), 'sweep');
    expect(await handle(toEvent(), 'event')).toBe('duplicate');
    expect(added).toHaveLength(1);
    expect(await createEndedHosts(world.kv).get(keys.endedHost(UUID))).toBe(hashIdentity('user:host1'));
  });

  it('needs no host kept when the event came first', async () => {
    const { handle } = start();
    await handle(toEvent(), 'event');
    await handle(toEvent(), 'event');
    expect(await world.kv.get(keys.endedHost(UUID).name)).toBeNull();
  });
});

describe('a rehearsal', () => {
  it('is ignored, also by a sweep that finds it later', async () => {
    const { handle, added } = start();
    expect(await handle(toEvent({ isPracticeSession: true }), 'event')).toBe('ignored');
    expect(await handle(toEvent(), 'sweep')).toBe('duplicate');
    expect(added).toEqual([]);
  });

  it('does not hide the show, should it have the same UUID', async () => {
    const { handle, added } = start();
    await handle(toEvent({ isPracticeSession: true }), 'event');
    expect(await handle(toEvent(), 'event')).toBe('stored');
    expect(await handle(toEvent({ isPracticeSession: true }), 'event')).toBe('ignored');
    expect(await handle(toEvent(), 'event')).toBe('duplicate');
    expect(added).toHaveLength(1);
  });

  it('does not change what the number means', async () => {
    const { handle, meaning } = start(
      undefined,
      createFakeSource({ occurrence: () => toFetched({ key: OTHER, uuid: OTHER }) }),
    );
    await handle(toEvent({ isPracticeSession: true }), 'event');
    expect(await meaning()).toBe(OTHER);
  });
});

describe('what the number means', () => {
  /** Zoom's own list knows only the run before. */
  const behind = () =>
    createFakeSource({ occurrence: () => toFetched({ key: OTHER, uuid: OTHER, endedAt: '2026-01-08T12:00:00.000Z' }) });

  it('is the run that just ended, without asking Zoom', async () => {
    const fake = behind();
    const { handle, meaning } = start(undefined, fake);
    await meaning();
    await handle(toEvent(), 'event');
    expect(await meaning()).toBe(UUID);
    expect(fake.lookUps).toHaveLength(1);
  });

  it.each([
    ['the run that ended less than ten minutes ago', '2026-01-15T11:50:00.001Z', UUID],
    ['what Zoom says when the run ended ten minutes ago', '2026-01-15T11:50:00.000Z', OTHER],
  ])('is %s', async (_what, endedAt, expected) => {
    const { handle, meaning } = start(undefined, behind());
    await handle(toEvent({ endedAt }), 'event');
    expect(await meaning()).toBe(expected);
  });

  it('stays so when somebody asks for a fresh one and Zoom does not know the run yet', async () => {
    const { handle, occurrences, meaning } = start(undefined, behind());
    await handle(toEvent(), 'event');
    world.clock.advance(SECOND_MS);
    const { key } = await occurrences.resolve(BY_ID, { notBefore: world.clock.now(), owner: ASKER, signal: never });
    expect(key).toBe(UUID);
    expect(await meaning()).toBe(UUID);
  });

  it('stays so when a look-up was under way that Zoom answers with the run before', async () => {
    const { promise, resolve } = Promise.withResolvers<ReturnType<typeof toFetched>>();
    const fake = createFakeSource({ occurrence: () => promise });
    const { handle, meaning } = start(undefined, fake);
    const asking = meaning();
    await new Promise((done) => setImmediate(done));
    expect(fake.lookUps).toHaveLength(1);
    await handle(toEvent(), 'event');
    resolve(toFetched({ key: OTHER, uuid: OTHER, endedAt: '2026-01-08T12:00:00.000Z' }));
    expect(await asking).toBe(UUID);
    expect(await meaning()).toBe(UUID);
  });

  it('is what Zoom says once Zoom knows the run, with the count of its people', async () => {
    const fake = createFakeSource({ occurrence: () => toFetched({ endedAt: '2026-01-15T11:59:58.000Z' }) });
    const { handle, occurrences } = start(undefined, fake);
    await handle(toEvent(), 'event');
    world.clock.advance(SECOND_MS);
    const options = { notBefore: world.clock.now(), owner: ASKER, signal: never };
    expect(await occurrences.resolve(BY_ID, options)).toMatchObject({ key: UUID, participantCount: 30 });
    expect(await occurrences.resolve(BY_ID, { ...options, notBefore: 0 })).toMatchObject({ participantCount: 30 });
  });

  it('is not an earlier run of which an event comes late', async () => {
    const { handle, meaning } = start(undefined, behind());
    await handle(toEvent(), 'event');
    await handle(toEvent({ uuid: OTHER, endedAt: '2026-01-15T11:55:00.000Z' }), 'event');
    expect(await meaning()).toBe(UUID);
  });

  it('is not what a sweep finds of last night', async () => {
    const latest = toFetched({ endedAt: '2026-01-15T11:00:00.000Z' });
    const { handle, meaning } = start(undefined, createFakeSource({ occurrence: () => latest }));
    await handle(toEvent({ uuid: OTHER, endedAt: '2026-01-14T22:00:00.000Z' }), 'sweep');
    expect(await meaning()).toBe(UUID);
  });

  it('of a run that the event said had ended is not running any more, whatever Zoom says', async () => {
    const fake = createFakeSource({ occurrence: () => toFetched({ state: 'live', endedAt: null }) });
    const { handle, occurrences } = start(undefined, fake);
    await handle(toEvent(), 'event');
    world.clock.advance(SECOND_MS);
    const found = await occurrences.resolve(BY_ID, { notBefore: world.clock.now(), owner: ASKER, signal: never });
    expect(found).toMatchObject({ key: UUID, state: 'past', endedAt: '2026-01-15T12:00:00.000Z' });
  });

  it('is nothing to have the event sent again for', async () => {
    const { occurrences } = start();
    const away = { ...occurrences, remember: () => Promise.reject(new Error('made up')) };
    const handle = createEndedHandler({
      onOver: async () => undefined,
      ...world,
      occurrences: away,
      hashIdentity,
      quietSeconds: 20,
      schedule: readSchedule([120]),
    });
    expect(await handle(toEvent(), 'event')).toBe('stored');
    expect(world.logger.lines).toMatchObject([{ level: 'warn' }, { level: 'info', message: 'a webinar ended' }]);
  });

  it('needs a number: a run that tells none is known by its UUID alone', async () => {
    const { handle, occurrences, fake } = start();
    await handle(toEvent({ webinarId: null }), 'event');
    expect(await occurrences.resolve(BY_UUID, { notBefore: 0, owner: ASKER, signal: never })).toMatchObject({
      webinarId: null,
    });
    expect(fake.lookUps).toEqual([]);
  });
});
