import type { JobContext } from '../../../../src/jobs/job-queue.ts';
import { createJobs } from '../../../../src/jobs/jobs.ts';
import { createMemoryQueue } from '../../../../src/jobs/memory-queue.ts';
import type { Content } from '../../../../src/reports/delivery/content.ts';
import type { Messenger } from '../../../../src/reports/delivery/messenger.ts';
import type { ReportHead } from '../../../../src/reports/report.ts';
import { createReportStore } from '../../../../src/reports/store.ts';
import type { Subscription, Subscriptions } from '../../../../src/reports/subscriptions/subscription.ts';
import { createSubscriptions } from '../../../../src/reports/subscriptions/subscription-store.ts';
import type { Sleep } from '../../../../src/runtime/sleep.ts';
import type { Kv } from '../../../../src/storage/kv.ts';
import { createLocks } from '../../../../src/storage/lock.ts';
import { createMemoryKv } from '../../../../src/storage/memory-kv.ts';
import { sampleHead, sampleSummary } from '../../../messages/samples.ts';
import { createManualClock } from '../../../setup/manual-clock.ts';
import { createQuietLogger } from '../../../setup/quiet-logger.ts';
import { ID, UUID } from '../support.ts';

/** The manual clock begins at 12:00. */
export const NOON = Date.UTC(2026, 0, 15, 12);
export const SECOND_MS = 1000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const context: JobContext = {
  jobId: '1',
  attempt: 1,
  lastAttempt: false,
  deaths: 0,
  signal: new AbortController().signal,
};

/** Memory for everything, and time in the test's hand. */
export function createWorld({ reportChannel = null }: { reportChannel?: string | null } = {}) {
  const clock = createManualClock();
  const kv = createMemoryKv(clock);
  const logger = createQuietLogger();
  const queue = createMemoryQueue({ clock, random: () => 0, logger, concurrency: 20 });
  const jobs = createJobs({ queue, clock, logger });
  return { clock, kv, logger, queue, jobs, ...createKept(kv, clock, reportChannel) };
}

/** What is kept in a store, be it one that fails. */
export function createKept(kv: Kv, clock: { now(): number }, reportChannel: string | null = null) {
  let ids = 0;
  const store = createReportStore({ kv, clock, ttlSeconds: 168 * 3600 });
  const subscriptions = createSubscriptions({ kv, clock, newId: () => `s${++ids}`, reportChannel });
  return { store, subscriptions, locks: createLocks(kv) };
}

type Wanted = Partial<Pick<Subscription, 'channelId' | 'filter' | 'minimumGrade' | 'once' | 'createdBy'>>;

export function subscribe(subscriptions: Subscriptions, given: Wanted = {}): Promise<Subscription> {
  return subscriptions.add({
    channelId: 'C1',
    filter: { kind: 'all' },
    minimumGrade: 'Good',
    once: false,
    createdBy: 'U1',
    ...given,
  });
}

export function toHead(verdict: ReportHead['summary']['verdict'], given: Partial<ReportHead> = {}): ReportHead {
  const summary = sampleSummary({ verdict, ...(verdict === 'No data' ? { decidedBy: null } : {}) });
  return sampleHead({ key: UUID, uuid: UUID, webinarId: ID, state: 'preliminary', summary, ...given });
}

/** Makes a report the one that is kept. */
export async function commit(kept: { store: ReturnType<typeof createReportStore> }, head: ReportHead): Promise<void> {
  await kept.store.write(head).commit(head);
}

export interface ChannelCall {
  readonly kind: 'post' | 'update' | 'reply';
  readonly channel: string;
  /** Of the message that is changed or replied to; null for a new one. */
  readonly ts: string | null;
  readonly content: Content;
}

/** Slack's channels: what was sent, and what people see. */
export function createFakeChannels(refuse: (call: ChannelCall) => Error | null = () => null) {
  const tried: ChannelCall[] = [];
  const calls: ChannelCall[] = [];
  const messages = new Map<string, Content>();
  let posts = 0;
  async function take(call: ChannelCall): Promise<void> {
    tried.push(call);
    const error = refuse(call);
    if (error) throw error;
    calls.push(call);
  }
  const messenger: Messenger = {
    async send(to, content) {
      switch (to.kind) {
        case 'channel': {
          const channel = to.channelId;
          await take({ kind: 'post', channel, ts: null, content });
          const ts = `${++posts}.0`;
          messages.set(`${channel}/${ts}`, content);
          return { channel, ts };
        }
        case 'post': {
          const { channel, ts } = to.post;
          await take({ kind: 'update', channel, ts, content });
          messages.set(`${channel}/${ts}`, content);
          return { channel, ts };
        }
        case 'thread': {
          const { channel, ts } = to.post;
          await take({ kind: 'reply', channel, ts, content });
          return { channel, ts: `${ts}.reply` };
        }
        default:
          throw new Error(`nobody here is told by ${to.kind}`);
      }
    },
  };
  const kinds = () => calls.map(({ kind }) => kind);
  return { messenger, tried, calls, kinds, messages: () => [...messages.values()] };
}

/** Lets time pass for the clock alone, at once. */
export function createJumpingSleep(clock: { advance(ms: number): void }): Sleep {
  return async (ms) => clock.advance(ms);
}

/** The process died: nothing that it would have done afterwards happens. */
class Death extends Error {
  override readonly name = 'Death';
}

/**
 * A process that dies at its nth step (a call to anything wrapped), before or after the step had its effect. Without
 * `at` it lives, and `steps` tells how many there were.
 */
export function createMortal({ at = Number.POSITIVE_INFINITY, when = 'before' as 'before' | 'after' } = {}) {
  const steps: string[] = [];
  let isDead = false;

  async function step(name: string, act: () => unknown): Promise<unknown> {
    if (isDead) throw new Death(name);
    steps.push(name);
    if (steps.length !== at) return act();
    isDead = true;
    if (when === 'after') await act();
    throw new Death(name);
  }

  /** Every method is a step. */
  function wrap<T extends object>(target: T, name: string): T {
    return new Proxy(target, {
      get(object, property, receiver) {
        const value: unknown = Reflect.get(object, property, receiver);
        if (typeof value !== 'function') return value;
        return (...given: unknown[]) => step(`${name}.${String(property)}`, () => Reflect.apply(value, object, given));
      },
    });
  }

  return { wrap, steps, isDead: () => isDead };
}
