import type { WebClient } from '@slack/web-api';
import type { ButtonState } from '../../messages/block-kit/button-codec.ts';
import { renderLetter, renderTicket } from '../../messages/person/copy-modals.ts';
import { renderDetails } from '../../messages/person/details.ts';
import type { ReportStore } from '../../reports/store.ts';
import type { Sleep } from '../../runtime/sleep.ts';
import type { ClickContext } from '../clicks/click.ts';
import { openView } from '../clicks/open-view.ts';
import { goneOrReplaced } from '../clicks/replaced-read.ts';

interface DetailsDependencies {
  readonly store: Pick<ReportStore, 'getPerson' | 'getHead'>;
  readonly client: Pick<WebClient, 'views'>;
  readonly sleep: Sleep;
}

type ShownPerson = NonNullable<Awaited<ReturnType<ReportStore['getPerson']>>>;

/** Opens Connection details of the person of a button. */
export async function showDetails(click: ClickContext, state: ButtonState, deps: DetailsDependencies): Promise<void> {
  const { head, person } = await findPerson(state, deps);
  await openView(click, renderDetails(head, person), deps);
}

/** The same as plain text, above the details. */
export async function showTicket(click: ClickContext, state: ButtonState, deps: DetailsDependencies): Promise<void> {
  const { head, person } = await findPerson(state, deps);
  await openView(click, renderTicket(head, person), deps);
}

/** What can be sent to the person, above the details. */
export async function showLetter(click: ClickContext, state: ButtonState, deps: DetailsDependencies): Promise<void> {
  const { head, person } = await findPerson(state, deps);
  await openView(click, renderLetter(head, person), deps);
}

async function findPerson(state: ButtonState, deps: DetailsDependencies): Promise<ShownPerson> {
  const { report, person, read } = state;
  const found = person === undefined ? null : await deps.store.getPerson(report, person, read);
  if (!found) throw await goneOrReplaced(state, deps.store);
  return found;
}
