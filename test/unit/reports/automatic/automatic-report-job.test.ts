import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError, type Failure } from '../../../../src/errors.ts';
import { CATALOG, type JobPayload } from '../../../../src/jobs/catalog.ts';
import { type JobContext, JobDelayed, JobInterrupted } from '../../../../src/jobs/job-queue.ts';
import { findSpread } from '../../../../src/qos/spread.ts';
import { DEFAULT_THRESHOLDS } from '../../../../src/qos/thresholds.ts';
import {
  type AutomaticReportDependencies,
  createAutomaticReportHandler,
} from '../../../../src/reports/automatic/automatic-report-job.ts';
import { createAutomaticReportStates } from '../../../../src/reports/automatic/automatic-report-state.ts';
import { createPushedSteps, type PushedEvents } from '../../../../src/reports/automatic/pushed-steps.ts';
import { readSchedule } from '../../../../src/reports/automatic/read-schedule.ts';
import { createRecipients } from '../../../../src/reports/automatic/recipients.ts';
import { createEndedHosts } from '../../../../src/reports/automatic/webinar-ended.ts';
import { createChannelPostHandler } from '../../../../src/reports/delivery/channel-post-job.ts';
import { createConcludePostHandler } from '../../../../src/reports/delivery/conclude-post-job.ts';
import { createJobDeaths } from '../../../../src/reports/reading/job-deaths.ts';
import { keepRead } from '../../../../src/reports/reading/keep-read.ts';
import { createOccurrences } from '../../../../src/reports/reading/occurrences.ts';
import { createCheckpoints } from '../../../../src/reports/reading/pages/checkpoint.ts';
import { createReadRetries } from '../../../../src/reports/reading/read-retry.ts';
import type { ReportHead } from '../../../../src/reports/report.ts';
import { triesOf } from '../../../../src/runtime/backoff.ts';
import { keys } from '../../../../src/storage/keys.ts';
import { createLocks } from '../../../../src/storage/lock.ts';
import type { FetchedOccurrence } from '../../../../src/webinar/occurrence.ts';
import {
  createFakeSource,
  failOnce,
  hashIdentity,
  ID,
  pass,
  sleepOnFakeTimers,
  toFetched,
  toOccurrence,
  UUID,
  untilAborted,
} from '../support.ts';
import {
  context,
  createFakeChannels,
  createJumpingSleep,
  createKept,
  createMortal,
  createWorld,
  HOUR_MS,
  MINUTE_MS,
  NOON,
  SECOND_MS,
  subscribe,
  toHead,
} from './support.ts';

type Ended = JobPayload<'report.automatic'>;

const DELAYS = [120, 600, 1800, 3600];
/** Where the reads go on for what is still missing, up to a day after the end. */
const READ_ON = [7200, 14_400, 28_800, 57_600, 86_400];
const RESERVED_CALLS = 10;
const TTL_SECONDS = 168 * 3600;
const MIDNIGHT = Date.UTC(2026, 0, 16);

interface Found {
  readonly rows: number;
  readonly verdict?: ReportHead['summary']['verdict'];
}
/** What a read finds so many seconds after the end. */
type Read = (seconds: number, signal: AbortSignal) => Found | Error | Promise<Found | Error>;

let world: ReturnType<typeof createWorld>;
beforeEach(() => {
  vi.useFakeTimers();
  world = createWorld();
});
afterEach(async () => {
  await world.queue.stop(0);
  vi.useRealTimers();
});

const fail = (failure: Failure) => new AppError(failure, 'made up');
const tooEarly = () => fail({ kind: 'too-early', webinar: ID, topic: null, endedAt: iso(NOON), nextReadAt: null });
const outage = () =>
  fail({ kind: 'zoom-unavailable', last: '503', tries: 3, at: iso(world.clock.now()), retryAt: null });
const limited = (limit: 'second' | 'day', until: number) =>
  fail({ kind: 'zoom-limited', limit, retryAt: iso(until), peopleRead: 0, peopleExpected: 40 });
const dayLimit = (until: number) => limited('day', until);
const slowDown = (until: number) => limited('second', until);

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

/** Everybody is there from the start, and Zoom says so. */
const complete: Read = () => ({ rows: 40 });
/** More with every delay. */
const growing: Read = (seconds) => ({ rows: seconds < 600 ? 20 : seconds < 1800 ? 28 : 40 });

function toEnded(given: Partial<Ended> = {}): Ended {
  return {
    uuid: UUID,
    webinarId: ID,
    topic: 'As the event said',
    hostKey: null,
    startedAt: iso(NOON - HOUR_MS),
    endedAt: iso(NOON),
    countedFrom: NOON,
    step: 0,
    ...given,
  };
}

const NOTHING_PUSHED: PushedEvents = {
  count: async () => 0,
  lastEventAt: async () => null,
  markOver: async () => undefined,
};

interface Given {
  readonly read?: Read;
  readonly lookUp?: () => FetchedOccurrence;
  readonly callsLeft?: () => number | null;
  readonly pushed?: PushedEvents;
  readonly delays?: readonly number[];
  readonly mortal?: ReturnType<typeof createMortal>;
}

/** The jobs for ended webinars and channel posts on a queue, with a Zoom and a Slack that are made up. */
function start(given: Given = {}) {
  const { read = complete, callsLeft = () => null, delays = DELAYS, mortal = createMortal() } = given;
  const lookUp = given.lookUp ?? (() => toFetched({ participantCount: 40, topic: 'As Zoom says', endedAt: iso(NOON) }));
  const channels = createFakeChannels();
  const readAt: number[] = [];
  const readBy: string[] = [];
  const over: string[] = [];
  const fake = createFakeSource({ occurrence: lookUp });
  let references = 0;

  function createDeps(wrap: <T extends object>(target: T, name: string) => T): AutomaticReportDependencies {
    const kv = wrap(world.kv, 'kv');
    const jobs = wrap(world.jobs, 'jobs');
    const locks = createLocks(kv);
    // A number that is known without asking anybody.
    const { callsPerDay } = fake.source;
    const source = { ...wrap({ ...fake.source, callsLeftToday: async () => callsLeft() }, 'zoom'), callsPerDay };
    const { store, subscriptions } = createKept(kv, world.clock);
    const occurrences = createOccurrences({
      ...{ kv, locks, source, clock: world.clock, hashIdentity },
      sleep: sleepOnFakeTimers,
      newId: () => 'looker',
    });
    const zoom = wrap({ read: async (seconds: number, signal: AbortSignal) => read(seconds, signal) }, 'zoom');
    return {
      ...{ jobs, source, occurrences, locks, clock: world.clock, logger: world.logger },
      schedule: readSchedule(delays),
      reservedCalls: RESERVED_CALLS,
      states: createAutomaticReportStates(kv),
      endedHosts: createEndedHosts(kv),
      readRetries: createReadRetries({ kv, clock: world.clock }),
      jobDeaths: createJobDeaths({
        ...{ kv, clock: world.clock, logger: world.logger },
        newReference: () => `REF${++references}`,
      }),
      recipients: createRecipients({ subscriptions, jobs, kv }),
      pushed: given.pushed ?? NOTHING_PUSHED,
      pushedSteps: createPushedSteps({
        ...{ kv, clock: world.clock, logger: world.logger, schedule: readSchedule(delays) },
        pushed: given.pushed ?? NOTHING_PUSHED,
        quietSeconds: 20,
      }),
      onLastRead: async (key) => void over.push(key),
      newReference: () => `REF${++references}`,
      async makeReport(occurrence, { owner, signal, isLast = false }) {
        readAt.push((world.clock.now() - NOON) / SECOND_MS);
        readBy.push(owner.kind);
        const found = await zoom.read((world.clock.now() - NOON) / SECOND_MS, signal);
        if (found instanceof Error) throw found;
        const { rows, verdict = 'Fair' } = found;
        const { summary } = toHead(verdict);
        const started = createCheckpoints(world).start(`read ${readAt.length}`);
        return keepRead(
          { store, clock: world.clock, thresholds: DEFAULT_THRESHOLDS, ttlSeconds: TTL_SECONDS },
          { occurrence, rows: { ...started, rowsRead: rows }, isLast, signal },
          async () => ({
            written: store.write({ key: occurrence.key, readId: started.readId }),
            summary: { ...summary, people: rows },
            spread: findSpread([]),
            orders: { severity: [], loss: [], latency: [] },
            worst: [],
            decidingPresenter: null,
            participantsList: { state: 'ok', listed: rows, joined: rows, unlisted: 0, unusable: 0 },
          }),
        );
      },
    };
  }

  const dying = createAutomaticReportHandler(createDeps(mortal.wrap));
  const alive = createDeps((target) => target);
  const living = createAutomaticReportHandler(alive);
  const handle = (data: Ended, job: JobContext = context) => (mortal.isDead() ? living : dying)(data, job);
  world.jobs.handle('report.automatic', handle);
  const posting = {
    ...world,
    messenger: channels.messenger,
    sleep: createJumpingSleep(world.clock),
    onPosted: () => undefined,
    onAuthRefused: () => undefined,
  };
  world.jobs.handle('channel.post', createChannelPostHandler(posting));
  world.jobs.handle('channel.conclude', createConcludePostHandler(posting));

  return {
    ...channels,
    fake,
    occurrences: alive.occurrences,
    readAt,
    readBy,
    over,
    handle,
    mortal,
    /** The webinar ended at noon; so much time passes. */
    async run(ms: number, data = toEnded(), stepMs = 10 * SECOND_MS) {
      await world.queue.start();
      await world.jobs.enqueue('report.automatic', data, {
        id: 'first',
        delayMs: (delays[data.step] ?? 0) * SECOND_MS,
      });
      await pass(world.clock, ms, stepMs);
    },
    state: async (): Promise<unknown> => JSON.parse((await world.kv.get(keys.automaticReport(UUID).name)) ?? 'null'),
    heads: () => channels.calls.flatMap(({ content }) => (content.kind === 'report' ? [content.head] : [])),
    count: (kind: string) => channels.calls.filter((call) => call.kind === kind).length,
  };
}

describe('a webinar that ended', () => {
  beforeEach(async () => {
    await subscribe(world.subscriptions);
  });

  it('is read after each delay until nearly everybody is there; one message is posted and edited', async () => {
    const { run, readAt, kinds, heads, state } = start({ read: growing });
    await run(2 * HOUR_MS);
    expect(readAt).toEqual([120, 600, 1800]);
    expect(kinds()).toEqual(['post', 'update', 'update']);
    expect(heads().map(({ rowsRead, state: rated }) => [rowsRead, rated])).toEqual([
      [20, 'preliminary'],
      [28, 'preliminary'],
      [40, 'final'],
    ]);
    expect(await state()).toMatchObject({ done: true });
  });

  it('is read once when everybody is there at once', async () => {
    const { run, readAt, heads } = start();
    await run(2 * HOUR_MS);
    expect(readAt).toEqual([120]);
    expect(heads()).toMatchObject([{ state: 'final', topic: 'As Zoom says' }]);
  });

  it('is not planned to be read again once the report is final', async () => {
    const enqueue = vi.spyOn(world.jobs, 'enqueue');
    const { handle } = start();
    await handle(toEnded());
    expect(enqueue.mock.calls.map(([name]) => name)).toEqual(['channel.post']);
    expect(world.logger.lines.map(({ message }) => message)).toEqual(['nothing more is read of a webinar']);
  });

  it('is looked up anew for each read, whatever was known of it before', async () => {
    const { run, readAt, heads, fake, occurrences } = start({ read: (seconds) => ({ rows: seconds < 600 ? 20 : 40 }) });
    await occurrences.remember(toOccurrence({ participantCount: null, topic: 'As the event said' }));
    await run(2 * HOUR_MS);
    expect(readAt).toEqual([120, 600]);
    expect(fake.lookUps).toHaveLength(2);
    expect(heads()).toMatchObject([{ topic: 'As Zoom says', participantCount: 40 }, { state: 'final' }]);
  });

  it('of which Zoom tells no count is final when two reads at least ten minutes apart agree', async () => {
    const { run, readAt, heads } = start({
      lookUp: () => toFetched({ participantCount: null, endedAt: iso(NOON) }),
      read: () => ({ rows: 20 }),
    });
    await run(2 * HOUR_MS);
    expect(readAt).toEqual([120, 600, 1800]);
    expect(heads().map(({ state }) => state)).toEqual(['preliminary', 'preliminary', 'final']);
  });

  it('and of which half is missing is never final: it is read ever more rarely for a day, and then incomplete', async () => {
    const { run, readAt, readBy, over, kinds, heads, state } = start({ read: () => ({ rows: 20 }) });
    await run(72 * HOUR_MS, toEnded(), MINUTE_MS);
    expect(readAt).toEqual([...DELAYS, ...READ_ON]);
    expect(readBy).toEqual([...DELAYS.map(() => 'automatic'), ...READ_ON.map(() => 'refresh')]);
    expect(kinds()).toEqual(['post', ...Array.from({ length: 8 }, () => 'update')]);
    const states = heads().map(({ state: rated }) => rated);
    expect(states).toEqual([...Array.from({ length: 8 }, () => 'preliminary'), 'incomplete']);
    expect(heads().at(-1)).toMatchObject({ unchangedSince: iso(NOON + 120 * SECOND_MS) });
    expect(await state()).toMatchObject({ done: true });
    expect(over).toEqual([UUID]);
  });

  it('is final as soon as the last people came, hours after the delays', async () => {
    const { run, readAt, heads } = start({ read: (seconds) => ({ rows: seconds < 10_000 ? 19 : 40 }) });
    await run(72 * HOUR_MS, toEnded(), MINUTE_MS);
    expect(readAt).toEqual([...DELAYS, 7200, 14_400]);
    expect(heads().at(-1)).toMatchObject({ state: 'final', rowsRead: 40 });
  });

  it('keeps what was read when a later read is thinner', async () => {
    const rows = [19, 30, 19, 30, 12, 12, 12, 12, 12];
    const { run, heads, messages } = start({ read: () => ({ rows: rows.shift() ?? 0 }) });
    await run(72 * HOUR_MS, toEnded(), MINUTE_MS);
    expect(heads().map(({ rowsRead }) => rowsRead)).toEqual([19, ...Array.from({ length: 8 }, () => 30)]);
    const last = { rowsRead: 30, state: 'incomplete', thinnerRead: { rowsRead: 12 } };
    expect(messages()).toMatchObject([{ kind: 'report', head: last }]);
  });

  it('is read on within what the day leaves to others', async () => {
    let left = RESERVED_CALLS + 4;
    const { run, readAt } = start({ read: () => ({ rows: 20 }), callsLeft: () => left });
    await run(3 * HOUR_MS, toEnded(), MINUTE_MS);
    expect(readAt).toEqual([...DELAYS, 7200]);
    left -= 1;
    await pass(world.clock, 8 * HOUR_MS, MINUTE_MS);
    expect(readAt).toHaveLength(5);
    left = 60_000;
    await pass(world.clock, 2 * HOUR_MS, MINUTE_MS);
    // The day has changed: of the two that were overdue only the last.
    expect(readAt.at(-1)).toBe(12 * 3600);
  });

  it('is read at the step that is due when the bot was away for the night', async () => {
    const { run, readAt, readBy, heads } = start({ read: () => ({ rows: 20 }) });
    world.clock.advance(10 * HOUR_MS);
    await run(2 * HOUR_MS);
    expect(readAt).toHaveLength(1);
    expect(readBy).toEqual(['automatic']);
    expect(heads()).toMatchObject([{ state: 'preliminary', rowsRead: 20 }]);
    await pass(world.clock, 14 * HOUR_MS, MINUTE_MS);
    expect(heads().at(-1)).toMatchObject({ state: 'incomplete', rowsRead: 20 });
  });

  it('is not read again once nothing more can come', async () => {
    const { run, handle, readAt, fake } = start();
    await run(10 * MINUTE_MS);
    await handle(toEnded({ step: 1 }));
    expect(readAt).toHaveLength(1);
    expect(fake.lookUps).toHaveLength(1);
  });

  it('is read as the last time when there are fewer delays than before a restart', async () => {
    const { handle, heads, run, state } = start({ read: () => ({ rows: 1 }), delays: [120] });
    await handle(toEnded({ step: 13 }));
    await run(0);
    await pass(world.clock, SECOND_MS);
    expect(heads()).toMatchObject([{ state: 'incomplete' }]);
    expect(await state()).toMatchObject({ done: true });
  });

  it('does not take the same step twice for two reads that agree', async () => {
    const { handle, heads, readAt, run } = start({
      lookUp: () => toFetched({ participantCount: null, endedAt: iso(NOON) }),
      read: () => ({ rows: 20 }),
    });
    world.clock.advance(120 * SECOND_MS);
    await handle(toEnded());
    await handle(toEnded());
    await run(0);
    await pass(world.clock, SECOND_MS);
    expect(readAt).toEqual([120, 120]);
    expect(heads().map(({ state }) => state)).toEqual(['preliminary']);
    await pass(world.clock, 30 * MINUTE_MS, SECOND_MS);
    expect(heads().at(-1)).toMatchObject({ state: 'final' });
  });

  it.each([
    ['nothing', () => fail({ kind: 'not-found', webinar: UUID })],
    ['that it runs', () => fail({ kind: 'still-running', webinar: UUID, topic: null })],
  ])('is read with what the event said while Zoom knows %s', async (_what, error) => {
    const { run, heads, count } = start({
      lookUp: () => {
        throw error();
      },
      read: () => ({ rows: 20 }),
    });
    await run(2 * HOUR_MS);
    expect(heads().at(-1)).toMatchObject({
      key: UUID,
      topic: 'As the event said',
      participantCount: null,
      state: 'final',
    });
    expect(count('post')).toBe(1);
  });
});

describe('a webinar without data', () => {
  beforeEach(async () => {
    await subscribe(world.subscriptions);
  });

  it.each<[string, () => Error]>([
    ['it is too early', tooEarly],
    ['there is none', () => fail({ kind: 'no-data', webinar: ID, topic: null })],
    ['it knows no such webinar', () => fail({ kind: 'not-found', webinar: UUID })],
    ['it still runs', () => fail({ kind: 'still-running', webinar: UUID, topic: null })],
  ])('is told of once, after the last delay, though Zoom said that %s', async (_what, read) => {
    const { run, readAt, calls } = start({ read });
    await run(59 * MINUTE_MS);
    expect(calls).toEqual([]);
    await pass(world.clock, 2 * HOUR_MS, 10 * SECOND_MS);
    expect(readAt).toEqual(DELAYS);
    expect(calls).toMatchObject([
      { kind: 'post', content: { kind: 'no-report', final: true, failure: { kind: 'no-data', webinar: ID } } },
    ]);
  });

  it('is reported as soon as there is some', async () => {
    const { run, heads, kinds } = start({ read: (seconds) => (seconds < 1800 ? tooEarly() : { rows: seconds / 90 }) });
    await run(2 * HOUR_MS);
    expect(kinds()).toEqual(['post', 'update']);
    expect(heads().map(({ state }) => state)).toEqual(['preliminary', 'final']);
  });

  it.each([
    ['has lost it again', tooEarly],
    ['refuses', () => fail({ kind: 'zoom-credentials' })],
    ['fails in a way nobody knows', () => new Error('made up')],
  ])('any more keeps the report it had, which is incomplete a day later: Zoom %s', async (_what, error) => {
    const { run, kinds, messages } = start({ read: (seconds) => (seconds < 600 ? { rows: 20 } : error()) });
    await run(23 * HOUR_MS, toEnded(), MINUTE_MS);
    expect(kinds()).toEqual(['post']);
    await pass(world.clock, 2 * HOUR_MS, MINUTE_MS);
    expect(kinds()).toEqual(['post', 'update']);
    expect(messages()).toMatchObject([{ kind: 'report', head: { state: 'incomplete', rowsRead: 20 } }]);
  });

  it.each(['no-data', 'not-found'] as const)(
    'any more is left at the first read after the delays at which Zoom says so: %s',
    async (kind) => {
      const { run, readAt, messages, state } = start({
        read: (seconds) => (seconds < 600 ? { rows: 20 } : fail({ kind, webinar: ID, topic: null })),
      });
      await run(3 * HOUR_MS, toEnded(), MINUTE_MS);
      expect(readAt).toEqual([...DELAYS, 7200]);
      expect(messages()).toMatchObject([{ kind: 'report', head: { state: 'incomplete', rowsRead: 20 } }]);
      expect(await state()).toMatchObject({ done: true });
    },
  );

  it('for a reason that stays is told of with the reference that the log has', async () => {
    const { run, messages } = start({ read: () => fail({ kind: 'zoom-credentials' }) });
    await run(2 * HOUR_MS);
    const [message] = messages();
    if (message?.kind !== 'no-report') throw new Error('another message was expected');
    expect(message).toMatchObject({ failure: { kind: 'zoom-credentials' }, final: true });
    const logged = world.logger.lines.find(({ message: words }) => words === 'a webinar could not be reported');
    expect(logged?.fields).toMatchObject({ ref: message.reference });
  });

  it.each<Failure>([
    { kind: 'zoom-refused', said: 'Something new.', status: 400, code: 9999, check: 'unknown' },
    { kind: 'plan-missing', said: 'No permission.' },
  ])('because Zoom means it is told of once, at once, and nothing more is read: $kind', async (failure) => {
    const { run, readAt, messages, kinds } = start({ read: () => fail(failure) });
    await run(2 * HOUR_MS);
    expect(readAt).toHaveLength(1);
    expect(kinds()).toEqual(['post']);
    expect(messages()).toMatchObject([{ kind: 'no-report', failure, final: true }]);
  });

  it('because of a mistake of ours is tried ten times at the last step, and told of', async () => {
    const { run, messages, readAt } = start({ read: () => new Error('made up'), delays: [0] });
    await run(2 * HOUR_MS);
    expect(readAt).toHaveLength(triesOf(CATALOG['report.automatic'].retry));
    expect(messages()).toMatchObject([{ failure: { kind: 'internal' }, final: true }]);
  });
});

describe('a Zoom that is out', () => {
  beforeEach(async () => {
    await subscribe(world.subscriptions);
  });

  it('for the look-up does not lose the report', async () => {
    const { run, heads, count } = start({
      lookUp: () => {
        if (world.clock.now() < NOON + 5 * HOUR_MS) throw outage();
        return toFetched({ participantCount: 40 });
      },
    });
    await run(7 * HOUR_MS, toEnded(), 30 * SECOND_MS);
    expect(heads()).toMatchObject([{ state: 'final' }]);
    expect(count('post')).toBe(1);
  });

  it('for a minute is asked again soon, and nobody is told', async () => {
    const { run, readAt, calls } = start({ read: (seconds) => (seconds < 180 ? outage() : { rows: 40 }) });
    await run(2 * HOUR_MS);
    expect(readAt).toEqual([120, 240]);
    expect(calls).toMatchObject([{ kind: 'post', content: { kind: 'report' } }]);
  });

  it('is not waited for longer than until the next read is due', async () => {
    const { run, readAt } = start({
      read: () => (world.clock.now() < NOON + 700_000 ? outage() : { rows: 40 }),
      delays: [550, 750],
    });
    await run(HOUR_MS);
    expect(readAt).toEqual([550, 670, 750]);
  });

  it('is not asked again in the same moment, when the next read became due while Zoom failed', async () => {
    const { handle } = start({
      read: () => {
        world.clock.advance(700 * SECOND_MS);
        return outage();
      },
    });
    await expect(handle(toEnded())).rejects.toThrow(new JobDelayed(new Date(NOON + 701 * SECOND_MS)));
  });

  it('for hours is no news to anybody while another read is to come', async () => {
    const { run, calls, readAt } = start({ read: outage, delays: [120, 6 * 3600] });
    await run(5 * HOUR_MS, toEnded(), 30 * SECOND_MS);
    expect(readAt.length).toBeGreaterThan(7);
    expect(calls).toEqual([]);
  });

  it('because it asks to slow down is asked again when it says, and nobody is told', async () => {
    const { run, readAt, calls } = start({
      read: (seconds) => (seconds < 180 ? slowDown(NOON + 200 * SECOND_MS) : { rows: 40 }),
    });
    await run(HOUR_MS);
    expect(readAt).toEqual([120, 200]);
    expect(calls).toMatchObject([{ kind: 'post', content: { kind: 'report' } }]);
  });

  it('again, after a read that worked, has all its tries before it', async () => {
    const { run, readAt } = start({
      read: (seconds) => (seconds === 120 || seconds === 500 ? outage() : { rows: Math.round(seconds / 100) }),
      delays: [120, 500, 1800],
    });
    await run(15 * MINUTE_MS);
    expect(readAt).toEqual([120, 240, 500, 620]);
  });

  it('for hours is told of in one message, which becomes the report', async () => {
    const { run, readAt, kinds, messages } = start({
      read: (seconds) => (seconds < 5 * 3600 ? outage() : { rows: 40 }),
    });
    await run(4 * HOUR_MS, toEnded(), 30 * SECOND_MS);
    expect(messages()).toMatchObject([{ kind: 'no-report', final: false, failure: { kind: 'zoom-unavailable' } }]);
    await pass(world.clock, 3 * HOUR_MS, 30 * SECOND_MS);
    expect(messages()).toMatchObject([{ kind: 'report', head: { state: 'final' } }]);
    expect(kinds().filter((kind) => kind === 'post')).toHaveLength(1);
    expect(readAt.length).toBeLessThan(25);
  });

  it('for ever is given up after two days, and told of', async () => {
    const { run, readAt, messages, count } = start({ read: outage });
    await run(60 * HOUR_MS, toEnded(), 2 * MINUTE_MS);
    expect(messages()).toMatchObject([{ kind: 'no-report', final: true, failure: { kind: 'zoom-unavailable' } }]);
    expect(count('post')).toBe(1);
    const reads = readAt.length;
    expect(reads).toBeLessThan(200);
    await pass(world.clock, 24 * HOUR_MS, 10 * MINUTE_MS);
    expect(readAt).toHaveLength(reads);
  });
});

describe("a day's quota", () => {
  beforeEach(async () => {
    await subscribe(world.subscriptions);
  });

  it.each([
    [4, [120]],
    [5, [120]],
    [null, [120]],
    [3, []],
    [0, []],
  ])('with %j calls left lets four of them through or not', async (left, expected) => {
    const { run, readAt } = start({ callsLeft: () => left });
    await run(HOUR_MS);
    expect(readAt).toEqual(expected);
  });

  it('of which nothing is left is waited for also where the count of people is not known', async () => {
    const { run, readAt, messages } = start({
      callsLeft: () => 0,
      lookUp: () => toFetched({ participantCount: null }),
    });
    await run(HOUR_MS);
    expect(readAt).toEqual([]);
    expect(messages()).toMatchObject([{ final: false, failure: { kind: 'zoom-limited', retryAt: iso(MIDNIGHT) } }]);
  });

  it('that is used up is told of, and the webinar is read the next day', async () => {
    const { run, readAt, calls, messages, heads } = start({
      callsLeft: () => (world.clock.now() < MIDNIGHT ? 3 : 60_000),
    });
    await run(HOUR_MS);
    expect(messages()).toMatchObject([
      {
        kind: 'no-report',
        final: false,
        failure: { kind: 'zoom-limited', limit: 'day', retryAt: iso(MIDNIGHT), cost: { calls: 4, left: 3 } },
      },
    ]);
    await pass(world.clock, 13 * HOUR_MS, MINUTE_MS);
    expect(readAt).toEqual([12 * 3600]);
    expect(heads()).toMatchObject([{ state: 'final' }]);
    expect(calls.map(({ kind }) => kind)).toEqual(['post', 'update']);
  });

  it('that Zoom itself says is used up, to the look-up, does not lose the report', async () => {
    const { run, messages, count } = start({
      lookUp: () => {
        if (world.clock.now() < MIDNIGHT) throw dayLimit(MIDNIGHT);
        return toFetched({ participantCount: 40 });
      },
    });
    await run(13 * HOUR_MS, toEnded(), MINUTE_MS);
    expect(messages()).toMatchObject([{ kind: 'report' }]);
    expect(count('post')).toBe(1);
  });

  it('that will never be enough is not waited for for ever', async () => {
    const { run, messages, count, readAt, state } = start({ callsLeft: () => 3 });
    await run(96 * HOUR_MS, toEnded(), 5 * MINUTE_MS);
    expect(readAt).toEqual([]);
    expect(messages()).toMatchObject([{ kind: 'no-report', final: true, failure: { kind: 'zoom-limited' } }]);
    expect(count('post')).toBe(1);
    expect(count('update')).toBeLessThanOrEqual(3);
    expect(await state()).toMatchObject({ done: true });
  });
});

describe('a webinar of a host', () => {
  it.each([
    ['address, as Zoom says', 'email:host@mail.example', null],
    ['user id, as the event said', 'user:host1', hashIdentity('user:host1')],
  ])('is reported to who wants those of this %s', async (_what, identity, hostKey) => {
    await subscribe(world.subscriptions, { filter: { kind: 'host', hostKey: hashIdentity(identity), shown: 'h…' } });
    const { run, heads } = start({ lookUp: () => toFetched({ hostEmail: 'Host@mail.example', participantCount: 40 }) });
    await run(10 * MINUTE_MS, toEnded({ hostKey }));
    expect(heads()).toHaveLength(1);
  });
});

it('of a host whose user id came later than the sweep is reported, too', async () => {
  const hostKey = hashIdentity('user:host1');
  await subscribe(world.subscriptions, { filter: { kind: 'host', hostKey, shown: 'h…' } });
  await createEndedHosts(world.kv).set(keys.endedHost(UUID), hostKey);
  const { run, heads } = start();
  await run(10 * MINUTE_MS);
  expect(heads()).toHaveLength(1);
});

describe('a webinar nobody wants to hear of', () => {
  it('costs no call to Zoom', async () => {
    await subscribe(world.subscriptions, { filter: { kind: 'series', webinarId: '93201235622' } });
    const { run, readAt, fake, state } = start();
    await run(2 * HOUR_MS);
    expect(readAt).toEqual([]);
    expect(fake.lookUps).toEqual([]);
    expect(await state()).toMatchObject({ done: true });
  });

  it('is looked up where only Zoom can tell whose it was, and not read', async () => {
    await subscribe(world.subscriptions, { filter: { kind: 'host', hostKey: 'somebody else', shown: 's…' } });
    const { run, readAt, fake } = start();
    await run(2 * HOUR_MS);
    expect(readAt).toEqual([]);
    expect(fake.lookUps.length).toBeGreaterThan(0);
  });

  it('is reported to who subscribes between two reads: "Post here when it ends" just after the end', async () => {
    const { run, heads } = start();
    await run(5 * MINUTE_MS);
    await subscribe(world.subscriptions, { filter: { kind: 'series', webinarId: ID }, once: true });
    await pass(world.clock, HOUR_MS, 10 * SECOND_MS);
    expect(heads()).toMatchObject([{ state: 'final' }]);
    expect(await world.subscriptions.all()).toEqual([]);
  });
});

describe('somebody else who reads the same webinar', () => {
  beforeEach(async () => {
    await subscribe(world.subscriptions);
  });

  it('is waited for', async () => {
    await createLocks(world.kv).acquire(keys.readLock(UUID), 'another job');
    const { handle, readAt } = start();
    for (const lastAttempt of [false, true]) {
      const handling = handle(toEnded(), { ...context, lastAttempt });
      await expect(handling).rejects.toThrow(new JobDelayed(new Date(NOON + 3 * SECOND_MS)));
    }
    expect(readAt).toEqual([]);
    expect(await world.kv.get(keys.readLock(UUID).name)).toBe('another job');
  });

  it.each([
    ['worked', complete],
    ['failed', tooEarly],
    ['found Zoom out', outage],
    ['failed for a mistake of ours', () => new Error('made up')],
  ])('gets the lock after a read that %s', async (_what, read) => {
    const { handle, readAt } = start({ read });
    await handle(toEnded()).catch(() => undefined);
    expect(readAt).toHaveLength(1);
    expect(await world.kv.get(keys.readLock(UUID).name)).toBeNull();
  });

  it('gets the lock when the read does not fit into the quota', async () => {
    const { handle } = start({ callsLeft: () => 0 });
    await expect(handle(toEnded())).rejects.toThrow(JobDelayed);
    expect(await world.kv.get(keys.readLock(UUID).name)).toBeNull();
  });

  it('and took the lock away stops the read, which is begun again', async () => {
    const { handle } = start({ read: (_seconds, signal) => untilAborted(signal) });
    const handling = handle(toEnded()).catch((error: unknown) => error);
    await pass(world.clock, SECOND_MS);
    await world.kv.set(keys.readLock(UUID).name, 'another job', 60);
    await pass(world.clock, 20 * SECOND_MS);
    expect(await handling).toBeInstanceOf(JobInterrupted);
    expect(await world.kv.get(keys.readLock(UUID).name)).toBe('another job');
  });
});

describe('a process that is asked to stop', () => {
  it('gives the job back, with the lock and without a word to anybody', async () => {
    await subscribe(world.subscriptions);
    const { handle, tried } = start({ read: (_seconds, signal) => untilAborted(signal) });
    const stop = new AbortController();
    const handling = handle(toEnded(), { ...context, signal: stop.signal }).catch((error: unknown) => error);
    await pass(world.clock, SECOND_MS);
    stop.abort(new Error('stopping'));
    expect(await handling).toBeInstanceOf(JobInterrupted);
    expect(await world.kv.get(keys.readLock(UUID).name)).toBeNull();
    expect(await world.kv.get(keys.automaticReport(UUID).name)).toBeNull();
    expect(tried).toEqual([]);
  });
});

describe('a store that fails', () => {
  const away = new AppError({ kind: 'storage-unavailable' }, 'made up');
  beforeEach(async () => {
    await subscribe(world.subscriptions);
  });

  it('has the queue try again, with nothing lost', async () => {
    world.kv = failOnce(world.kv, 'setIfAbsent', away);
    const { run, heads } = start();
    await run(10 * MINUTE_MS);
    expect(heads()).toMatchObject([{ state: 'final' }]);
  });

  it('at the last try goes on with the next delay', async () => {
    world.kv = failOnce(world.kv, 'setIfAbsent', away);
    const { handle, readAt, heads } = start();
    await handle(toEnded(), { ...context, lastAttempt: true });
    await world.queue.start();
    await pass(world.clock, 20 * MINUTE_MS, 10 * SECOND_MS);
    expect(readAt).toEqual([600]);
    expect(heads()).toMatchObject([{ state: 'final' }]);
  });
});

describe('a channel that unsubscribes between two reads', () => {
  const kindsIn = (calls: readonly { channel: string; content: { kind: string } }[], channel: string) =>
    calls.filter((call) => call.channel === channel).map(({ content }) => content.kind);
  const unsubscribe = async (channelId: string) => {
    for (const one of await world.subscriptions.all()) {
      if (one.channelId === channelId) await world.subscriptions.remove(one.id);
    }
  };
  beforeEach(async () => {
    for (const channelId of ['C1', 'C2']) await subscribe(world.subscriptions, { channelId });
  });

  it('has its message brought to an end; the others get theirs to the last word', async () => {
    const { run, calls } = start({ read: growing });
    await run(5 * MINUTE_MS);
    await unsubscribe('C1');
    await pass(world.clock, 2 * HOUR_MS, 10 * SECOND_MS);
    expect(kindsIn(calls, 'C1')).toEqual(['report', 'concluded']);
    expect(kindsIn(calls, 'C2')).toEqual(['report', 'report', 'report']);
    const last = calls.findLast(({ channel }) => channel === 'C1')?.content;
    expect(last).toMatchObject({ head: { readId: 'read 1', state: 'preliminary' } });
  });

  it('is told so too when nobody is left, and nothing more is read', async () => {
    const { run, calls, readAt, state } = start({ read: growing });
    await run(5 * MINUTE_MS);
    for (const channelId of ['C1', 'C2']) await unsubscribe(channelId);
    await pass(world.clock, 2 * HOUR_MS, 10 * SECOND_MS);
    for (const channel of ['C1', 'C2']) expect(kindsIn(calls, channel)).toEqual(['report', 'concluded']);
    expect(readAt).toEqual([120]);
    expect(await state()).toMatchObject({ done: true });
  });

  it('and subscribes again before the last read gets its updates again', async () => {
    const { run, calls } = start({ read: growing });
    await run(5 * MINUTE_MS);
    await unsubscribe('C1');
    await pass(world.clock, 10 * MINUTE_MS, 10 * SECOND_MS);
    await subscribe(world.subscriptions);
    await pass(world.clock, 2 * HOUR_MS, 10 * SECOND_MS);
    expect(kindsIn(calls, 'C1')).toEqual(['report', 'concluded', 'report']);
    const last = calls.findLast(({ channel }) => channel === 'C1')?.content;
    expect(last).toMatchObject({ head: { state: 'final' } });
  });

  it('is told so although the last read fails', async () => {
    const { run, calls } = start({
      delays: [120, 600],
      read: (seconds) => (seconds < 600 ? { rows: 20 } : tooEarly()),
    });
    await run(5 * MINUTE_MS);
    await unsubscribe('C1');
    await pass(world.clock, 2 * HOUR_MS, 10 * SECOND_MS);
    expect(kindsIn(calls, 'C1')).toEqual(['report', 'concluded']);
  });

  it('after the last word keeps that', async () => {
    const { run, calls } = start();
    await run(5 * MINUTE_MS);
    await unsubscribe('C1');
    await pass(world.clock, 2 * HOUR_MS, 10 * SECOND_MS);
    expect(kindsIn(calls, 'C1')).toEqual(['report']);
  });
});

describe('a process that dies', () => {
  async function liveAndDie(death: { at?: number; when?: 'before' | 'after' }, read: Read, isForADay: boolean) {
    world = createWorld();
    await subscribe(world.subscriptions);
    const mortal = createMortal(death);
    const started = start({ read, mortal, delays: isForADay ? [600, 40_000] : DELAYS });
    await (isForADay
      ? started.run(26 * HOUR_MS, toEnded(), 10 * MINUTE_MS)
      : started.run(2 * HOUR_MS, toEnded(), 30 * SECOND_MS));
    await world.queue.stop(0);
    return { ...started, last: started.messages().at(-1), state: await started.state() };
  }

  it.each([
    ['data that grows', growing, 'final'],
    ['no data until the end', tooEarly, null],
    ['data that is never complete', () => ({ rows: 20 }), 'incomplete'],
  ] as const)(
    'at any step of reading %s loses nothing, posts once and calls nothing final too early',
    async (_what, read, lastState) => {
      const isForADay = lastState === 'incomplete';
      const { mortal, last, readAt } = await liveAndDie({}, read, isForADay);
      const finalAt = readAt.at(-1) ?? 0;
      expect(mortal.steps.length).toBeGreaterThan(20);
      for (let at = 1; at <= mortal.steps.length; at += 1) {
        for (const when of ['before', 'after'] as const) {
          const step = `${when} ${mortal.steps[at - 1]} (${at})`;
          const rerun = await liveAndDie({ at, when }, read, isForADay);
          expect([step, rerun.mortal.isDead()]).toEqual([step, true]);
          expect([step, rerun.count('post')]).toEqual([step, 1]);
          expect([step, rerun.state]).toMatchObject([step, { done: true }]);
          expect([step, rerun.last?.kind]).toEqual([step, last?.kind]);
          if (rerun.last?.kind === 'report') expect([step, rerun.last.head.state]).toEqual([step, lastState]);
          const finals = rerun.heads().filter(({ state }) => state === 'final');
          if (last?.kind === 'report') {
            expect([step, finals.map(({ rowsRead }) => rowsRead)]).toEqual([
              step,
              finals.map(() => last.head.rowsRead),
            ]);
          }
          // A step may be repeated, never be missing.
          expect([step, Math.max(...rerun.readAt) >= finalAt]).toEqual([step, true]);
          expect([step, rerun.readAt.length <= readAt.length + 1]).toEqual([step, true]);
        }
      }
    },
    60_000,
  );
});

describe('a job that was under way at the deaths of its processes', () => {
  const died = (deaths: number): JobContext => ({ ...context, jobId: 'job', deaths });
  const AGAIN = NOON + 30 * MINUTE_MS;
  beforeEach(async () => {
    await subscribe(world.subscriptions);
    await world.queue.start();
  });

  it('waits half an hour after six, tells the channels, and then reads though it has been six still', async () => {
    const { handle, calls, readAt, heads, fake } = start();
    await expect(handle(toEnded(), died(6))).rejects.toEqual(new JobDelayed(new Date(AGAIN)));
    await pass(world.clock, SECOND_MS);
    const failure = { kind: 'broken-off', webinar: ID, topic: 'As the event said', retryAt: iso(AGAIN) };
    expect(calls).toMatchObject([
      { kind: 'post', content: { kind: 'no-report', failure, reference: 'REF1', final: false } },
    ]);
    expect(world.logger.lines).toContainEqual(
      expect.objectContaining({ level: 'error', fields: expect.objectContaining({ ref: 'REF1', deaths: 6 }) }),
    );
    expect(fake.lookUps).toEqual([]);
    expect(readAt).toEqual([]);

    await pass(world.clock, 30 * MINUTE_MS, MINUTE_MS);
    await handle(toEnded(), died(6));
    await pass(world.clock, SECOND_MS);
    expect(heads()).toMatchObject([{ state: 'final' }]);
    expect(calls.map(({ kind }) => kind)).toEqual(['post', 'update']);
  });

  it('is given up after twelve, in the same words and with the same reference', async () => {
    const { handle, calls, readAt, state } = start();
    await expect(handle(toEnded(), died(6))).rejects.toThrow(JobDelayed);
    await pass(world.clock, 30 * MINUTE_MS, MINUTE_MS);
    await handle(toEnded(), died(12));
    await pass(world.clock, SECOND_MS);
    expect(calls.at(-1)).toMatchObject({
      content: { kind: 'no-report', failure: { kind: 'broken-off', retryAt: null }, reference: 'REF1', final: true },
    });
    expect(await state()).toMatchObject({ done: true });
    await handle(toEnded(), died(12));
    expect(readAt).toEqual([]);
  });

  it('does not take away a report that was posted before', async () => {
    const { handle, readAt, messages, state } = start({ read: () => ({ rows: 20 }) });
    world.clock.advance(120 * SECOND_MS);
    await handle(toEnded());
    await pass(world.clock, SECOND_MS);
    const before = messages();
    expect(before).toMatchObject([{ kind: 'report', head: { state: 'preliminary', rowsRead: 20 } }]);

    await expect(handle(toEnded({ step: 1 }), died(6))).rejects.toThrow(JobDelayed);
    await pass(world.clock, SECOND_MS);
    expect(messages()).toEqual(before);
    await handle(toEnded({ step: 1 }), died(12));
    await pass(world.clock, SECOND_MS);
    expect(messages()).toMatchObject([{ kind: 'report', head: { state: 'incomplete', rowsRead: 20 } }]);
    expect(await state()).toMatchObject({ done: true });
    expect(readAt).toHaveLength(1);
  });

  it.each(['before', 'after'] as const)(
    'tells the channels though a process dies %s the telling, too',
    async (when) => {
      const { steps } = start().mortal;
      const dry = start();
      await expect(dry.handle(toEnded(), died(6))).rejects.toThrow(JobDelayed);
      const telling = dry.mortal.steps.indexOf('jobs.enqueue') + 1;
      expect(telling, steps.join()).toBeGreaterThan(0);

      world = createWorld();
      await subscribe(world.subscriptions);
      const { handle, calls } = start({ mortal: createMortal({ at: telling, when }) });
      await world.queue.start();
      await expect(handle(toEnded(), died(6))).rejects.toThrow('jobs.enqueue');
      await expect(handle(toEnded(), died(7))).rejects.toThrow(JobDelayed);
      await pass(world.clock, SECOND_MS);
      expect(calls).toMatchObject([{ kind: 'post', content: { kind: 'no-report', final: false } }]);
    },
  );
});
