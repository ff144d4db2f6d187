import type { WebinarSummary } from '../../qos/analysis.ts';
import type { Person } from '../../qos/person.ts';
import { streamKind } from '../../qos/stream.ts';
import type { ReportHead } from '../../reports/report.ts';
import { gradeMark } from '../quality/grade-words.ts';
import type { Mrkdwn } from '../text/mrkdwn.ts';
import { personName } from '../text/names.ts';
import { formatCount, formatPercent, formatShare } from '../text/numbers.ts';

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
export function shareInBrackets(part: number, whole: number): string {
  return whole < FEWEST_FOR_PERCENT ? '' : ` (${formatShare(part, whole)})`;
}

/** The result in one or two sentences, those who decided it first. */
export function verdictSentence({ summary, worst }: Pick<ReportHead, 'summary' | 'worst'>): string {
  if (summary.decidedBy === null) return notGradedSentence(summary);
  const presenters = summary.rolesKnown ? presentersSentence(summary, worst) : null;
  return [presenters, audienceSentence(summary)].filter((sentence) => sentence !== null).join(' ');
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

function presentersSentence({ presenters, decidedBy }: WebinarSummary, worst: readonly Person[]): string {
  const { grade, graded, good, affected } = presenters;
  if (graded === 0) return 'No presenter could be graded.';
  if (grade === 'Good') return 'Presenters were fine.';
  const lost = decidedBy === 'audience' ? null : lostVoice(worst);
  if (lost !== null) return `The presenters were the problem: ${lost}`;
  const some =
    affected > 0
      ? `${formatCount(affected)} of ${formatCount(graded)} had trouble sending voice or picture`
      : `${formatCount(graded - good)} of ${formatCount(graded)} had some trouble sending voice or picture`;
  return decidedBy === 'presenters' ? `The presenters were the problem: ${some}.` : `Of the presenters, ${some}.`;
}

/** Whose voice it was, when that is known to be the worst of it. */
function lostVoice(worst: readonly Person[]): string | null {
  const person = worst.find(({ role, grade }) => role === 'presenter' && (grade === 'Poor' || grade === 'Bad'));
  const reason = person?.reason;
  if (!person || !reason || reason.spike || reason.metric !== 'loss' || person.lossPercent === null) return null;
  const { medium, direction } = streamKind(reason.type);
  if (medium !== 'audio' || direction !== 'sent' || person.lossType !== reason.type) return null;
  return `${formatPercent(person.lossPercent)} of ${personName(person)}’s voice was lost on the way to Zoom. Everybody heard that.`;
}

function audienceSentence(summary: WebinarSummary): string {
  const { audience, rolesKnown, limitedData } = summary;
  const { graded, affected, fair, bad, grade } = audience;
  const [one, many] = rolesKnown ? ['attendee', 'attendees'] : ['person', 'people'];
  if (graded === 0) return `${rolesKnown ? 'No attendee' : 'Nobody'} could be graded.`;
  const all = `${formatCount(graded)} ${graded === 1 ? one : many}${limitedData ? ' with data' : ''}`;
  if (affected > 0) {
    return `${formatCount(affected)} of ${all}${shareInBrackets(affected, graded)} had trouble hearing or watching${badly(affected, bad)}.`;
  }
  return grade !== 'Good' && fair > 0
    ? `None of ${all} had real trouble, but ${formatCount(fair)} had a little.`
    : `None of ${all} had trouble hearing or watching.`;
}

function badly(affected: number, bad: number): string {
  if (bad === 0) return '';
  if (bad < affected) return `, ${formatCount(bad)} of them badly`;
  return affected === 1 ? ', and badly' : ', all of them badly';
}
