import type { WebinarSummary } from '../../qos/analysis.ts';
import { formatCount, formatShare } from '../text/numbers.ts';

/** Below this many people a percentage says more than is known: counts only. */
export const FEWEST_FOR_PERCENT = 10;

/** ` (3.9 %)`; blank for fewer than ten. */
export function shareInBrackets(part: number, whole: number): string {
  return whole < FEWEST_FOR_PERCENT ? '' : ` (${formatShare(part, whole)})`;
}

/** The result in one sentence; says which group decided when that is not plain from the numbers. */
export function verdictSentence(summary: WebinarSummary): string {
  const { audience, presenters, rolesKnown, decidedBy } = summary;
  if (decidedBy === null) return `${notGradedClause(summary)}.`;
  const clauses: string[] = [];
  if (rolesKnown) {
    const deciding = decidedBy === 'presenters' && audience.graded > 0;
    clauses.push(presentersClause(presenters) + (deciding ? ', which decides the verdict' : ''));
  }
  const deciding = decidedBy === 'audience' && presenters.graded > 0 && presenters.grade !== 'Good';
  clauses.push(audienceClause(summary) + (deciding ? ', which decides the verdict' : ''));
  const sentence = clauses.join('; ');
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
}

/** `38 short stays, 21 without data`; null when everybody was graded. */
export function notGradedCounts({ shortStays, noData }: WebinarSummary): string | null {
  const parts = [
    shortStays === 0 ? null : `${formatCount(shortStays)} short ${shortStays === 1 ? 'stay' : 'stays'}`,
    noData === 0 ? null : `${formatCount(noData)} without data`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(', ');
}

function notGradedClause(summary: WebinarSummary): string {
  const counts = notGradedCounts(summary);
  return `Nobody could be graded${counts === null ? '' : `: ${counts}`}`;
}

function presentersClause({ grade, graded, good, affected }: WebinarSummary['presenters']): string {
  if (graded === 0) return 'no presenter could be graded';
  if (grade === 'Good') return 'presenters were fine';
  return affected > 0
    ? `${affected} of ${graded} graded presenters had a poor or bad connection`
    : `presenters were not all fine, ${good} of ${graded} good`;
}

function audienceClause({ audience: { graded, affected }, rolesKnown }: WebinarSummary): string {
  const people = rolesKnown ? 'attendees' : 'participants';
  if (graded === 0) return `no ${people} could be graded`;
  const some = affected === 0 ? 'none' : formatCount(affected);
  return `${some} of ${formatCount(graded)} graded ${people}${affected === 0 ? '' : shareInBrackets(affected, graded)} had a poor or bad connection`;
}
