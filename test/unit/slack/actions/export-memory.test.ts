import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import type { Person } from '../../../../src/qos/person.ts';
import { exportCsv } from '../../../../src/slack/actions/export-csv.ts';
import { sampleHead, samplePerson } from '../../../messages/samples.ts';
import { createQuietLogger } from '../../../setup/quiet-logger.ts';

const EXPORTS = 20;
const PEOPLE = 300;
const PORTION = 50;
const MB = 1024 * 1024;
setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** What files take: once the garbage is gone. */
function fileBytes(): number {
  collectGarbage();
  return process.memoryUsage().arrayBuffers;
}

/** Exports whose memory is looked at while each is sent. */
function createExports() {
  let [people, reading, mostReading, sizes, most] = [0, 0, 0, 0, 0];
  const before = fileBytes();
  async function* readPeople(): AsyncGenerator<readonly Person[]> {
    reading += 1;
    mostReading = Math.max(mostReading, reading);
    for (let first = 1; first <= PEOPLE; first += PORTION) {
      yield Array.from({ length: PORTION }, (_, index) => samplePerson({ number: first + index, lossPercent: index }));
      people += PORTION;
    }
    reading -= 1;
  }
  const exportReport = exportCsv({
    store: { getHead: async (key) => sampleHead({ key }), readPeople },
    messenger: { openDirectMessage: async () => 'D1', sendMessage: async () => null },
    client: {
      filesUploadV2: (async ({ file_uploads: files }: { file_uploads: readonly { file: Buffer }[] }) => {
        sizes += files.reduce((sum, { file }) => sum + file.length, 0);
        most = Math.max(most, fileBytes() - before);
        return { ok: true, files: [] };
      }) as never, // The library's overloads; the export uses one of them.
    },
    copies: { noteFiles: async () => undefined },
    sleep: async () => undefined,
    logger: createQuietLogger(),
  });
  return {
    start: (person: number) =>
      exportReport(
        {
          ...{ userId: `U${person}`, channelId: 'C1', isPrivate: true, responseUrl: 'https://slack.example/actions/1' },
          ...{ triggerId: null, actionId: 'report.export', value: '' },
        },
        'report',
      ),
    result: () => ({ people, mostReading, oneExport: sizes / EXPORTS, most, left: fileBytes() - before }),
  };
}

it.each(['one after another', 'at once'] as const)(
  'twenty exports %s hold no more than two of them, and leave nothing behind',
  async (how) => {
    const { start, result } = createExports();
    const persons = Array.from({ length: EXPORTS }, (_, person) => person);
    if (how === 'at once') await Promise.all(persons.map(start));
    else for (const person of persons) await start(person);
    const { people, mostReading, oneExport, most, left } = result();
    expect(people).toBe(EXPORTS * PEOPLE);
    expect(mostReading).toBe(how === 'at once' ? 2 : 1);
    expect(oneExport).toBeGreaterThan(0.2 * MB);
    // Its lines and the files that they become, of each at work; all twenty would be ten times as much.
    expect(most).toBeLessThan((how === 'at once' ? 2 : 1) * 2 * oneExport + 0.3 * MB);
    expect(left).toBeLessThan(0.3 * MB);
  },
);
