import type { WebinarSummary } from '../../qos/analysis.ts';
import type { Thresholds } from '../../qos/thresholds.ts';
import type { ReportHead } from '../../reports/report.ts';
import { gradeMark } from '../quality/grade-words.ts';
import type { Mrkdwn } from '../text/mrkdwn.ts';
import { formatCount, formatShare } from '../text/numbers.ts';
import { presenterCounts, presenterTrouble } from './who-decided.ts';

/** Below this many people a percentage says more than is known: counts only. */
export const FEWEST_FOR_PERCENT = 10;

/** `Fair`, `Good, limited data (250 of 5,000)`, or `not graded`: no word of a grade then. */
export function verdictWord(summary: WebinarSummary): string {
  const { verdict, limitedData, graded, people, shortStays } = summary;
  if (verdict === 'No data') return 'not graded';
  return limitedData
    ? `${verdict}, limited data (${formatCount(graded)} of ${formatCount(people - shortStays)})`
    : verdict;
}

/** A verdict that rests on few of the people has no mark of a grade. */
export function verdictMark({ verdict, limitedData }: WebinarSummary): Mrkdwn {
  return gradeMark(limitedData ? 'No data' : verdict);
}

/** ` (3.9 %)`; blank for fewer than ten. */
export function shareInBrackets(part: number, whole: number, thresholds: Thresholds): string {
  return whole < FEWEST_FOR_PERCENT ? '' : ` (${formatShare(part, whole, thresholds)})`;
}

/** The result in one or two sentences, which name those who decided it. */
export function verdictSentence(
  { summary, decidingPresenter }: Pick<ReportHead, 'summary' | 'decidingPresenter'>,
  thresholds: Thresholds,
): string {
  const { decidedBy, verdict, presenters, audience } = summary;
  if (decidedBy === null) return notGradedSentence(summary);
  const heard = audienceSentence(summary, thresholds);
  // Where roles were guessed, that is said beside it.
  if (presenters.graded === 0) return summary.roles === 'known' ? `${heard} No presenter could be graded.` : heard;
  if (presenters.grade === 'Good') return `Presenters were fine. ${heard}`;
  const trouble = presenterTrouble(summary, decidingPresenter);
  if (decidedBy === 'presenters') return `The presenters were the problem: ${trouble} ${heard}`;
  if (decidedBy === 'audience' && audience.affected > 0) {
    return `It was mostly the audience: ${heard} Of the presenters, ${presenterCounts(summary)}.`;
  }
  return verdict === 'Good' ? `${trouble} ${heard}` : `Presenters and audience both had trouble: ${trouble} ${heard}`;
}

/** `38 short stays, 21 without data`; null when everybody was graded. */
export function notGradedCounts({ shortStays, noData }: WebinarSummary): string | null {
  const parts = [
    shortStays === 0 ? null : `${formatCount(shortStays)} short ${shortStays === 1 ? 'stay' : 'stays'}`,
    noData === 0 ? null : `${formatCount(noData)} without data`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(', ');
}

function notGradedSentence(summary: WebinarSummary): string {
  const counts = notGradedCounts(summary);
  return `Nobody could be graded${counts === null ? '' : `: ${counts}`}.`;
}

function audienceSentence({ audience, limitedData }: WebinarSummary, thresholds: Thresholds): string {
  const { graded, affected, impaired, bad, grade } = audience;
  if (graded === 0) return 'No attendee could be graded.';
  const all = `${formatCount(graded)} ${graded === 1 ? 'attendee' : 'attendees'}${limitedData ? ' with data' : ''}`;
  if (affected === 0) {
    return grade === 'Good'
      ? `None of ${all} had trouble hearing or watching.`
      : `None of ${all} had real trouble, but ${formatCount(impaired)}${shareInBrackets(impaired, graded, thresholds)} had a little.`;
  }
  const more = impaired - affected;
  const isMany = more > 0 && 100 * impaired >= thresholds.impairedForAtLeastFairPercent * graded;
  const little = isMany ? `; ${formatCount(more)} more had a little` : '';
  return `${formatCount(affected)} of ${all}${shareInBrackets(affected, graded, thresholds)} had trouble hearing or watching${badly(affected, bad)}${little}.`;
}

function badly(affected: number, bad: number): string {
  if (bad === 0) return '';
  if (bad < affected) return `, ${formatCount(bad)} of them badly`;
  return affected === 1 ? ', and badly' : ', all of them badly';
}
