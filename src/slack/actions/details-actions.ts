import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { AppError } from '../../errors.ts';
import type { ButtonState } from '../../messages/block-kit/button-codec.ts';
import { explainFailure } from '../../messages/failures/failure-words.ts';
import { noteModal, renderLetter, renderTicket } from '../../messages/person/copy-modals.ts';
import { renderDetails } from '../../messages/person/details.ts';
import { slackTime } from '../../messages/text/dates.ts';
import type { ReportStore } from '../../reports/store.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Sleep } from '../../runtime/sleep.ts';
import { toDeliveryError } from '../client/slack-errors.ts';
import type { ClickContext } from './click.ts';
import { goneOrReplaced } from './replaced-read.ts';
import { retryClick } from './retry-click.ts';

interface DetailsDependencies {
  readonly store: Pick<ReportStore, 'getPerson' | 'getHead'>;
  readonly client: WebClient;
  readonly clock: Clock;
  readonly sleep: Sleep;
}

type ShownPerson = NonNullable<Awaited<ReturnType<ReportStore['getPerson']>>>;

/** Opens Connection details of the person of a button. */
export async function showDetails(click: ClickContext, state: ButtonState, deps: DetailsDependencies): Promise<void> {
  const { head, person } = await findPerson(state, deps);
  await showView(click, 'open', renderDetails(head, person), deps);
}

/** The same as plain text, above the details. */
export function showTicket(
  click: ClickContext,
  state: ButtonState,
  deps: DetailsDependencies,
  reference: string,
): Promise<void> {
  return pushText(click, state, deps, reference, ({ head, person }) => renderTicket(head, person));
}

/** What can be sent to the person, above the details. */
export function showLetter(
  click: ClickContext,
  state: ButtonState,
  deps: DetailsDependencies,
  reference: string,
): Promise<void> {
  return pushText(click, state, deps, reference, ({ head, person }) => renderLetter(head, person));
}

/** A click in a modal has no response_url: what goes wrong has to be said in a modal, too. */
async function pushText(
  click: ClickContext,
  state: ButtonState,
  deps: DetailsDependencies,
  reference: string,
  render: (found: ShownPerson) => ModalView,
): Promise<void> {
  let view: ModalView;
  try {
    view = render(await findPerson(state, deps));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    view = noteModal(explainFailure(error.failure, { reference, now: deps.clock.now() }, slackTime));
  }
  await showView(click, 'push', view, deps);
}

async function findPerson(state: ButtonState, deps: DetailsDependencies): Promise<ShownPerson> {
  const { report, person, read } = state;
  const found = person === undefined ? null : await deps.store.getPerson(report, person, read);
  if (!found) throw await goneOrReplaced(state, deps.store);
  return found;
}

async function showView(
  { triggerId }: ClickContext,
  how: 'open' | 'push',
  view: ModalView,
  { client, sleep }: DetailsDependencies,
): Promise<void> {
  if (triggerId === null) return;
  const show = async () => {
    try {
      await client.views[how]({ trigger_id: triggerId, view });
    } catch (error) {
      throw toDeliveryError(error);
    }
  };
  await retryClick(show, { sleep });
}
