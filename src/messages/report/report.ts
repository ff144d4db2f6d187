import type { WebinarSummary } from '../../qos/analysis.ts';
import type { Person } from '../../qos/person.ts';
import type { Thresholds } from '../../qos/thresholds.ts';
import type { ReportHead } from '../../reports/report.ts';
import { actions, context, fields, header, section } from '../block-kit/blocks.ts';
import { createMessage, type Message } from '../block-kit/message.ts';
import { SLACK_LIMITS } from '../block-kit/slack-limits.ts';
import { channelWords, NO_LONGER_UPDATED } from '../channel-words.ts';
import { gradeMark, gradeWord, markedGrade } from '../quality/grade-words.ts';
import { limitsUsed, OWN_LIMITS } from '../quality/limits-used.ts';
import { reasonPhrase } from '../quality/reason-words.ts';
import { slackPeriod, utcPeriod } from '../text/dates.ts';
import { fitLines, joinMrkdwn, type Mrkdwn, mrkdwn } from '../text/mrkdwn.ts';
import { createNamer } from '../text/names.ts';
import { formatCount } from '../text/numbers.ts';
import { sanitizeText } from '../text/sanitize.ts';
import { webinarName, webinarNumber } from '../webinar-words.ts';
import { coverageWords } from './basis-words.ts';
import { causeClause } from './cause-words.ts';
import { completenessNotes, completenessWords, inBlocks, inText, stateInBrackets } from './completeness-words.ts';
import { gradeChart, gradeChartText, gradeCounts } from './grade-chart.ts';
import { typicalAndWorst } from './percentile-words.ts';
import { reportButtons, reportMenu } from './report-buttons.ts';
import { verdictMark, verdictSentence, verdictWord } from './verdict-words.ts';
import { guessWords } from './who-decided.ts';

const MOST_BLOCKS = 12;
const MAX_NOTE = 300;
const MAX_SHARER = 60;

export interface ReportOptions {
  /** `asker`: one person sees it and may share it. `channel`: posted by itself. `shared`: posted by a person. */
  readonly shownTo: 'asker' | 'channel' | 'shared';
  /** The asker has shared it from here: the channel, and whether that was a while ago. Said in place of the button. */
  readonly sharedIn?: { readonly channel: string; readonly before: boolean };
  /** Name of the person who shared it. A user ID is not shown: a mention would notify, and says nothing else. */
  readonly sharedBy?: string;
  /** Asked for a fresh one although this one was read within the last minute. */
  readonly justRead?: boolean;
  /** Nobody in the channel is subscribed any more: the message stays as it is. */
  readonly concluded?: boolean;
  readonly note?: string;
}

/** The report: verdict, who was affected, the worst three, buttons to all. At most 12 blocks. */
export function renderReport(head: ReportHead, options: ReportOptions): Message {
  const { summary } = head;
  const thresholds = limitsUsed(head);
  const sentence = verdictSentence(head, thresholds);
  const guess = guessWords(summary);
  const shared = options.sharedIn ? sharedWords(options.sharedIn) : null;
  const chart = gradeChart(head);
  const blocks = [
    header(`Webinar quality: ${verdictWord(summary)}${stateInBrackets(head.state)} – ${webinarName(head)}`),
    section(joinMrkdwn([mrkdwn`${verdictMark(summary)} *${sentence}*`, guess], '\n')),
    summary.graded === 0 ? null : fields(summaryFields(head)),
    head.worst.length === 0 ? null : section(worstSection(head.worst, thresholds)),
    summary.causes.length === 0 ? null : section(causesSection(summary, thresholds)),
    chart,
    actions(reportButtons(head, options.shownTo === 'asker' && !options.sharedIn), reportMenu(head)),
    context(basis(head)),
    shared === null ? null : context([shared]),
    ...notes(head, options).map((note) => context([note])),
  ];
  const text = reportText(head, [sentence, guess], thresholds);
  const shown = blocks.filter((block) => block !== null);
  // The one block that says nothing that the others do not.
  const fitting = shown.length > MOST_BLOCKS ? shown.filter((block) => block !== chart) : shown;
  return createMessage(joinMrkdwn([text, options.concluded ? NO_LONGER_UPDATED : null, shared], ' '), fitting);
}

function reportText(head: ReportHead, verdict: readonly (string | null)[], thresholds: Thresholds): Mrkdwn {
  const { summary } = head;
  const nameOf = createNamer(head.worst);
  const worst = head.worst.map((person) =>
    [nameOf(person), gradeWord(person.grade), reasonPhrase(person, thresholds)].filter(Boolean).join(', '),
  );
  const cause = summary.causes[0];
  return joinMrkdwn(
    [
      `Webinar quality: ${verdictWord(summary)}${stateInBrackets(head.state)}.`,
      `${webinarName(head)}.`,
      ...verdict,
      gradeChartText(head),
      worst.length === 0 ? null : `Worst: ${worst.join('; ')}.`,
      cause
        ? mrkdwn`Likely shared cause: ${causeClause(cause, summary, (value) => mrkdwn`${value}`, thresholds)}.`
        : null,
      mrkdwn`${joinMrkdwn([utcPeriod(head.startedAt, head.endedAt), completenessWords(head, inText)], ' · ')}.`,
      ...completenessNotes(head, { isKeptUpToDate: false, showTime: inText }),
    ],
    ' ',
  );
}

function summaryFields({ summary, spread }: ReportHead): Mrkdwn[] {
  const { audience, presenters, roles } = summary;
  const some = `${formatCount(presenters.good)} of ${formatCount(presenters.graded)}`;
  const counts = mrkdwn`${markedGrade(presenters.grade)} – ${some}${presenters.grade === 'Good' ? '' : ' good'}`;
  const sending =
    spread === undefined || presenters.good === presenters.graded
      ? counts
      : mrkdwn`${counts}\n${gradeCounts({ ...spread.presenters, good: 0 })}`;
  return [
    mrkdwn`*Presenters (sending${roles === 'guessed' ? ', guessed' : ''})*\n${presenters.graded === 0 ? markedGrade(presenters.grade) : sending}`,
    mrkdwn`*Audience (receiving)*\n${audience.graded === 0 ? markedGrade('No data') : gradeCounts(audience)}`,
    mrkdwn`*Lost sound*\n${typicalAndWorst('loss', summary)}`,
    mrkdwn`*Delay (round trip)*\n${typicalAndWorst('latency', summary)}`,
  ];
}

function worstSection(worst: readonly Person[], thresholds: Thresholds): Mrkdwn {
  const nameOf = createNamer(worst);
  const lines = worst.map((person, index) => {
    const grade = mrkdwn`${index + 1}. ${gradeMark(person.grade)} *${nameOf(person)}* – ${gradeWord(person.grade)}`;
    const role = person.role === 'presenter' ? 'presenter' : null;
    return joinMrkdwn([grade, role, reasonPhrase(person, thresholds)], ' · ');
  });
  const title = worst.length === 1 ? mrkdwn`*Worst*` : mrkdwn`*Worst ${worst.length}*`;
  return fitLines([title, ...lines], SLACK_LIMITS.sectionText);
}

function causesSection(summary: WebinarSummary, thresholds: Thresholds): Mrkdwn {
  const clauses = summary.causes
    .slice(0, 3)
    .map((cause) => causeClause(cause, summary, (value) => mrkdwn`*${value}*`, thresholds));
  return mrkdwn`:mag: *Likely shared cause:* ${joinMrkdwn(clauses, '\nAlso: ')}`;
}

function basis(head: ReportHead): (Mrkdwn | string | null)[] {
  return [
    slackPeriod(head.startedAt, head.endedAt),
    webinarNumber(head),
    completenessWords(head, inBlocks),
    ...coverageWords(head),
    head.ownLimits ? OWN_LIMITS : null,
    mrkdwn`how I grade: \`/webinar-qos help\``,
  ];
}

function sharedWords({ channel, before }: NonNullable<ReportOptions['sharedIn']>): Mrkdwn {
  return before
    ? mrkdwn`Shared in ${channelWords(channel)} a moment ago: look for it at the end of the channel.`
    : mrkdwn`Shared in ${channelWords(channel)} by you.`;
}

function notes(
  head: ReportHead,
  { shownTo, sharedBy, justRead, concluded = false, note }: ReportOptions,
): (Mrkdwn | string)[] {
  const isUserId = /^[UW][A-Z0-9]{2,}$/.test(sharedBy ?? '');
  const sharer = shownTo === 'shared' && !isUserId ? sanitizeText(sharedBy ?? '', MAX_SHARER) : '';
  return [
    justRead ? 'This was read within the last minute: it cannot be fresher yet.' : null,
    concluded ? NO_LONGER_UPDATED : null,
    ...completenessNotes(head, { isKeptUpToDate: shownTo === 'channel' && !concluded }),
    note === undefined ? null : sanitizeText(note, MAX_NOTE) || null,
    sharer === '' ? null : `Shared by ${sharer}`,
  ].filter((text) => text !== null);
}
