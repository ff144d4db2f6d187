import type { WebClient } from '@slack/web-api';
import { stringify } from 'csv-stringify/sync';
import { AppError } from '../../errors.ts';
import { renderCsvSent } from '../../messages/notices.ts';
import { toCsvRows } from '../../messages/people/csv-rows.ts';
import type { Person } from '../../qos/person.ts';
import type { ReportStore } from '../../reports/store.ts';
import type { Sleep } from '../../runtime/sleep.ts';
import { toDeliveryError } from '../client/slack-errors.ts';
import type { SlackMessenger } from '../client/slack-messenger.ts';
import { respondToClick } from './answer-click.ts';
import type { ClickContext } from './click.ts';
import { retryClick } from './retry-click.ts';

/** Sends everybody of a report as a CSV file into the clicker's conversation with the bot. */
export function exportCsv({
  store,
  messenger,
  client,
  sleep,
}: {
  store: ReportStore;
  messenger: SlackMessenger;
  client: WebClient;
  sleep: Sleep;
}) {
  return async function exportReport(click: ClickContext, report: string): Promise<void> {
    const head = await store.getHead(report);
    if (!head) throw new AppError({ kind: 'report-gone', report }, 'the report is no longer kept');
    const people: Person[] = [];
    for await (const portion of store.readPeople(head)) people.push(...portion);
    const channel = await retryClick(() => messenger.openDirectMessage(click.userId), { sleep });
    // The byte order mark is what makes spreadsheets read it as UTF-8.
    const content = stringify(toCsvRows(people), { bom: true });
    await retryClick(() => upload(channel, `webinar-qos-${head.webinarId ?? 'report'}.csv`, content), { sleep });
    await respondToClick(click, renderCsvSent(people.length), { isNew: true }, { messenger, sleep });
  };

  async function upload(channel: string, filename: string, content: string): Promise<void> {
    try {
      await client.filesUploadV2({
        channel_id: channel,
        filename,
        title: 'Webinar quality, everybody',
        content,
      });
    } catch (error) {
      throw toDeliveryError(error);
    }
  }
}
