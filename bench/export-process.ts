import { readFileSync } from 'node:fs';
import { createReportStore } from '../src/reports/store.ts';
import { systemClock } from '../src/runtime/clock.ts';
import { exportCsv } from '../src/slack/actions/export-csv.ts';
import { createMemoryKv } from '../src/storage/memory-kv.ts';
import { sampleHead, samplePerson } from '../test/messages/samples.ts';
import { createQuietLogger } from '../test/setup/quiet-logger.ts';

// A process of its own, so that its peak is that of the exports: `node bench/export-process.ts 20 at-once`. Prints JSON.

const PEOPLE = 10_000;
const PORTION = 500;
const [many = '20', how = 'at-once'] = process.argv.slice(2);

const store = createReportStore({ kv: createMemoryKv(systemClock), clock: systemClock, ttlSeconds: 3600 });
const head = sampleHead({ listLengths: { severity: 0, loss: 0, latency: 0 } });
const writer = store.write(head);
for (let first = 1; first <= PEOPLE; first += PORTION) {
  const numbers = Array.from({ length: PORTION }, (_, index) => first + index);
  await writer.add(numbers.map((number) => samplePerson({ id: `visit${number}`, number, name: `Person ${number}` })));
}
await writer.finish({ severity: [], loss: [], latency: [] });
await writer.commit(head);

let files = 0;
const exportReport = exportCsv({
  store,
  messenger: { openDirectMessage: async () => 'D1', sendMessage: async () => null },
  client: {
    filesUploadV2: (async ({ file_uploads: uploads }: { file_uploads: readonly unknown[] }) => {
      files += uploads.length;
      return { ok: true, files: [] };
    }) as never, // The library's overloads; the export uses one of them.
  },
  copies: { noteFiles: async () => undefined },
  sleep: async () => undefined,
  logger: createQuietLogger(),
});
const exportOne = (_: unknown, person: number) =>
  exportReport(
    {
      ...{ userId: `U${person}`, channelId: 'C1', isPrivate: true, responseUrl: 'https://slack.example/actions/1' },
      ...{ triggerId: null, actionId: 'report.export', value: '' },
    },
    head.key,
  );

const before = residentMb('VmRSS');
const all = Array.from({ length: Number(many) });
const startedAt = performance.now();
if (how === 'at-once') await Promise.all(all.map(exportOne));
else for (const [person] of all.entries()) await exportOne(null, person);
const seconds = (performance.now() - startedAt) / 1000;
process.stdout.write(`${JSON.stringify({ files, before, peak: residentMb('VmHWM'), seconds })}\n`);

function residentMb(what: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync('/proc/self/status', 'utf8');
  const line = status.split('\n').find((text) => text.startsWith(`${what}:`)) ?? '';
  return Math.round(Number(line.split(/\s+/)[1]) / 1024);
}
