import { type JobName, Settle } from '../../jobs/catalog.ts';
import { type JobContext, JobDelayed, JobInterrupted, type JobQueue } from '../../jobs/job-queue.ts';
import type { Logger } from '../../logger.ts';
import type { Clock } from '../../runtime/clock.ts';
import { keys } from '../../storage/keys.ts';
import type { Kv } from '../../storage/kv.ts';
import type { Occurrence } from '../../webinar/occurrence.ts';
import type { WebinarSource } from '../../webinar/source.ts';
import type { MakeReport } from '../reading/make-report.ts';
import type { Occurrences } from '../reading/occurrences.ts';
import type { BuildLocks } from '../reading/read-lock.ts';
import type { Postponements } from '../reading/read-retry.ts';
import type { ReportHead } from '../report.ts';
import { loadSettleState, type SettleState, saveSettleState } from './automatic-report-state.ts';
import { decideState, nextStep, type ReadOutcome, toOutcome } from './completeness.ts';
import { lookUpEnded, occurrenceOf } from './ended-occurrence.ts';
import { keepWithinQuota, lastWord, postponementOf, settleFailure } from './read-failure.ts';
import type { Audience } from './recipients.ts';
import { settleId } from './webinar-ended.ts';

/** When somebody else reads the same webinar just now, the read waits for its turn. */
const LOOK_AGAIN_MS = 3_000;

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

/** Which read of how many this is. */
interface Turn {
  readonly step: number;
  readonly isLast: boolean;
}

/**
 * The job behind an automatic report: one read after every delay, until Zoom's data is complete. What can be read is
 * posted at once and then kept up to date; a read that fails is never the end before the last delay has passed.
 */
export function createSettleHandler(deps: SettleDependencies) {
  const { kv, audience, clock, logger } = deps;

  return async function handleSettle(data: unknown, context: JobContext): Promise<void> {
    const told = Settle.parse(data);
    const settle = { ...told, hostKey: told.hostKey ?? (await kv.get(keys.endedHost(told.uuid))) };
    const state = await loadSettleState(kv, settle.uuid);
    if (state.done) return;
    const turn = nextStep(deps.delaysSeconds, settle.countedFrom, settle.step, clock.now()) ?? {
      step: settle.step,
      isLast: true,
    };
    // Whoever asks just after the end may still be offered "Post here when it ends".
    if (!(await audience.mayBeInterested(settle))) return goOn(deps, settle, turn, state);

    let occurrence = occurrenceOf(settle);
    try {
      occurrence = await lookUpEnded(deps.occurrences, settle, { notBefore: clock.now(), signal: context.signal });
      if ((await audience.channelsFor(settle, occurrence)).length === 0) return await goOn(deps, settle, turn, state);
      const { head, outcome } = await readOnce(deps, occurrence, { state, turn, context });
      await deps.postponements.clear(postponementOf(settle));
      const isFinal = head.state === 'final';
      await audience.post(settle, occurrence, { kind: 'report' }, isFinal);
      const after = { done: isFinal, before: outcome && { ...outcome, step: turn.step } };
      if (isFinal) await finish(deps, settle, after);
      else await goOn(deps, settle, turn, after);
    } catch (error) {
      if (error instanceof JobDelayed || error instanceof JobInterrupted) throw error;
      if (context.signal.aborted) throw new JobInterrupted('stopped in the middle of a read', { cause: error });
      const { isLast } = turn;
      const reference = deps.newReference();
      const nextDueAt = isLast ? null : settle.countedFrom + (deps.delaysSeconds[turn.step + 1] ?? 0) * 1000;
      const failure = await settleFailure(deps, error, { settle, occurrence, context, nextDueAt, reference });
      logger.warn(
        { ref: reference, occurrence: settle.uuid, step: turn.step, failure: failure.kind, err: error },
        isLast ? 'a webinar could not be reported' : 'a webinar could not be read yet',
      );
      if (!isLast) return goOn(deps, settle, turn, state);
      // What was read before is the last word then: nobody will read more.
      const content =
        state.before === null
          ? ({ kind: 'failure', failure: lastWord(failure, occurrence), reference } as const)
          : ({ kind: 'report' } as const);
      await audience.post(settle, occurrence, content, true);
      await finish(deps, settle, state);
    }
  };
}

/** @throws JobDelayed while somebody else reads the webinar; JobInterrupted when the right to read it was lost */
async function readOnce(
  { locks, clock, makeReport, source }: SettleDependencies,
  occurrence: Occurrence,
  { state, turn, context }: { state: SettleState; turn: Turn; context: JobContext },
): Promise<{ head: ReportHead; outcome: ReadOutcome | null }> {
  const lock = await locks.acquire(occurrence.key, context.jobId);
  if (!lock) throw new JobDelayed(new Date(clock.now() + LOOK_AGAIN_MS));
  // The same step again, as after a crash, is no second opinion.
  const before = state.before !== null && state.before.step < turn.step ? state.before : null;
  try {
    await keepWithinQuota(source, occurrence, clock);
    let outcome: ReadOutcome | null = null;
    const head = await makeReport(occurrence, AbortSignal.any([context.signal, lock.lost]), (rows, summary) => {
      outcome = toOutcome(rows, summary);
      const { participantCount } = occurrence;
      return decideState(outcome, { participantCount, before, isLast: turn.isLast });
    });
    return { head, outcome };
  } catch (error) {
    if (lock.lost.aborted) throw new JobInterrupted('another replica reads this webinar now', { cause: error });
    throw error;
  } finally {
    await lock.release();
  }
}

async function goOn(deps: SettleDependencies, settle: Settle, { step }: Turn, state: SettleState): Promise<void> {
  const next = nextStep(deps.delaysSeconds, settle.countedFrom, step + 1, deps.clock.now());
  if (!next) return finish(deps, settle, state);
  await saveSettleState(deps.kv, settle.uuid, state);
  const nextSettle: Settle = { ...settle, step: next.step };
  await deps.queue.add('settle' satisfies JobName, nextSettle, { id: settleId(nextSettle), delayMs: next.delayMs });
}

async function finish({ kv, logger }: SettleDependencies, { uuid, step }: Settle, state: SettleState): Promise<void> {
  await saveSettleState(kv, uuid, { ...state, done: true });
  logger.info({ occurrence: uuid, step, wasRead: state.before !== null }, 'a webinar is settled');
}
