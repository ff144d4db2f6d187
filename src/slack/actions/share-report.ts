import { AppError } from '../../errors.ts';
import type { Message } from '../../messages/block-kit/message.ts';
import { renderAlreadyShared, renderShared } from '../../messages/notices.ts';
import { renderReport } from '../../messages/report/report.ts';
import { DeliveryError } from '../../reports/delivery/messenger.ts';
import type { ReportStore } from '../../reports/store.ts';
import type { Sleep } from '../../runtime/sleep.ts';
import { keys } from '../../storage/keys.ts';
import type { Kv } from '../../storage/kv.ts';
import type { SlackSender } from '../client/slack-messenger.ts';
import type { ClickContext } from './click.ts';
import { onceMore } from './retry-click.ts';

/** A second click within this time is taken for a double click. */
const ONCE_PER_SECONDS = 30;
/** Where the bot cannot post by itself, the click's response_url still can. */
const NOT_A_MEMBER = new Set(['not_in_channel', 'channel_not_found']);

/** Posts the report for everybody in the channel of the click. */
export async function shareReport(
  click: ClickContext,
  report: string,
  { store, sender, kv, wait }: { store: ReportStore; sender: SlackSender; kv: Kv; wait: Sleep },
): Promise<void> {
  const { channelId, responseUrl } = click;
  if (channelId === null || responseUrl === null) return;
  const head = await store.getHead(report);
  if (!head) throw new AppError({ kind: 'report-gone', report }, 'the report is no longer kept');
  const once = keys.shared(report, channelId);
  const respond = (message: Message, response_type: 'ephemeral' | 'in_channel') =>
    onceMore(() => sender.respondWith(responseUrl, { ...message, response_type, replace_original: false }), {
      wait,
      unlessDone: response_type === 'in_channel',
    });
  if (!(await kv.setIfAbsent(once, head.readId, ONCE_PER_SECONDS))) return respond(renderAlreadyShared(), 'ephemeral');

  const message = renderReport(head, { audience: 'shared' });
  const post = () => onceMore(() => sender.postMessage(channelId, message), { wait, unlessDone: true });
  try {
    await post().catch((error: unknown) => {
      if (error instanceof DeliveryError && NOT_A_MEMBER.has(error.slackError)) return respond(message, 'in_channel');
      throw error;
    });
  } catch (error) {
    await kv.delete(once);
    throw error;
  }
  await respond(renderShared(), 'ephemeral');
}
