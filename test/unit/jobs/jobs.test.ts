import { beforeEach, describe, expect, it } from 'vitest';
import { CATALOG, CATALOG_VERSION, type JobName } from '../../../src/jobs/catalog.ts';
import {
  type JobContext,
  JobDelayed,
  JobFailedForGood,
  type JobHandler,
  JobInterrupted,
} from '../../../src/jobs/job-queue.ts';
import { createJobs, type Jobs } from '../../../src/jobs/jobs.ts';
import { upgradeJob } from '../../../src/jobs/upgrade-job.ts';
import { noTracing, type Tracing } from '../../../src/tracing/tracing.ts';
import { createManualClock } from '../../setup/manual-clock.ts';
import { createQuietLogger } from '../../setup/quiet-logger.ts';

const NOON = Date.UTC(2026, 0, 15, 12);
const context: JobContext = {
  ...{ jobId: '1', attempt: 1, lastAttempt: false, deaths: 0 },
  signal: new AbortController().signal,
};

/** A queue that shows what it was given, and runs what the test says. */
function createShownQueue() {
  const stored: { name: string; data: unknown; options: unknown }[] = [];
  const retries: [name: string, retry: unknown][] = [];
  const scheduled: unknown[] = [];
  const unscheduled: string[] = [];
  const handlers = new Map<string, JobHandler>();
  let unknown: ((name: string, data: unknown, context: JobContext) => Promise<void>) | null = null;
  return {
    stored,
    scheduled,
    unscheduled,
    retries,
    /** As the queue does with a job that it holds. */
    run(name: string, data: unknown): Promise<void> {
      const handler = handlers.get(name);
      if (handler) return handler(data, context);
      return unknown?.(name, data, context) ?? expect.unreachable('nobody runs unknown jobs');
    },
    async add(name: string, data: unknown, options?: unknown) {
      stored.push({ name, data, options });
    },
    handle(name: string, retry: unknown, handler: JobHandler) {
      retries.push([name, retry]);
      handlers.set(name, handler);
    },
    handleUnknown(handler: typeof unknown) {
      unknown = handler;
    },
    start: async () => undefined,
    interrupt: () => undefined,
    async schedule(name: string, data: unknown, everyMs: number) {
      scheduled.push({ name, data, everyMs });
    },
    async unschedule(name: string) {
      unscheduled.push(name);
    },
    stop: async () => undefined,
  };
}

let queue: ReturnType<typeof createShownQueue>;
let logger: ReturnType<typeof createQuietLogger>;
let jobs: Jobs;
let ran: unknown[];
beforeEach(() => {
  queue = createShownQueue();
  logger = createQuietLogger();
  jobs = createJobs({ queue, clock: createManualClock(), logger });
  ran = [];
});

const TELL = { userId: 'U1', channelId: 'C1', reason: 'is_archived' };
const envelope = (payload: unknown, version = CATALOG_VERSION) => ({ version, payload });

describe('a job of the catalog', () => {
  beforeEach(() => {
    jobs.handle('owner.tell', async (payload) => void ran.push(payload));
  });

  it('is stored with its version, and handed over as it was', async () => {
    await jobs.enqueue('owner.tell', TELL, { id: 'a', delayMs: 5 });
    expect(queue.stored).toEqual([
      { name: 'owner.tell', data: envelope(TELL, CATALOG['owner.tell'].since), options: { id: 'a', delayMs: 5 } },
    ]);
    await queue.run('owner.tell', queue.stored[0]?.data);
    expect(ran).toEqual([TELL]);
  });

  it('says the oldest version that understands it, so that older processes run all that they can', () => {
    const versions = Object.values(CATALOG).map(({ since }) => since);
    expect(Math.max(...versions)).toBe(CATALOG_VERSION);
    expect(Math.min(...versions)).toBeGreaterThan(1);
  });

  it('is tried again as the catalog says', () => {
    expect(queue.retries).toEqual([['owner.tell', CATALOG['owner.tell'].retry]]);
  });

  it('fails when its handler does, and with the same error', async () => {
    const error = new Error('made up');
    jobs.handle('owner.tell', () => Promise.reject(error));
    await expect(queue.run('owner.tell', envelope(TELL))).rejects.toBe(error);
  });

  it('that an older version stored in an envelope is run as it is', async () => {
    await queue.run('owner.tell', envelope(TELL, CATALOG_VERSION - 1));
    expect(ran).toEqual([TELL]);
  });

  it('loses what its schema does not know', async () => {
    await queue.run('owner.tell', envelope({ ...TELL, more: 1 }));
    expect(ran).toEqual([TELL]);
  });

  it.each([
    ['lacks a field', { userId: 'U1', channelId: 'C1' }, 'reason (invalid_type)'],
    ['has one of another kind', { ...TELL, userId: 7 }, 'userId (invalid_type)'],
    ['is nothing', null, 'payload (invalid_type)'],
  ])('fails for good when it %s, and names the fields but not what stood there', async (_what, payload, fault) => {
    const running = queue.run('owner.tell', envelope(payload));
    await expect(running).rejects.toThrow(JobFailedForGood);
    await expect(running).rejects.toThrow(`the payload of job owner.tell does not fit: ${fault}`);
    expect(ran).toEqual([]);
  });

  it('that a newer version stored is put back for a process that knows it, and said', async () => {
    const running = queue.run('owner.tell', envelope({ anything: true }, CATALOG_VERSION + 1));
    await expect(running).rejects.toThrow(new JobDelayed(new Date(NOON + 60_000)));
    expect(ran).toEqual([]);
    expect(logger.lines).toMatchObject([
      { level: 'info', fields: { job: 'owner.tell', version: CATALOG_VERSION + 1 } },
    ]);
  });
});

describe('the trace of a job', () => {
  const TRACE = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
  let seen: unknown[];
  beforeEach(() => {
    seen = [];
    const tracing: Tracing = {
      ...noTracing,
      carry: () => TRACE,
      continueFrom(carried, run) {
        seen.push(carried);
        return run();
      },
      withSpan: ({ name, attributes }, run) => {
        seen.push([name, attributes]);
        return run({ set: (more) => void seen.push(more) });
      },
    };
    jobs = createJobs({ queue, clock: createManualClock(), logger, tracing });
    jobs.handle('owner.tell', async (payload) => void ran.push(payload));
  });

  it('lies in its envelope, where an older version does not look, and is gone on with', async () => {
    await jobs.enqueue('owner.tell', TELL);
    const data = { version: CATALOG['owner.tell'].since, payload: TELL, trace: TRACE };
    expect(queue.stored).toMatchObject([{ data }]);
    await queue.run('owner.tell', queue.stored[0]?.data);
    expect(seen).toEqual([TRACE, ['job owner.tell', { 'job.name': 'owner.tell', 'job.attempt': 1 }]]);
    expect(ran).toEqual([TELL]);
  });

  it.each([undefined, null, 7, { a: 1 }])(
    'is begun anew where the envelope has none, and the job is run: %j',
    async (trace) => {
      await queue.run('owner.tell', { ...envelope(TELL), trace });
      expect(seen[0]).toBeUndefined();
      expect(ran).toEqual([TELL]);
    },
  );

  it('is not in what is run every so often: it would never end', async () => {
    await jobs.schedule('ended.sweep', {}, 1_000);
    expect(JSON.stringify(queue.scheduled)).not.toContain('trace');
  });

  it('names the webinar by its number, and nothing else of what the job carries', async () => {
    jobs.handle('report.read', async () => undefined);
    await queue.run('report.read', envelope({ ref: { kind: 'id', id: '93201235621' }, requestId: 'secret' }));
    expect(seen[1]).toEqual([
      'job report.read',
      { 'job.name': 'report.read', 'job.attempt': 1, 'webinar.number': '93201235621' },
    ]);
  });

  it.each([
    ['later', new JobDelayed(new Date(NOON))],
    ['later', new JobInterrupted('stopping')],
    [undefined, new Error('made up')],
  ])('says %s, and throws on: %s', async (outcome, error) => {
    jobs.handle('owner.tell', () => Promise.reject(error));
    await expect(queue.run('owner.tell', envelope(TELL))).rejects.toBe(error);
    expect(seen.slice(2)).toEqual(outcome === undefined ? [] : [{ outcome }]);
  });
});

describe('a job whose name nobody knows', () => {
  it('fails for good', async () => {
    await expect(queue.run('made.up', envelope({}))).rejects.toThrow(JobFailedForGood);
    await expect(queue.run('made.up', {})).rejects.toThrow('no handler for job made.up');
  });

  it('is put back when a newer version stored it', async () => {
    await expect(queue.run('made.up', envelope({}, 99))).rejects.toThrow(JobDelayed);
  });

  it.each(['constructor', '__proto__', 'toString'])('is not found among what every object has: %s', async (name) => {
    const running = queue.run(name, {});
    await expect(running).rejects.toThrow(JobFailedForGood);
    await expect(running).rejects.toThrow(`no handler for job ${name}`);
  });
});

describe('a job that version 1 stored', () => {
  const ended = {
    uuid: 'a==',
    webinarId: null,
    topic: null,
    hostKey: null,
    startedAt: null,
    endedAt: 'x',
    countedFrom: 1,
    step: 0,
  };
  const failure = { kind: 'too-old' };
  const post = {
    ...{ channelId: 'C1', key: 'a==', content: { kind: 'report' }, webinarId: null, topic: null },
    final: true,
    minimumGrade: 'Good',
    onceIds: [],
    endedAt: 'x',
  };

  it.each<[string, JobName, unknown, unknown]>([
    [
      'build-report',
      'report.read',
      { ref: { kind: 'id', id: '93201235621' }, waiterId: 'w1' },
      { ref: { kind: 'id', id: '93201235621' }, requestId: 'w1' },
    ],
    [
      'deliver',
      'answer.deliver',
      { waiterId: 'w1', answer: { kind: 'failure', failure }, final: true },
      { requestId: 'w1', answer: { kind: 'failure', failure }, final: true },
    ],
    ['settle', 'report.automatic', ended, ended],
    ['post', 'channel.post', post, post],
    ['tell-paused', 'owner.tell', TELL, TELL],
    ['sweep', 'ended.sweep', {}, {}],
  ])('as %s is run as %s', async (oldName, name, data, payload) => {
    for (const each of Object.keys(CATALOG) as JobName[])
      jobs.handle(each, async (given) => void ran.push([each, given]));
    await queue.run(oldName, data);
    expect(ran).toEqual([[name, payload]]);
  });

  it('loses its old names, and keeps all else', () => {
    expect(upgradeJob('deliver', { waiterId: 'w1', final: true })).toEqual({
      name: 'answer.deliver',
      payload: { requestId: 'w1', final: true },
    });
    expect(upgradeJob('answer.deliver', { requestId: 'w1' })).toBeNull();
  });

  it('waits until what version 1 kept beside it was taken over', async () => {
    let isReady = false;
    jobs = createJobs({ queue, clock: createManualClock(), logger, mayUpgrade: () => isReady });
    jobs.handle('owner.tell', async (payload) => void ran.push(payload));
    await expect(queue.run('tell-paused', TELL)).rejects.toThrow(new JobDelayed(new Date(NOON + 1_000)));
    isReady = true;
    await queue.run('tell-paused', TELL);
    expect(ran).toEqual([TELL]);
  });

  it('every so often is no longer stored', async () => {
    await jobs.schedule('ended.sweep', {}, 60_000);
    expect(queue.unscheduled).toEqual(['sweep']);
    expect(queue.scheduled).toEqual([
      { name: 'ended.sweep', data: envelope({}, CATALOG['ended.sweep'].since), everyMs: 60_000 },
    ]);
  });
});
