import type { Clock } from '../../runtime/clock.ts';
import { type Key, type KeyOfGivenLife, keys } from '../../storage/keys.ts';
import type { Kv } from '../../storage/kv.ts';
import type { AutomaticReportStates } from '../automatic/automatic-report-state.ts';
import type { Collecting } from '../collecting/collecting.ts';
import type { RequestAnswers } from '../on-demand/answer-requests.ts';
import type { Checkpoints } from '../reading/pages/checkpoint.ts';
import type { ReportStore } from '../store.ts';

const MINUTE_MS = 60_000;
const HALF_HOUR_MS = 30 * MINUTE_MS;
/** As far back as anything of a running show is kept. */
const HALF_HOURS = 8;
const MINUTES = 20;

export interface ForgetRunDependencies {
  readonly kv: Kv;
  readonly store: Pick<ReportStore, 'remove'>;
  readonly checkpoints: Pick<Checkpoints, 'clear'>;
  readonly collecting: Pick<Collecting, 'drop'>;
  readonly states: AutomaticReportStates;
  readonly answers: Pick<RequestAnswers, 'answerAll'>;
  readonly clock: Clock;
}

/**
 * Deletes all that is kept of a run but for what says that it ended and was told: without these a sweep would report it again.
 * Whoever calls holds the run's read lock. Can be repeated.
 */
export async function forgetRun(
  deps: ForgetRunDependencies,
  run: { key: string; webinarId: string | null },
): Promise<void> {
  const { kv, store, checkpoints, collecting, states, answers, clock } = deps;
  const { key, webinarId } = run;
  // First: nothing is read any more, whatever jobs still wait.
  await states.save(key, { done: true, before: null });
  await answers.answerAll(key, { kind: 'failure', failure: { kind: 'report-gone', report: key } });
  await Promise.all([store.remove(key), checkpoints.clear(key), collecting.drop(key)]);
  const now = clock.now();
  const named: (Key | KeyOfGivenLife)[] = [
    ...[keys.participantsList(key), keys.firstFailure(key), keys.nextTry(key), keys.endedHost(key)],
    ...[keys.collected(key), keys.collectedData(key), keys.collectedState(key)],
    ...[keys.liveWebinar(key), keys.liveState(key), keys.liveAlerts(key), keys.liveMuted(key), keys.liveLookUp(key)],
    ...Array.from({ length: HALF_HOURS }, (_, back) => keys.liveSent(key, Math.floor(now / HALF_HOUR_MS) - back)),
    ...Array.from({ length: MINUTES }, (_, back) => keys.liveListeners(key, Math.floor(now / MINUTE_MS) - back)),
    ...[key, ...(webinarId === null ? [] : [webinarId])].flatMap((name) => [
      ...[keys.lookUp(name), keys.lookUpFailure(name), keys.refusal(name), keys.readStarted(name)],
    ]),
  ];
  await kv.delete(...named.map(({ name }) => name));
  if (webinarId !== null) await kv.hashDelete(keys.runsOfNumber(webinarId).name, key);
}
