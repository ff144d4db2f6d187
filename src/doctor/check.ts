/** How a check ended. `advice` is no fault; `unseen` could not be looked at, which is no good sign either. */
export type CheckState = 'good' | 'advice' | 'wrong' | 'unseen';

/** One line of the doctor's. No secret, no name of a person and no topic is ever in it. */
export interface CheckResult {
  /** What was looked at: `Slack token`. */
  readonly name: string;
  readonly state: CheckState;
  /** What was seen, by its cause where something is wrong. */
  readonly said: string;
  /** What to do; null where nothing is to be done. */
  readonly act: string | null;
}

/** Takes a result as soon as there is one: what was seen before a time-out counts. */
export type Tell = (result: CheckResult) => void;

/** Checks that follow from one another. Groups know nothing of each other, and are run at the same time. */
export interface CheckGroup {
  readonly name: string;
  run(tell: Tell): Promise<void>;
}

export function good(name: string, said: string): CheckResult {
  return { name, state: 'good', said, act: null };
}

export function advice(name: string, said: string, act: string | null): CheckResult {
  return { name, state: 'advice', said, act };
}

export function wrong(name: string, said: string, act: string): CheckResult {
  return { name, state: 'wrong', said, act };
}

export function unseen(name: string, said: string, act: string | null = null): CheckResult {
  return { name, state: 'unseen', said, act };
}

/** 0 when nothing is wrong and everything could be looked at. */
export function exitCodeOf(results: readonly CheckResult[]): 0 | 1 {
  return results.some(({ state }) => state === 'wrong' || state === 'unseen') ? 1 : 0;
}
