import { assertNever } from '../../errors.ts';
import type { ReportHead, ReportState } from '../../reports/report.ts';
import { slackTime, utcTime } from '../text/dates.ts';
import { joinMrkdwn, type Mrkdwn, mrkdwn } from '../text/mrkdwn.ts';
import { formatCount } from '../text/numbers.ts';

/** Shows an instant: a date token in blocks, UTC in the top-level text. */
type ShowTime = (iso: string) => Mrkdwn;
export const inBlocks: ShowTime = slackTime;
export const inText: ShowTime = (iso) => mrkdwn`${utcTime(iso)}`;

/** Beside the verdict, so that nobody takes an unfinished one for the last word; blank for a complete report. */
export function stateInBrackets(state: ReportState): string {
  switch (state) {
    case 'final':
      return '';
    case 'preliminary':
      return ' (preliminary)';
    case 'incomplete':
      return ' (incomplete)';
    case 'unconfirmed':
      return ' (perhaps incomplete)';
    case 'live':
      return ' (live, so far)';
    default:
      return assertNever(state);
  }
}

/** How much of Zoom's data it is, and when it was read: `incomplete: 19 of 39 people, read 16:07`. */
export function completenessWords(head: ReportHead, showTime: ShowTime): Mrkdwn {
  const read = mrkdwn`read ${showTime(head.readAt)}`;
  const count = countWords(head);
  const isShort = head.participantCount !== null && head.rowsRead < head.participantCount;
  switch (head.state) {
    case 'final':
      return count === null
        ? mrkdwn`complete data from Zoom: its count of people is unknown, two reads agree, ${read}`
        : joinMrkdwn([mrkdwn`complete data from Zoom`, isShort ? count : null, read], ', ');
    case 'live':
      return joinMrkdwn([mrkdwn`live, so far`, isShort ? count : null, read], ', ');
    default:
      return count === null
        ? mrkdwn`Zoom's count of people is unknown, ${read}`
        : mrkdwn`incomplete: ${count}, ${read}`;
  }
}

/** What becomes of a report that is not complete, or what a later read has found: a line for each, under the report. */
export function completenessNotes(
  head: ReportHead,
  { isKeptUpToDate, showTime = inBlocks }: { isKeptUpToDate: boolean; showTime?: ShowTime },
): Mrkdwn[] {
  const { state, unchangedSince, thinnerRead, readAt, participantCount } = head;
  const since = showTime(unchangedSince);
  const notes: (Mrkdwn | null)[] = [
    state === 'preliminary'
      ? mrkdwn`Preliminary: Zoom may still add people. ${isKeptUpToDate ? 'This message is kept up to date.' : 'Refresh shows them.'}`
      : null,
    state === 'incomplete'
      ? mrkdwn`Some people are missing. Nothing was added since ${since}; Refresh reads it again.`
      : null,
    state === 'unconfirmed'
      ? mrkdwn`Zoom did not say how many people there were. Refresh after ten minutes: when it finds the same, that is all.`
      : null,
    thinnerRead === null
      ? null
      : mrkdwn`Zoom now gives only ${formatCount(thinnerRead.rowsRead)}${of(participantCount)} (asked ${showTime(thinnerRead.readAt)}); this is the fuller read of ${showTime(readAt)}.`,
  ];
  return notes.filter((note) => note !== null);
}

/** "19 of 39 people"; where somebody joined twice, joins, as Zoom counts them. null when Zoom told no count. */
function countWords({ participantCount, rowsRead, summary }: ReportHead): string | null {
  if (participantCount === null) return null;
  const some = `${formatCount(rowsRead)}${of(participantCount)}`;
  return summary.people === rowsRead ? `${some} people` : `${some} joins, ${formatCount(summary.people)} people`;
}

function of(participantCount: number | null): string {
  return participantCount === null ? '' : ` of ${formatCount(participantCount)}`;
}
