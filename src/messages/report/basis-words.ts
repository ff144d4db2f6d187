import type { ReportHead, ReportState } from '../../reports/report.ts';
import { formatCount } from '../text/numbers.ts';
import { notGradedCounts } from './verdict-words.ts';

/** Beside the verdict, so that nobody takes an unfinished one for the last word; blank for a final report. */
export function stateInBrackets(state: ReportState): string {
  switch (state) {
    case 'final':
      return '';
    case 'preliminary':
      return ' (preliminary)';
    case 'live':
      return ' (live, so far)';
  }
}

/** `Zoom QSS summary, final`. */
export function sourceWords(state: ReportState): string {
  return `Zoom QSS summary, ${state === 'live' ? 'live, so far' : state}`;
}

/** What an answer rests on, and what is missing from it; null where there is nothing to say. */
export function coverageWords(head: ReportHead): (string | null)[] {
  const { summary } = head;
  const counts = notGradedCounts(summary);
  return [
    peopleOf(head),
    counts === null ? null : `not graded: ${counts}`,
    summary.limitedData ? 'limited data: fewer than half could be graded' : null,
    summary.rolesKnown || summary.people === 0 ? null : 'roles unknown: everybody is graded as an attendee',
    count(head.unreadableRows, 'row', 'could not be read'),
    count(sum(head.invalidValues), 'value', 'made no sense and were left out'),
  ];
}

/** Only when Zoom counts more than it gave: "12 of 430 people". */
export function peopleOf({ participantCount, rowsRead, summary }: ReportHead): string | null {
  if (participantCount === null || participantCount <= rowsRead) return null;
  return summary.people === rowsRead
    ? `${formatCount(rowsRead)} of ${formatCount(participantCount)} people`
    : `${formatCount(rowsRead)} of ${formatCount(participantCount)} joins, ${formatCount(summary.people)} people`;
}

function count(number: number, one: string, what: string): string | null {
  if (number === 0) return null;
  return number === 1 ? `1 ${one} ${what.replace(' were ', ' was ')}` : `${formatCount(number)} ${one}s ${what}`;
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, number) => total + number, 0);
}
