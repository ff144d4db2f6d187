import type { ReportHead } from '../../reports/report.ts';
import { formatCount } from '../text/numbers.ts';
import { listWords } from './list-words.ts';
import { notGradedCounts } from './verdict-words.ts';

/** What an answer rests on, and what is missing from it; null where there is nothing to say. */
export function coverageWords(head: ReportHead): (string | null)[] {
  const { summary } = head;
  const counts = notGradedCounts(summary);
  return [
    counts === null ? null : `not graded: ${counts}`,
    summary.limitedData ? 'limited data: fewer than half could be graded' : null,
    ...listWords(head.participantsList),
    count(head.unreadableRows, 'row', 'could not be read'),
    count(sum(head.invalidValues), 'value', 'made no sense and were left out'),
  ];
}

function count(number: number, one: string, what: string): string | null {
  if (number === 0) return null;
  return number === 1 ? `1 ${one} ${what.replace(' were ', ' was ')}` : `${formatCount(number)} ${one}s ${what}`;
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, number) => total + number, 0);
}
