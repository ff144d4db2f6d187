import type { App } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { AppError, type Failure } from '../../errors.ts';
import { type ButtonState, decodeButton } from '../../messages/block-kit/button-codec.ts';
import { renderFailure } from '../../messages/failures/failure.ts';
import { renderFailureModal } from '../../messages/failures/failure-modal.ts';
import { FIND_FIELD, FIND_VIEW, renderFindModal } from '../../messages/people/found-people.ts';
import type { ReportStore } from '../../reports/store.ts';
import { newReference } from '../../runtime/new-id.ts';
import { withTimeout } from '../../runtime/with-timeout.ts';
import type { ClickAnswering } from '../clicks/answer-click.ts';
import type { ClickContext } from '../clicks/click.ts';
import { openView } from '../clicks/open-view.ts';
import { goneOrReplaced } from '../clicks/replaced-read.ts';

/** Slack waits for three seconds. */
const ANSWER_WITHIN_MS = 2_000;

interface FindDependencies extends Pick<ClickAnswering, 'clock' | 'logger' | 'sleep'> {
  readonly store: Pick<ReportStore, 'getHead' | 'find'>;
  readonly client: Pick<WebClient, 'views'>;
}

/** The parts of a submitted modal that are used. */
const Submission = z.object({
  private_metadata: z.string(),
  state: z.object({
    values: z.object({
      [FIND_FIELD.block]: z.object({ [FIND_FIELD.action]: z.object({ value: z.string().nullish() }) }),
    }),
  }),
});

/** "Find a person": opens the modal with the field. */
export async function openFind(click: ClickContext, state: ButtonState, deps: FindDependencies): Promise<void> {
  const head = await deps.store.getHead(state.report, state.read);
  if (!head) throw await goneOrReplaced(state, deps.store);
  await openView(click, renderFindModal(head, null), deps);
}

/** Registers the modal: who was found stands below the field, so that only the one who typed sees it. */
export function registerFind(app: App, deps: FindDependencies & { readonly onClick: (action: string) => void }): void {
  app.view(FIND_VIEW, async ({ ack, view }) => {
    deps.onClick('find.submit');
    await ack({ response_action: 'update', view: await answer(view, deps) });
  });
}

/** Never rejects. What was typed is shown to the person, and is nowhere else: not in the log either. */
async function answer(view: unknown, deps: FindDependencies): Promise<ModalView> {
  const reference = newReference();
  try {
    const late = () => new AppError({ kind: 'storage-unavailable' }, 'the search took too long');
    return await withTimeout(find(view, deps), ANSWER_WITHIN_MS, late);
  } catch (error) {
    const failure: Failure = error instanceof AppError ? error.failure : { kind: 'internal' };
    const err = error instanceof AppError ? error : undefined;
    deps.logger.warn({ ref: reference, action: FIND_VIEW, failure: failure.kind, err }, 'a search failed');
    return renderFailureModal(renderFailure(failure, { reference, now: deps.clock.now() }));
  }
}

async function find(view: unknown, { store }: FindDependencies): Promise<ModalView> {
  const submission = Submission.safeParse(view).data;
  const state = submission ? decodeButton(submission.private_metadata) : null;
  if (!submission || !state) throw new AppError({ kind: 'bad-button' }, 'a modal that makes no sense');
  const typed = submission.state.values[FIND_FIELD.block][FIND_FIELD.action].value ?? '';
  const found = await store.find(state.report, typed, state.read);
  if (!found) throw await goneOrReplaced(state, store);
  return renderFindModal(found.head, { ...found, typed });
}
