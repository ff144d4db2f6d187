import type { WebClient } from '@slack/web-api';
import { stringify } from 'csv-stringify/sync';
import { AppError } from '../../errors.ts';
import type { Logger } from '../../logger.ts';
import type { Message } from '../../messages/block-kit/message.ts';
import { type Column, createCsvTable } from '../../messages/csv/csv-table.ts';
import { csvFileName } from '../../messages/csv/file-name.ts';
import { peopleColumns } from '../../messages/csv/people-columns.ts';
import { streamColumns, toStreamRows } from '../../messages/csv/stream-columns.ts';
import { renderCsvBusy, renderCsvSent, renderCsvUnderWay } from '../../messages/notices.ts';
import type { Copies } from '../../reports/delivery/copies.ts';
import type { ReportHead } from '../../reports/report.ts';
import type { ReportStore } from '../../reports/store.ts';
import { nextTurn } from '../../runtime/next-turn.ts';
import type { Sleep } from '../../runtime/sleep.ts';
import { createTurns } from '../../runtime/turns.ts';
import { confirmClick, respondToClick } from '../clicks/answer-click.ts';
import type { ClickContext } from '../clicks/click.ts';
import { retryClick } from '../clicks/retry-click.ts';
import { toDeliveryError } from '../client/slack-errors.ts';
import type { SlackMessenger } from '../client/slack-messenger.ts';

/** A file of 10,000 people has some megabytes, and Slack's library holds it whole while it is sent. */
const FILES_AT_ONCE = 2;
/** Those at work and those whose turn comes later. */
const MAX_UNDER_WAY = 50;

/**
 * Sends everybody of a report, and every stream, as two CSV files into the clicker's conversation with the bot: once at a time
 * for a person and report, a few at a time in all. Whoever clicks again meanwhile is told that it is under way.
 */
export function exportCsv({
  store,
  messenger,
  client,
  copies,
  sleep,
  logger,
}: {
  store: Pick<ReportStore, 'getHead' | 'readPeople'>;
  messenger: Pick<SlackMessenger, 'openDirectMessage' | 'sendMessage'>;
  client: Pick<WebClient, 'filesUploadV2'>;
  copies: Pick<Copies, 'noteFiles'>;
  sleep: Sleep;
  logger: Logger;
}) {
  const inTurn = createTurns(FILES_AT_ONCE);
  const underWay = new Set<string>();

  return async function exportReport(click: ClickContext, report: string): Promise<void> {
    const tell = (message: Message) => respondToClick(click, message, { isNew: true }, { messenger, sleep });
    const file = JSON.stringify([click.userId, report]);
    if (underWay.has(file)) return tell(renderCsvUnderWay());
    if (underWay.size >= MAX_UNDER_WAY) return tell(renderCsvBusy());
    underWay.add(file);
    try {
      const people = await inTurn(() => sendFile(click.userId, report));
      await confirmClick(click, renderCsvSent(people), { isNew: true }, { messenger, sleep, logger });
    } finally {
      underWay.delete(file);
    }
  };

  /** @returns how many people are in it */
  async function sendFile(userId: string, report: string): Promise<number> {
    const head = await store.getHead(report);
    if (!head) throw new AppError({ kind: 'report-gone', report }, 'the report is no longer kept');
    const { files, people } = await writeFiles(head);
    const channel = await retryClick(() => messenger.openDirectMessage(userId), { sleep });
    await copies.noteFiles(report, await retryClick(() => upload(channel, files), { sleep }));
    return people;
  }

  /** Portion by portion: the people of a large webinar are never in memory all at once, only their lines. */
  async function writeFiles(head: ReportHead): Promise<{ files: readonly CsvFile[]; people: number }> {
    const everybody = createCsvFile(peopleColumns(head));
    const streams = createCsvFile(streamColumns(head));
    let people = 0;
    for await (const portion of store.readPeople(head)) {
      everybody.add(portion);
      streams.add(toStreamRows(portion));
      people += portion.length;
      await nextTurn();
    }
    const files = [
      { filename: csvFileName(head, 'people'), title: 'Webinar quality, everybody', file: everybody.finish() },
      { filename: csvFileName(head, 'streams'), title: 'Webinar quality, every stream', file: streams.finish() },
    ];
    return { files, people };
  }

  /** @returns the ids of the files, as far as Slack tells them */
  async function upload(channel: string, files: readonly CsvFile[]): Promise<string[]> {
    try {
      const answer = await client.filesUploadV2({ channel_id: channel, file_uploads: [...files] });
      return answer.files.flatMap((one) => one.files ?? []).flatMap(({ id }) => id ?? []);
    } catch (error) {
      throw toDeliveryError(error);
    }
  }
}

interface CsvFile {
  readonly filename: string;
  readonly title: string;
  readonly file: Buffer;
}

/** Lines as they come, the head before them: which columns are blank in all rows is known at the end. */
function createCsvFile<Item>(columns: readonly Column<Item>[]) {
  const table = createCsvTable(columns);
  const lines: Buffer[] = [];
  return {
    add(items: readonly Item[]): void {
      if (items.length > 0) lines.push(Buffer.from(stringify(table.rows(items))));
    },
    /** The byte order mark is what makes spreadsheets read it as UTF-8. */
    finish: () => Buffer.concat([Buffer.from(stringify([table.head()], { bom: true })), ...lines]),
  };
}
