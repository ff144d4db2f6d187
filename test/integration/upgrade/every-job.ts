import { Queue } from 'bullmq';
import { createBullmqQueue } from '../../../src/jobs/bullmq-queue.ts';
import { CATALOG, type JobName, type JobPayload } from '../../../src/jobs/catalog.ts';
import { createJobs } from '../../../src/jobs/jobs.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import type { OccurrenceUuid } from '../../../src/webinar/ids.ts';
import { createQuietLogger } from '../../setup/quiet-logger.ts';
import type { World } from '../support/world.ts';

/** What jobs are about. */
export interface Subject {
  readonly uuid: OccurrenceUuid;
  readonly channelId: string;
  readonly userId: string;
}

type Examples = { readonly [Name in JobName]: JobPayload<Name> };

/** One of every kind that this version can store; the compiler asks for one of each new kind. */
function examples({ uuid, channelId, userId }: Subject): Examples {
  const ended = { endedAt: new Date(Date.now() - 60_000).toISOString(), topic: null, webinarId: null };
  return {
    'report.read': { ref: { kind: 'uuid', uuid }, requestId: 'nobodywaits' },
    'answer.deliver': { requestId: 'nobodywaits', answer: { kind: 'report', key: uuid }, final: true },
    'report.automatic': { ...ended, uuid, hostKey: null, startedAt: null, countedFrom: Date.now(), step: 0 },
    'channel.post': {
      ...{ ...ended, channelId, key: uuid, content: { kind: 'report' }, final: true },
      ...{ minimumGrade: 'Good', onceIds: [] },
    },
    'channel.conclude': { ...ended, channelId, key: 'nothing-was-posted-of-it', step: 1 },
    'owner.tell': { userId, channelId, reason: 'is_archived', to: 'owner' },
    'live.check': { uuid, closing: true },
    'live.post': { uuid, channelId, since: Date.now() },
    'run.forget': { key: 'nothing-is-kept-of-it', webinarId: null },
    'ended.sweep': {},
  };
}

const names = Object.keys(CATALOG) as JobName[]; // Object.keys forgets that the keys are JobNames.

/** Stores one job of every kind, as this version does, without a process that runs them. */
export async function storeEveryJob({ redis }: World, subject: Subject): Promise<void> {
  const logger = createQuietLogger();
  const queue = createBullmqQueue({ url: redis?.url ?? '', logger, concurrency: 1, random: Math.random });
  const jobs = createJobs({ queue, clock: systemClock, logger });
  const payloads = examples(subject);
  try {
    for (const name of names) {
      jobs.handle(name, async () => {});
      await jobs.enqueue(name, payloads[name]);
    }
  } finally {
    await queue.stop(1_000);
  }
}

/** A job as it lies in the queue. */
export interface StoredJob {
  readonly name: string;
  readonly version: number;
  readonly isScheduled: boolean;
  readonly state: string;
}

/** All that have not ended well. */
export async function storedJobs({ redis }: World): Promise<StoredJob[]> {
  const queue = new Queue('qos', { connection: { url: redis?.url ?? '' }, prefix: '{qos}' });
  try {
    const jobs = await queue.getJobs(['waiting', 'active', 'delayed', 'prioritized', 'failed']);
    return await Promise.all(
      jobs.map(async (job) => ({
        ...{ name: job.name, version: Number(job.data?.version), state: await job.getState() },
        isScheduled: job.repeatJobKey !== undefined,
      })),
    );
  } finally {
    await queue.close();
  }
}
