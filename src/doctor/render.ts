import { type CheckResult, type CheckState, exitCodeOf } from './check.ts';

const MARKS: Readonly<Record<CheckState, string>> = { good: '✓', advice: '!', wrong: '✗', unseen: '✗' };

/** One line for each check, and one that sums them up. */
export function renderText(results: readonly CheckResult[], seconds: number): string {
  const counts = countStates(results);
  const sum = [
    `${counts.good} good`,
    counts.advice === 1 ? '1 piece of advice' : `${counts.advice} pieces of advice`,
    `${counts.wrong} wrong`,
    ...(counts.unseen > 0 ? [`${counts.unseen} could not be looked at`] : []),
  ];
  return `${[...results.map(renderLine), '', `${sum.join(', ')}; ${seconds.toFixed(1)} s.`].join('\n')}\n`;
}

/** `✗ Slack token: Slack does not know it. → What to do.` */
export function renderLine({ name, state, said, act }: CheckResult): string {
  return `${MARKS[state]} ${name}: ${said}${act === null ? '' : `. → ${act}`}`;
}

/** The same for a program. */
export function renderJson(results: readonly CheckResult[], seconds: number): string {
  const document = {
    version: 1,
    ok: exitCodeOf(results) === 0,
    seconds: Number(seconds.toFixed(1)),
    counts: countStates(results),
    checks: results,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** How many checks ended in which way. */
export function countStates(results: readonly CheckResult[]): Record<CheckState, number> {
  const counts = { good: 0, advice: 0, wrong: 0, unseen: 0 };
  for (const { state } of results) counts[state] += 1;
  return counts;
}
