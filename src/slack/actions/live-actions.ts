import { AppError } from '../../errors.ts';
import type { ButtonState } from '../../messages/block-kit/button-codec.ts';
import { renderLiveView } from '../../messages/live/live-view.ts';
import { renderMuted } from '../../messages/live/muted.ts';
import type { LiveWatch } from '../../reports/live/live-watch.ts';
import { type OccurrenceUuid, parseOccurrenceUuid } from '../../webinar/ids.ts';
import { type ClickAnswering, confirmClick, respondToClick } from '../clicks/answer-click.ts';
import type { ClickContext } from '../clicks/click.ts';

interface LiveActionDependencies extends ClickAnswering {
  readonly liveWatch: LiveWatch;
}

/** "Show live quality": beside the warning, for the one who clicked. */
export async function showLive(click: ClickContext, state: ButtonState, deps: LiveActionDependencies): Promise<void> {
  const look = await deps.liveWatch.look(toUuid(state));
  if (!look) throw new AppError({ kind: 'report-gone', report: state.report }, 'nothing is kept of the show any more');
  await respondToClick(click, renderLiveView(look), { isNew: true }, deps);
}

/** "Mute warnings for this webinar", in this channel. */
export async function muteLive(click: ClickContext, state: ButtonState, deps: LiveActionDependencies): Promise<void> {
  if (click.channelId === null) throw new AppError({ kind: 'bad-button' }, 'a button outside of any channel');
  await deps.liveWatch.mute(toUuid(state), click.channelId, click.userId);
  await confirmClick(click, renderMuted(), { isNew: true }, deps);
}

function toUuid({ report }: ButtonState): OccurrenceUuid {
  const uuid = parseOccurrenceUuid(report);
  if (uuid === null) throw new AppError({ kind: 'bad-button' }, 'a button with a run that makes no sense');
  return uuid;
}
