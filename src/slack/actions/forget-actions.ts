import { AppError } from '../../errors.ts';
import type { ButtonState } from '../../messages/block-kit/button-codec.ts';
import { renderForgetting, renderNothingKept } from '../../messages/forgetting.ts';
import type { Forgetting } from '../../reports/forgetting/forgetting.ts';
import { refText } from '../../webinar/ids.ts';
import { parseOccurrenceKey } from '../../webinar/occurrence.ts';
import { type ClickAnswering, confirmClick } from '../clicks/answer-click.ts';
import type { ClickContext } from '../clicks/click.ts';

interface ForgetActionDependencies extends ClickAnswering {
  readonly forgetting: Pick<Forgetting, 'forget'>;
}

/** "Delete for good": the rights are asked again, as a button may be clicked by anybody to whom it was sent on. */
export async function confirmForget(
  click: ClickContext,
  { report }: ButtonState,
  deps: ForgetActionDependencies,
): Promise<void> {
  const ref = parseOccurrenceKey(report);
  if (!ref) throw new AppError({ kind: 'bad-button' }, 'a button for something that is no webinar');
  const runs = await deps.forgetting.forget(ref, click.userId);
  const message = runs.length === 0 ? renderNothingKept(refText(ref)) : renderForgetting(runs.length);
  await confirmClick(click, message, { isNew: !click.isPrivate }, deps);
}
