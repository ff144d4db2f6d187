import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../../../../src/errors.ts';
import type { JobPayload } from '../../../../src/jobs/catalog.ts';
import { JobDelayed } from '../../../../src/jobs/job-queue.ts';
import { createAutomaticReportStates } from '../../../../src/reports/automatic/automatic-report-state.ts';
import { createLateEvents } from '../../../../src/reports/automatic/late-events.ts';
import {
  createPushedSteps,
  isListSettled,
  LATE_STEP,
  mayWaitForDelay,
  QUIET_STEP,
} from '../../../../src/reports/automatic/pushed-steps.ts';
import { readSchedule } from '../../../../src/reports/automatic/read-schedule.ts';
import { createEndedHandler } from '../../../../src/reports/automatic/webinar-ended.ts';
import { createOccurrences } from '../../../../src/reports/reading/occurrences.ts';
import { createFakeSource, hashIdentity, ID, toOccurrence, UUID } from '../support.ts';
import { createWorld, HOUR_MS, NOON, SECOND_MS, toHead } from './support.ts';

type Ended = JobPayload<'report.automatic'>;

const ENDED: Ended = {
  ...{ uuid: UUID, webinarId: ID, topic: 'Fruit', hostKey: null, startedAt: null },
  endedAt: new Date(NOON).toISOString(),
  countedFrom: NOON,
  step: QUIET_STEP,
};

let world: ReturnType<typeof createWorld>;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  world = createWorld();
});
afterEach(() => {
  vi.useRealTimers();
});

function steps(lastAt: number | null, count = 0) {
  const pushed = { count: async () => count, lastEventAt: async () => lastAt, markOver: async () => undefined };
  return createPushedSteps({ ...world, pushed, schedule: readSchedule([120, 600]), quietSeconds: 20 });
}

describe('after the end', () => {
  it.each([
    ['the last event came before it', NOON - 5 * SECOND_MS, 20, true],
    ['the last event came 20 seconds ago', NOON + 30 * SECOND_MS, 50, true],
    ['the last event came after the first delay, almost', NOON + 101 * SECOND_MS, 105, false],
  ])('%s: quiet is %s', async (_, lastAt, nowSeconds, isQuiet) => {
    world.clock.advance(nowSeconds * SECOND_MS);
    expect(await steps(lastAt).isQuiet(ENDED)).toBe(isQuiet);
  });

  it('events that go on coming are waited for, until a read is due anyway', async () => {
    world.clock.advance(20 * SECOND_MS);
    const waiting = steps(NOON + 15 * SECOND_MS).isQuiet(ENDED);
    await expect(waiting).rejects.toThrow(JobDelayed);
    await expect(waiting).rejects.toMatchObject({ at: new Date(NOON + 35 * SECOND_MS) });
  });

  it('no event at all is told to the operator once a day', async () => {
    world.clock.advance(20 * SECOND_MS);
    const { isQuiet } = steps(null);
    const hints = () => world.logger.lines.filter(({ level }) => level === 'warn').length;
    for (let webinar = 0; webinar < 3; webinar += 1) expect(await isQuiet(ENDED)).toBe(false);
    expect(hints()).toBe(1);
    world.clock.advance(25 * HOUR_MS);
    await isQuiet(ENDED);
    expect(hints()).toBe(2);
  });

  it.each([
    [97, 100, false],
    [98, 100, true],
    [98, null, false],
    [0, null, false],
  ])('%i visits of %s are enough: %s', async (count, participantCount, areEnough) => {
    expect(await steps(NOON, count).areEnough(toOccurrence({ participantCount }))).toBe(areEnough);
  });
});

describe('the first step of a webinar that ended', () => {
  it.each<[string, number, readonly number[], { step: number; delayMs: number }]>([
    ['is to look whether it is quiet', 20, [120, 600], { step: QUIET_STEP, delayMs: 20_000 }],
    ['is the first delay where that is no later', 20, [10, 600], { step: 0, delayMs: 10_000 }],
  ])('%s', async (_, quietSeconds, delays, { step, delayMs }) => {
    const enqueue = vi.spyOn(world.jobs, 'enqueue').mockResolvedValue();
    const occurrences = createOccurrences({
      ...{ ...world, hashIdentity, source: createFakeSource().source },
      sleep: async () => undefined,
      newId: () => 'id1',
    });
    const handle = createEndedHandler({
      onOver: async () => undefined,
      ...world,
      occurrences,
      hashIdentity,
      quietSeconds,
      schedule: readSchedule(delays),
    });
    const { uuid, webinarId, topic, startedAt, endedAt } = ENDED;
    await handle({ uuid, webinarId, topic, startedAt, endedAt, hostId: null, isPracticeSession: false }, 'event');
    expect(enqueue.mock.calls).toMatchObject([['report.automatic', { step }, { delayMs }]]);
  });
});

describe('the step before the first delay', () => {
  it('is not the last when the participants list was not there yet', () => {
    const list = { listed: 0, joined: 0, unlisted: 0, unusable: 0 };
    const states = (['ok', 'no-scope', 'failed', 'late', 'partial'] as const).filter((state) =>
      isListSettled(toHead('Good', { participantsList: { ...list, state } })),
    );
    expect(states).toEqual(['ok', 'no-scope']);
  });

  it('fails without a word where Zoom cannot be asked, and not where the store is away', () => {
    const outage = new AppError({ kind: 'internal' }, 'made up');
    expect(mayWaitForDelay(QUIET_STEP, outage)).toBe(true);
    expect(mayWaitForDelay(0, outage)).toBe(false);
    expect(mayWaitForDelay(QUIET_STEP, new AppError({ kind: 'storage-unavailable' }, 'made up'))).toBe(false);
    expect(mayWaitForDelay(QUIET_STEP, new JobDelayed(new Date()))).toBe(false);
  });
});

describe('events after the last report', () => {
  const start = async (given: { done: boolean; ended?: Ended }) => {
    const states = createAutomaticReportStates(world.kv);
    await states.save(UUID, { before: { step: 0, rowsRead: 40 }, ...given });
    const enqueue = vi.spyOn(world.jobs, 'enqueue').mockResolvedValue();
    return { enqueue, onLate: createLateEvents({ ...world, states, quietSeconds: 20 }) };
  };

  it('store one look at them for all that come close together', async () => {
    const { enqueue, onLate } = await start({ done: true, ended: ENDED });
    for (let event = 0; event < 5; event += 1) await onLate(UUID);
    world.clock.advance(20 * SECOND_MS);
    await onLate(UUID);
    expect(enqueue.mock.calls[0]).toMatchObject([
      'report.automatic',
      { uuid: UUID, step: LATE_STEP },
      { delayMs: 20_000 },
    ]);
    expect(new Set(enqueue.mock.calls.map(([, , options]) => options?.id)).size).toBe(2);
  });

  it.each([
    ['are read by the next step, when there is one', { done: false, ended: ENDED }],
    ['of a webinar that an older version has reported change nothing', { done: true }],
  ])('%s', async (_, state) => {
    const { enqueue, onLate } = await start(state);
    await onLate(UUID);
    expect(enqueue).not.toHaveBeenCalled();
  });
});
