import { AppError } from '../../errors.ts';
import type { ButtonState } from '../../messages/block-kit/button-codec.ts';
import type { ReportStore } from '../../reports/store.ts';

/** Nothing is shown or sent of another read than the one that the person looks at. */
export async function throwIfReplaced(state: ButtonState, store: Pick<ReportStore, 'getHead'>): Promise<void> {
  const error = await goneOrReplaced(state, store);
  if (error.failure.kind === 'newer-report') throw error;
}

/** What is told of a read that is not kept any more: whether a newer one is. */
export async function goneOrReplaced(
  { report, read }: ButtonState,
  store: Pick<ReportStore, 'getHead'>,
): Promise<AppError> {
  const head = read === undefined ? null : await store.getHead(report);
  return head && head.readId !== read
    ? new AppError({ kind: 'newer-report', report, readAt: head.readAt }, 'the read of this button was replaced')
    : new AppError({ kind: 'report-gone', report }, 'what the button is about is no longer kept');
}
