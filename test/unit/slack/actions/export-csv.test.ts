import { describe, expect, it } from 'vitest';
import { DeliveryError } from '../../../../src/reports/delivery/delivery-error.ts';
import { exportCsv } from '../../../../src/slack/actions/export-csv.ts';
import { sampleHead, samplePerson } from '../../../messages/samples.ts';
import { createQuietLogger } from '../../../setup/quiet-logger.ts';

/** A Slack whose uploads end when they are told to, and a store with any report. */
function createExport({ people = 3, refuse = false }: { people?: number; refuse?: boolean } = {}) {
  const logger = createQuietLogger();
  const told: string[] = [];
  const noted: string[] = [];
  const uploads: {
    files: { filename: string; file: Buffer }[];
    channel: string;
    end: () => void;
    fail: (error: Error) => void;
  }[] = [];
  const exportReport = exportCsv({
    store: {
      getHead: async (key) => sampleHead({ key }),
      async *readPeople() {
        for (let number = 1; number <= people; number += 1) yield [samplePerson({ number, lossPercent: number })];
      },
    },
    messenger: {
      openDirectMessage: async (userId) => `D-${userId}`,
      sendMessage: async (_to, message) => {
        told.push(message.text);
        if (refuse) throw new DeliveryError('gone', 'used_url');
        return null;
      },
    },
    client: {
      filesUploadV2: (({
        file_uploads: files,
        channel_id,
      }: {
        file_uploads: { filename: string; file: Buffer }[];
        channel_id: string;
      }) =>
        new Promise((resolve, reject) => {
          uploads.push({
            files,
            channel: channel_id,
            end: () =>
              resolve({
                ok: true,
                files: [{ ok: true, files: files.map(({ filename }) => ({ id: filename.split('_').at(-1) })) }],
              }),
            fail: reject,
          });
        })) as never, // The library's overloads; the export uses one of them.
    },
    copies: { noteFiles: async (key, ids) => void noted.push(`${key}: ${ids.join(' ')}`) },
    sleep: async () => undefined,
    logger,
  });
  const click = (userId: string, report: string) =>
    exportReport(
      {
        userId,
        channelId: 'C1',
        isPrivate: true,
        responseUrl: 'https://slack.example/actions/1',
        triggerId: null,
        actionId: 'report.export',
        value: '',
      },
      report,
    );
  return { click, told, noted, uploads, logger };
}

const ON_ITS_WAY = 'These files are on their way already. They come into your conversation with me.';
const SENT = 'Two files are in your conversation with me: one with 3 people, one with every stream of theirs.';

describe('the export', () => {
  it('writes the header once and everybody of every portion', async () => {
    const { click, uploads, told, noted } = createExport();
    const done = click('U1', 'report');
    await expect.poll(() => uploads).toHaveLength(1);
    const [everybody, streams] = uploads[0]?.files ?? [];
    const linesOf = (file: Buffer | undefined) => file?.toString('utf8').split('\n') ?? [];
    const firstCells = (file: Buffer | undefined) => linesOf(file).map((line) => line.split(',')[0]);
    expect(firstCells(everybody?.file)).toEqual(['\uFEFFnumber', '1', '2', '3', '']);
    expect(firstCells(streams?.file)).toEqual(['\uFEFFnumber', '1', '1', '2', '2', '3', '3', '']);
    expect(everybody?.filename).toMatch(/^Q3-All-Hands_.*_people\.csv$/);
    expect(streams?.filename).toMatch(/^Q3-All-Hands_.*_streams\.csv$/);
    // A column that is blank for everybody says why in the head, which is known at the end.
    expect(linesOf(everybody?.file)[0]).toContain(',zoom_sound (empty: Zoom gave no labels),');
    expect(uploads[0]?.channel).toBe('D-U1');
    uploads[0]?.end();
    await done;
    expect(told).toEqual([SENT]);
    expect(noted).toEqual(['report: people.csv streams.csv']);
  });

  it('is no failure when only the word that the file is there could not be told', async () => {
    const { click, uploads, told, logger } = createExport({ refuse: true });
    const done = click('U1', 'report');
    await expect.poll(() => uploads).toHaveLength(1);
    uploads[0]?.end();
    await done;
    expect(told).toEqual([SENT]);
    expect(logger.lines).toMatchObject([{ level: 'warn', fields: { action: 'report.export' } }]);
  });

  it('makes one file for twenty clicks of one person, who is told that it is on its way', async () => {
    const { click, uploads, told } = createExport();
    const clicks = Array.from({ length: 20 }, () => click('U1', 'report'));
    await expect.poll(() => uploads).toHaveLength(1);
    await Promise.all(clicks.slice(1));
    expect(told).toEqual(Array(19).fill(ON_ITS_WAY));
    uploads[0]?.end();
    await clicks[0];
    expect(uploads).toHaveLength(1);
    expect(told.at(-1)).toBe(SENT);
  });

  it('makes two files at a time, however many people click, and every one of them in the end', async () => {
    const { click, uploads, told } = createExport();
    const clicks = Array.from({ length: 20 }, (_, person) => click(`U${person}`, 'report'));
    for (let sent = 0; sent < 20; sent += 1) {
      const underWay = Math.min(20, sent + 2);
      await expect.poll(() => uploads).toHaveLength(underWay);
      uploads[sent]?.end();
    }
    await Promise.all(clicks);
    expect(uploads).toHaveLength(20);
    expect(told).toEqual(Array(20).fill(SENT));
  });

  it('lets fifty wait and asks the others to come back', async () => {
    const { click, uploads, told } = createExport();
    const clicks = Array.from({ length: 60 }, (_, person) => click(`U${person}`, 'report'));
    await Promise.all(clicks.slice(50));
    expect(told).toEqual(Array(10).fill('I am making too many files just now. Click again in a minute.'));
    for (let sent = 0; sent < 50; sent += 1) {
      await expect.poll(() => uploads.length).toBeGreaterThan(sent);
      uploads[sent]?.end();
    }
    await Promise.all(clicks);
    expect(told.filter((text) => text === SENT)).toHaveLength(50);
  });

  it('can be asked for again after it failed or was sent', async () => {
    const { click, uploads, told } = createExport();
    const failed = click('U1', 'report');
    await expect.poll(() => uploads).toHaveLength(1);
    const refusal = new DeliveryError('final', 'file_uploads_disabled');
    uploads[0]?.fail(refusal);
    await expect(failed).rejects.toBe(refusal);
    for (const upload of [1, 2]) {
      const done = click('U1', 'report');
      await expect.poll(() => uploads).toHaveLength(upload + 1);
      uploads[upload]?.end();
      await done;
    }
    expect(told).toEqual([SENT, SENT]);
  });
});
