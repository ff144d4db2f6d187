import { AppError } from '../errors.ts';
import { renderAlreadyShared, renderShared } from '../messages/notices.ts';
import { renderReport } from '../messages/report.ts';
import { keys } from '../reports/keys.ts';
import { DeliveryError, type Kv } from '../reports/ports.ts';
import type { ReportStore } from '../reports/store.ts';
import type { ClickContext } from './click.ts';
import type { SlackSender } from './courier.ts';

/** A second click within this time is taken for a double click. */
const ONCE_PER_SECONDS = 30;
/** Where the bot cannot post by itself, the click's response_url still can. */
const NOT_A_MEMBER = new Set(['not_in_channel', 'channel_not_found']);

/** Posts the report for everybody in the channel of the click. */
export async function shareReport(
  click: ClickContext,
  report: string,
  { store, sender, kv }: { store: ReportStore; sender: SlackSender; kv: Kv },
): Promise<void> {
  if (click.channelId === null || click.responseUrl === null) return;
  const head = await store.getHead(report);
  if (!head) throw new AppError({ kind: 'report-gone', report }, 'the report is no longer kept');
  const once = keys.shared(report, click.channelId);
  const tell = (message: ReturnType<typeof renderShared>) =>
    sender.respondWith(click.responseUrl ?? '', { ...message, response_type: 'ephemeral', replace_original: false });
  if (!(await kv.setIfAbsent(once, head.readId, ONCE_PER_SECONDS))) return tell(renderAlreadyShared());

  const message = renderReport(head, { audience: 'shared' });
  try {
    await sender.postMessage(click.channelId, message);
  } catch (error) {
    if (!(error instanceof DeliveryError) || !NOT_A_MEMBER.has(error.slackError)) {
      await kv.delete(once);
      throw error;
    }
    await sender.respondWith(click.responseUrl, {
      ...message,
      response_type: 'in_channel',
      replace_original: false,
    });
  }
  await tell(renderShared());
}
