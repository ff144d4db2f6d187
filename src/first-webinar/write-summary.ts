import type { Fact } from './facts/fact.ts';
import type { Seen } from './seen.ts';

/** What was read, without anybody's data. */
interface ReadSoFar {
  readonly summaryRows: number;
  readonly summaryPages: number;
  readonly summaryEnd: string;
  readonly unreadableRows: number;
  readonly unknownTypes: number;
  readonly invalidValues: number;
  readonly listRows: number;
  readonly listPages: number;
  readonly listEnd: string;
  readonly calls: number;
}

/** For people, to be read and sent to whoever helps. */
export function writeText(seen: Seen, facts: readonly Fact[], calls: number): string {
  const read = readSoFar(seen, calls);
  return [
    'What one webinar says of what nobody has proved yet. Counts only: no names, no addresses, no ids, no topic.',
    `Read: ${read.summaryRows} rows of the quality summary (${read.summaryEnd}; pages: ${read.summaryPages}), ${read.listRows} rows of the participants list (${read.listEnd}; pages: ${read.listPages}), with ${read.calls} calls. Of no use: rows ${read.unreadableRows}, values ${read.invalidValues}, streams of unknown types ${read.unknownTypes}.`,
    ...facts.flatMap(({ name, told, seen: words, change }) => [
      '',
      `${name}: ${told}`,
      `  ${words}`,
      ...(told === 'otherwise' ? [`  To change: ${change}; see docs/first-webinar.md.`] : []),
    ]),
    '',
  ].join('\n');
}

/** The same for a program. */
export function writeJson(seen: Seen, facts: readonly Fact[], calls: number): string {
  return `${JSON.stringify({ version: 1, read: readSoFar(seen, calls), facts }, null, 2)}\n`;
}

function readSoFar({ summary, list }: Seen, calls: number): ReadSoFar {
  return {
    summaryRows: summary.visits.length,
    summaryPages: summary.pages,
    summaryEnd: summary.end,
    unreadableRows: summary.unreadableRows,
    unknownTypes: summary.unknownTypes,
    invalidValues: summary.invalidValues,
    listRows: list.visits.length,
    listPages: list.pages,
    listEnd: list.end,
    calls,
  };
}
