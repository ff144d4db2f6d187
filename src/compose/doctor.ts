import { runQuickChecks } from '../doctor/quick-checks.ts';
import { countStates } from '../doctor/render.ts';
import type { Foundation } from './foundation.ts';

/** One line of the log and the gauge, beside the start: nobody waits for it. Never rejects. */
export async function tellQuickChecks({
  config,
  metrics,
  logger,
}: Pick<Foundation, 'config' | 'metrics' | 'logger'>): Promise<void> {
  const results = await runQuickChecks(config, process.versions.node);
  const counts = countStates(results);
  for (const [state, count] of Object.entries(counts)) metrics.doctorChecks.set({ state }, count);
  // Names alone: what is wrong with the store has its own line.
  const notGood = results.filter(({ state }) => state !== 'good').map(({ name }) => name);
  const isWrong = counts.wrong > 0 || counts.unseen > 0;
  const words = `the doctor's quick checks: npm run doctor says ${notGood.length > 0 ? 'what to do, and ' : ''}more`;
  logger[isWrong ? 'warn' : 'info']({ ...counts, notGood }, words);
}
