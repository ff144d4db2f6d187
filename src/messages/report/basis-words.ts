import type { WebinarSummary } from '../../qos/analysis.ts';
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
    agreementWords(summary.zoomAgreement),
    count(head.unreadableRows, 'row', 'could not be read'),
    count(sum(head.invalidValues), 'value', 'made no sense and were left out'),
  ];
}

/** Fewer say nothing. */
const FEWEST_COMPARED = 20;

/** "Zoom's labels of the sound say the same for 390 of 410": theirs and ours, both sides of Poor. */
function agreementWords({ compared, agree }: WebinarSummary['zoomAgreement']): string | null {
  if (compared < FEWEST_COMPARED) return null;
  return `Zoom's own labels of the sound say the same for ${formatCount(agree)} of ${formatCount(compared)} people`;
}

function count(number: number, one: string, what: string): string | null {
  if (number === 0) return null;
  return number === 1 ? `1 ${one} ${what.replace(' were ', ' was ')}` : `${formatCount(number)} ${one}s ${what}`;
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, number) => total + number, 0);
}
