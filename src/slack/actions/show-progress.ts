import { renderReadingOver } from '../../messages/failures/reading-over.ts';
import { renderReading } from '../../messages/reading.ts';
import { renderReport } from '../../messages/report/report.ts';
import type { FollowRequest, RequestState } from '../../reports/on-demand/follow-request.ts';
import { type ClickAnswering, respondToClick } from '../clicks/answer-click.ts';
import type { ClickContext } from '../clicks/click.ts';

interface ProgressDependencies extends Pick<ClickAnswering, 'messenger' | 'sleep'> {
  readonly followRequest: FollowRequest;
}

/**
 * Puts how far an ask is in the place of the clicked message, or what has come of it. The report then comes in the same
 * place, by the job that delivers it.
 */
export async function showProgress(
  click: ClickContext,
  { report, request }: { readonly report: string; readonly request: string },
  deps: ProgressDependencies,
): Promise<void> {
  const { userId, responseUrl } = click;
  if (responseUrl === null) return;
  const show = (state: RequestState) =>
    respondToClick(click, render(state, { report, request }), { isNew: false }, deps);
  const state = await deps.followRequest.begin(request, report, { userId, responseUrl });
  await show(state);
  if (state.kind !== 'reading') return;
  // An answer that overtook the state is hidden by it now.
  const answer = await deps.followRequest.answer(request, report);
  if (answer?.kind === 'report') await show(answer);
}

function render(state: RequestState, button: { readonly report: string; readonly request: string }) {
  switch (state.kind) {
    case 'reading':
      return renderReading(state.progress, button);
    case 'report':
      return renderReport(state.head, { shownTo: 'asker' });
    case 'over':
      return renderReadingOver(button.report);
  }
}
