import { AppError } from '../../errors.ts';
import type { CallOwner } from '../../webinar/call-owner.ts';
import type { Occurrence } from '../../webinar/occurrence.ts';
import { QosNotAvailable } from '../../webinar/source.ts';
import { isNearlyAll } from '../completeness.ts';
import { explainMissingData } from './missing-data.ts';
import type { Checkpoint } from './pages/checkpoint.ts';
import { type ReadDependencies, readWebinar } from './pages/read-webinar.ts';
import { createEnoughRows } from './pushed/enough-rows.ts';
import type { PushedRows } from './pushed/pushed-rows.ts';
import { mergedRows, pushedRows, type ReadRows, rowsOfPages } from './read-rows.ts';

export interface FindRowsDependencies extends ReadDependencies {
  readonly pushed: PushedRows;
}

interface FindRowsOptions {
  readonly owner: CallOwner;
  readonly signal: AbortSignal;
  readonly now: number;
  readonly onProgress: (progress: Checkpoint) => void;
  /** Before the first call for a page. */
  readonly beforePages: () => Promise<void>;
}

/**
 * The rows of an occurrence: what Zoom pushed, when that is nearly all that Zoom counted or all that there is; else pages of Zoom's
 * API, as far as they are needed, merged with it.
 * @throws AppError, QosNotAvailable and what a read of pages throws
 */
export async function findRows(
  deps: FindRowsDependencies,
  occurrence: Occurrence,
  { owner, signal, now, onProgress, beforePages }: FindRowsOptions,
): Promise<ReadRows> {
  const { key, uuid, state } = occurrence;
  // Of a webinar that runs Zoom counts who is there; what was pushed is of those who left.
  const participantCount = state === 'live' ? null : occurrence.participantCount;
  // Events say of which run they are; a number may mean another one.
  const pushed = uuid === null ? null : await deps.pushed.open(key);
  if (pushed) await deps.pushed.keep(key);
  if (pushed && isNearlyAll(pushed.visitIds.length, participantCount)) return pushedRows(pushed, deps.newId());
  await beforePages();
  const enough = createEnoughRows(pushed, participantCount);
  try {
    const checkpoint = await readWebinar(deps, occurrence, { owner, signal, onProgress, enough });
    if (checkpoint.rowsRead > 0) {
      const pages = rowsOfPages(deps.checkpoints, key, checkpoint);
      return pushed ? await mergedRows(pages, pushed) : pages;
    }
    // Kept, it would be all that the next try looks at.
    await deps.checkpoints.clear(key);
    if (!pushed) throw new AppError(explainMissingData(occurrence, now), 'Zoom gave no rows');
  } catch (error) {
    if (!(error instanceof QosNotAvailable) || !pushed) throw error;
  }
  return pushedRows(pushed, deps.newId());
}
