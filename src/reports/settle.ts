import { z } from 'zod';
import { AppError, type Failure } from '../errors.ts';
import type { Logger } from '../logger.ts';
import type { Audience } from './audience.ts';
import type { BuildLocks } from './build-lock.ts';
import { type JobContext, JobDelayed, JobInterrupted, type JobQueue } from './job-queue.ts';
import { type JobName, Settle } from './jobs.ts';
import { keys } from './keys.ts';
import type { MakeReport } from './make-report.ts';
import type { Occurrences } from './occurrences.ts';
import { settleId } from './on-ended.ts';
import { parseStored } from './parse-stored.ts';
import type { Clock, Kv, Occurrence, WebinarSource } from './ports.ts';
import type { Postponements } from './postpone.ts';
import { decideState, nextStep, type ReadOutcome, toOutcome } from './settling.ts';
import { explainMissingData } from './without-data.ts';

/** When somebody else reads the same webinar just now, the read waits for its turn. */
const LOOK_AGAIN_MS = 3_000;
const ROWS_PER_CALL = 10;
const STATE_TTL_SECONDS = 14 * 24 * 3600;

const State = z.object({
  done: z.boolean(),
  before: z.object({ rowsRead: z.number(), fingerprint: z.string() }).nullable(),
});
type State = z.infer<typeof State>;

export interface SettleDependencies {
  readonly kv: Kv;
  readonly queue: JobQueue;
  readonly source: Pick<WebinarSource, 'callsLeftToday'>;
  readonly occurrences: Occurrences;
  readonly locks: BuildLocks;
  readonly postponements: Postponements;
  readonly makeReport: MakeReport;
  readonly audience: Audience;
  readonly delaysSeconds: readonly number[];
  readonly clock: Clock;
  readonly logger: Logger;
  readonly newReference: () => string;
}

/**
 * The job behind an automatic report: one read after every delay, until Zoom's data is complete. What can be read is
 * posted at once and then kept up to date; a read that fails is never the end before the last delay has passed.
 */
export function createSettleHandler(deps: SettleDependencies) {
  const { kv, occurrences, audience, clock, logger } = deps;

  return async function handleSettle(data: unknown, context: JobContext): Promise<void> {
    const settle = Settle.parse(data);
    const state = await loadState(kv, settle.uuid);
    if (state.done) return;
    if (!(await audience.mayBeInterested(settle))) return finish(deps, settle, state);

    const occurrence = await lookUp(occurrences, settle, clock.now(), context.signal);
    if ((await audience.channelsFor(settle, occurrence)).length === 0) return finish(deps, settle, state);

    const step = nextStep(deps.delaysSeconds, settle.countedFrom, settle.step, clock.now());
    const isLast = step?.isLast ?? true;
    const lock = await deps.locks.acquire(settle.uuid, context.jobId);
    if (!lock) throw new JobDelayed(new Date(clock.now() + LOOK_AGAIN_MS));
    try {
      await keepWithinQuota(deps, occurrence);
      const before = state.before;
      let outcome: ReadOutcome | null = null;
      const head = await deps.makeReport(occurrence, AbortSignal.any([context.signal, lock.lost]), (rows, summary) => {
        outcome = toOutcome(rows, summary);
        return decideState(outcome, { participantCount: occurrence.participantCount, before, isLast });
      });
      await lock.release();
      await audience.post(settle, occurrence, { kind: 'report' }, head.state === 'final');
      if (head.state === 'final') await finish(deps, settle, { done: true, before: outcome });
      else await goOn(deps, settle, step?.step ?? settle.step, { done: false, before: outcome });
    } catch (error) {
      if (context.signal.aborted || lock.lost.aborted) {
        throw new JobInterrupted('stopped in the middle of a read', { cause: error });
      }
      const failure = await settleFailure(deps, settle, occurrence, error, context);
      const reference = deps.newReference();
      logger.warn(
        { ref: reference, occurrence: settle.uuid, step: settle.step, failure: failure.kind, err: error },
        isLast ? 'a webinar could not be reported' : 'a webinar could not be read yet',
      );
      if (!isLast) return goOn(deps, settle, step?.step ?? settle.step, state);
      await audience.post(
        settle,
        occurrence,
        { kind: 'failure', failure: lastWord(failure, occurrence), reference },
        true,
      );
      await finish(deps, settle, state);
    } finally {
      await lock.release();
    }
  };
}

/** Right after the end Zoom may not know the webinar as a past one yet: what the event said is enough to read it. */
async function lookUp(occurrences: Occurrences, settle: Settle, now: number, signal: AbortSignal): Promise<Occurrence> {
  const fromEvent: Occurrence = {
    key: settle.uuid,
    uuid: settle.uuid,
    webinarId: settle.webinarId,
    topic: settle.topic,
    startedAt: settle.startedAt,
    endedAt: settle.endedAt,
    participantCount: null,
    state: 'past',
    hostKey: null,
  };
  try {
    const found = await occurrences.resolve({ kind: 'uuid', uuid: settle.uuid }, { notBefore: now, signal });
    return {
      ...fromEvent,
      ...found,
      key: settle.uuid,
      state: 'past',
      webinarId: found.webinarId ?? settle.webinarId,
      topic: found.topic ?? settle.topic,
      startedAt: found.startedAt ?? settle.startedAt,
      endedAt: found.endedAt ?? settle.endedAt,
    };
  } catch (error) {
    if (error instanceof AppError && ['not-found', 'too-early', 'still-running'].includes(error.failure.kind)) {
      return fromEvent;
    }
    throw error;
  }
}

/** A read that would take the rest of the day's budget waits for the next day, as people who ask come first. */
async function keepWithinQuota({ source, clock }: SettleDependencies, occurrence: Occurrence): Promise<void> {
  const left = await source.callsLeftToday();
  const needed = Math.ceil((occurrence.participantCount ?? 1) / ROWS_PER_CALL);
  if (left === null || needed <= left) return;
  const retryAt = new Date(Math.floor(clock.now() / 86_400_000 + 1) * 86_400_000);
  throw new AppError(
    {
      kind: 'zoom-limited',
      limit: 'day',
      retryAt: retryAt.toISOString(),
      peopleRead: 0,
      peopleExpected: occurrence.participantCount,
    },
    `${needed} calls are needed, ${left} are left today`,
    { retryAt },
  );
}

/**
 * Returns what is wrong when this read will not work; throws what may pass as a job to be run again.
 * Missing data is no failure of the read: the next delay is the next try.
 */
async function settleFailure(
  { postponements, audience, newReference }: SettleDependencies,
  settle: Settle,
  occurrence: Occurrence,
  error: unknown,
  context: JobContext,
): Promise<Failure> {
  if (!(error instanceof AppError) || error.failure.kind === 'storage-unavailable') {
    if (!context.lastAttempt) throw error;
    return error instanceof AppError ? error.failure : { kind: 'internal' };
  }
  const { failure } = error;
  if (failure.kind !== 'zoom-limited' && failure.kind !== 'zoom-unavailable') return failure;
  const later = await postponements.decide(`settle-${settle.uuid}`, error);
  if (!later) return failure;
  if (failure.kind === 'zoom-limited' && failure.limit === 'day') {
    const content = { kind: 'failure', failure: later.failure, reference: newReference() } as const;
    await audience.post(settle, occurrence, content, false);
  }
  throw new JobDelayed(later.at);
}

/** After the last delay "not yet" has become "not at all". */
function lastWord(failure: Failure, occurrence: Occurrence): Failure {
  const missing = ['too-early', 'no-data', 'not-found', 'still-running'].includes(failure.kind);
  if (!missing) return failure;
  const longAgo = Date.parse(occurrence.endedAt ?? '') + 365 * 86_400_000;
  return explainMissingData(occurrence, Number.isFinite(longAgo) ? longAgo : 0);
}

async function goOn(deps: SettleDependencies, settle: Settle, step: number, state: State): Promise<void> {
  const next = nextStep(deps.delaysSeconds, settle.countedFrom, step + 1, deps.clock.now());
  if (!next) return finish(deps, settle, state);
  await saveState(deps.kv, settle.uuid, state);
  const nextSettle: Settle = { ...settle, step: next.step };
  await deps.queue.add('settle' satisfies JobName, nextSettle, { id: settleId(nextSettle), delayMs: next.delayMs });
}

async function finish({ kv }: SettleDependencies, { uuid }: Settle, state: State): Promise<void> {
  await saveState(kv, uuid, { ...state, done: true });
}

async function loadState(kv: Kv, uuid: string): Promise<State> {
  return parseStored(State, await kv.get(keys.settled(uuid))) ?? { done: false, before: null };
}

async function saveState(kv: Kv, uuid: string, state: State): Promise<void> {
  await kv.set(keys.settled(uuid), JSON.stringify(state), STATE_TTL_SECONDS);
}
