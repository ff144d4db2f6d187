import { z } from 'zod';
import { AppError } from '../../errors.ts';
import type { Message } from '../../messages/block-kit/message.ts';
import { renderAlreadyShared, renderShared } from '../../messages/notices.ts';
import { renderReport } from '../../messages/report/report.ts';
import { DeliveryError } from '../../reports/delivery/delivery-error.ts';
import type { ReportStore } from '../../reports/store.ts';
import type { Sleep } from '../../runtime/sleep.ts';
import { keys } from '../../storage/keys.ts';
import type { Kv } from '../../storage/kv.ts';
import { createStoredValue } from '../../storage/stored-value.ts';
import { isNoMember } from '../client/slack-errors.ts';
import type { SlackMessenger } from '../client/slack-messenger.ts';
import type { ClickContext } from './click.ts';
import { retryClick } from './retry-click.ts';

/** Posts the report for everybody in the channel of the click. */
export async function shareReport(
  click: ClickContext,
  report: string,
  { store, messenger, kv, sleep }: { store: ReportStore; messenger: SlackMessenger; kv: Kv; sleep: Sleep },
): Promise<void> {
  const { channelId, responseUrl } = click;
  if (channelId === null || responseUrl === null) return;
  const head = await store.getHead(report);
  if (!head) throw new AppError({ kind: 'report-gone', report }, 'the report is no longer kept');
  const respond = (message: Message, as: 'ephemeral' | 'in-channel') =>
    retryClick(() => messenger.sendMessage({ kind: 'response-url', responseUrl, as }, message), {
      sleep,
      unlessDone: as === 'in-channel',
    });
  const once = keys.shared(report, channelId);
  const isFirst = await createStoredValue(kv, z.string()).setIfAbsent(once, head.readId);
  if (!isFirst) {
    await respond(renderAlreadyShared(), 'ephemeral');
    return;
  }

  const message = renderReport(head, { shownTo: 'shared' });
  const post = () =>
    retryClick(() => messenger.sendMessage({ kind: 'channel', channelId }, message), { sleep, unlessDone: true });
  try {
    await post().catch((error: unknown) => {
      // Where the bot cannot post by itself, the click's response_url still can.
      if (error instanceof DeliveryError && isNoMember(error)) return respond(message, 'in-channel');
      throw error;
    });
  } catch (error) {
    await kv.delete(once.name);
    throw error;
  }
  await respond(renderShared(), 'ephemeral');
}
