import { withTimeout } from '../runtime/with-timeout.ts';
import { type CheckGroup, type CheckResult, unseen } from './check.ts';

/** Longer than all steps of the slowest group take where each is near its own limit, and short of the twenty seconds in all. */
const GROUP_WITHIN_MS = 16_000;

/**
 * Runs all groups at the same time, each for so long at most, and gives their results in the order of the groups. Never
 * rejects: a group that does not come to its end says so in a line of its own, behind what it had seen until then.
 */
export async function runGroups(
  groups: readonly CheckGroup[],
  withinMs: number = GROUP_WITHIN_MS,
): Promise<CheckResult[]> {
  return (await Promise.all(groups.map((group) => runGroup(group, withinMs)))).flat();
}

async function runGroup({ name, run }: CheckGroup, withinMs: number): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  let isOver = false;
  const tell = (result: CheckResult) => {
    if (!isOver) results.push(result);
  };
  let isLate = false;
  try {
    await withTimeout(run(tell), withinMs, () => {
      isLate = true;
      return new Error('late');
    });
  } catch {
    const seconds = Math.round(withinMs / 1000);
    results.push(
      isLate
        ? unseen(name, `did not come to its end within ${seconds} seconds`, 'Run the doctor again; look at the network')
        : unseen(name, 'failed for a reason of the doctor itself', 'Report it, with the version of the bot'),
    );
  }
  isOver = true;
  return results;
}
