import type { WebClient } from '@slack/web-api';
import { AppError, type Failure } from '../../errors.ts';
import type { Logger } from '../../logger.ts';
import type { Message } from '../../messages/block-kit/message.ts';
import { renderFailure } from '../../messages/failures/failure.ts';
import { renderFailureModal } from '../../messages/failures/failure-modal.ts';
import { DeliveryError } from '../../reports/delivery/delivery-error.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Sleep } from '../../runtime/sleep.ts';
import type { SlackMessenger } from '../client/slack-messenger.ts';
import type { ClickContext } from './click.ts';
import { openView } from './open-view.ts';
import { retryClick } from './retry-click.ts';

export interface ClickAnswering {
  /** Where clicks may come from modals. */
  readonly client?: Pick<WebClient, 'views'>;
  readonly messenger: Pick<SlackMessenger, 'sendMessage'>;
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly logger: Logger;
}

/**
 * Answers a click: beside the message of the button, for the person who clicked alone, or in its place.
 * @param isShared whether the message in whose place it comes is one that everybody sees
 */
export async function respondToClick(
  { responseUrl }: Pick<ClickContext, 'responseUrl'>,
  message: Message,
  { isNew, isShared = false }: { isNew: boolean; isShared?: boolean },
  { messenger, sleep }: Pick<ClickAnswering, 'messenger' | 'sleep'>,
): Promise<void> {
  if (responseUrl === null) return;
  const as = isNew ? 'ephemeral' : isShared ? 'shared-replacement' : 'private-replacement';
  await retryClick(() => messenger.sendMessage({ kind: 'response-url', responseUrl, as }, message), { sleep });
}

/**
 * Tells of what a click has done. When Slack does not take that, it goes to the log alone: any explanation would sound as if
 * nothing had been done.
 */
export async function confirmClick(
  click: ClickContext,
  message: Message,
  how: { isNew: boolean },
  deps: Pick<ClickAnswering, 'messenger' | 'sleep' | 'logger'>,
): Promise<void> {
  try {
    await respondToClick(click, message, how, deps);
  } catch (err) {
    if (!(err instanceof DeliveryError)) throw err;
    deps.logger.warn({ action: click.actionId, err }, 'what a click has done could not be told');
  }
}

/** Every click that fails ends in one sentence, seen only by the person who clicked. */
export async function explainClick(
  click: ClickContext,
  error: unknown,
  reference: string,
  deps: ClickAnswering,
): Promise<void> {
  const failure = toFailure(error, click);
  const log = { ref: reference, action: click.actionId, failure: failure.kind, err: error };
  deps.logger[failure.kind === 'just-read' ? 'info' : 'warn'](log, 'a click was answered with an error');
  const message = renderFailure(failure, { reference, now: deps.clock.now(), canNotify: true });
  try {
    // A click in a modal: what happened stands above it.
    if (click.responseUrl === null && deps.client) {
      await openView(click, renderFailureModal(message), { client: deps.client, sleep: deps.sleep });
      return;
    }
    await respondToClick(click, message, { isNew: true }, deps);
  } catch (sendError) {
    deps.logger.error({ ref: reference, err: sendError }, 'the explanation could not be sent');
  }
}

function toFailure(error: unknown, click: ClickContext): Failure {
  if (error instanceof AppError) return error.failure;
  if (error instanceof DeliveryError) {
    return { kind: 'slack-channel', channel: click.channelId ?? '', slackError: error.slackError };
  }
  return { kind: 'internal' };
}
