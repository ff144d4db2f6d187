import { AppError, toStorageTrouble } from '../../errors.ts';
import type { Logger } from '../../logger.ts';
import type { Message } from '../../messages/block-kit/message.ts';
import { type ChannelNames, headForChannel } from '../../messages/channel-names.ts';
import { renderAlreadyShared, renderShared } from '../../messages/notices.ts';
import { renderReport } from '../../messages/report/report.ts';
import type { Copies } from '../../reports/delivery/copies.ts';
import { DeliveryError } from '../../reports/delivery/delivery-error.ts';
import type { ReportStore } from '../../reports/store.ts';
import { newId } from '../../runtime/new-id.ts';
import type { Sleep } from '../../runtime/sleep.ts';
import { keys } from '../../storage/keys.ts';
import type { Kv } from '../../storage/kv.ts';
import { confirmClick } from '../clicks/answer-click.ts';
import type { ClickContext } from '../clicks/click.ts';
import { retryClick } from '../clicks/retry-click.ts';
import { isNoMember } from '../client/slack-errors.ts';
import type { SlackMessenger } from '../client/slack-messenger.ts';

interface ShareDependencies {
  readonly store: Pick<ReportStore, 'getHead'>;
  readonly messenger: Pick<SlackMessenger, 'sendMessage'>;
  readonly kv: Pick<Kv, 'setIfAbsent' | 'deleteIfEquals'>;
  readonly copies: Pick<Copies, 'notePost'>;
  readonly channelNames: ChannelNames;
  readonly sleep: Sleep;
  readonly logger: Logger;
}

/** Posts the report for everybody in the channel of the click. */
export async function shareReport(click: ClickContext, report: string, deps: ShareDependencies): Promise<void> {
  const { store, messenger, kv, sleep } = deps;
  const { channelId, responseUrl } = click;
  if (channelId === null || responseUrl === null) return;
  const head = await store.getHead(report);
  if (!head) throw new AppError({ kind: 'report-gone', report }, 'the report is no longer kept');
  const postByClick = (message: Message) =>
    retryClick(() => messenger.sendMessage({ kind: 'response-url', responseUrl, as: 'in-channel' }, message), {
      sleep,
      unlessDone: true,
    });
  /** The asker's own report, with what was done in place of its button. */
  const tell = (before: boolean) => {
    const notice = before ? renderAlreadyShared() : renderShared();
    const replaced = renderReport(head, { shownTo: 'asker', sharedIn: { channel: channelId, before } });
    return confirmClick(click, click.isPrivate ? replaced : notice, { isNew: !click.isPrivate }, deps);
  };
  const { name, lifeSeconds } = keys.shared(report, channelId);
  const owner = newId();
  // Without an answer to it the mark may be there, and would stop the person's next click for a while.
  const takeBack = () => kv.deleteIfEquals(name, owner).catch(() => false);
  let isFirst: boolean;
  try {
    isFirst = await kv.setIfAbsent(name, owner, lifeSeconds);
  } catch (error) {
    await takeBack();
    throw toStorageTrouble(error, { kind: 'storage-unavailable' });
  }
  if (!isFirst) {
    await tell(true);
    return;
  }

  const message = renderReport(headForChannel(head, deps.channelNames), { shownTo: 'shared' });
  const post = () =>
    retryClick(() => messenger.sendMessage({ kind: 'channel', channelId }, message), { sleep, unlessDone: true });
  try {
    const posted = await post().catch((error: unknown) => {
      // Where the bot cannot post by itself, the click's response_url still can.
      if (error instanceof DeliveryError && isNoMember(error)) return postByClick(message);
      throw error;
    });
    if (posted) await deps.copies.notePost(report, posted);
  } catch (error) {
    await takeBack();
    throw error;
  }
  await tell(false);
}
