import type { Person } from '../../qos/person.ts';
import type { Thresholds } from '../../qos/thresholds.ts';
import type { ListTop } from '../../reports/list-page.ts';
import { actions, type ButtonSpec, context, header, section } from '../block-kit/blocks.ts';
import { createMessage, type Message } from '../block-kit/message.ts';
import { SLACK_LIMITS } from '../block-kit/slack-limits.ts';
import { buttonCell, dataTable, numberCell, textCell } from '../block-kit/table.ts';
import { gradeWord } from '../quality/grade-words.ts';
import { limitsUsed } from '../quality/limits-used.ts';
import { fitLines, joinMrkdwn, type Mrkdwn, mrkdwn } from '../text/mrkdwn.ts';
import { createNamer } from '../text/names.ts';
import { formatCount, formatMs, formatPercent } from '../text/numbers.ts';
import { webinarName } from '../webinar-words.ts';
import { metricLine } from './person-metrics.ts';
import { detailsButton, subtitle, TITLES } from './worst-list.ts';

/** Two hundred of them, with everything else in the table, stay below what Slack takes. */
const MAX_NAME = 45;
/** Of what is read aloud; the rest is counted. */
const MAX_TEXT = 3000;

/** The first of a list in one table that the client pages and sorts by itself, with Details in each row. */
export function renderPeopleTable(top: ListTop): Message {
  const { head, sort, people, total } = top;
  const thresholds = limitsUsed(head);
  const nameOf = createNamer(people);
  const table = dataTable<Person>({
    caption: `${TITLES[sort]}, ${webinarName(head)}`,
    rowHeader: 1,
    rows: people,
    columns: [
      { title: 'Place', cell: (_person, place) => numberCell(place + 1, formatCount(place + 1)) },
      { title: 'Name', cell: (person) => textCell(nameOf(person), MAX_NAME) },
      { title: 'Quality', cell: ({ grade }) => textCell(gradeWord(grade)) },
      { title: 'Role', cell: ({ role }) => textCell(role === 'presenter' ? 'Presenter' : 'Audience') },
      { title: 'Lost', cell: ({ lossPercent }) => numberCell(lossPercent, formatPercent(lossPercent)) },
      { title: 'Delay', cell: ({ latencyMs }) => numberCell(latencyMs, formatMs(latencyMs)) },
      { title: 'Details', cell: (person, place) => buttonCell(detailsButton(top, person, nameOf(person)), place) },
    ],
  });
  const shown = table?.rows ?? 0;
  const lines = people
    .slice(0, shown)
    .map((person, index) => personLine(person, index + 1, nameOf(person), thresholds));
  const position = `1–${formatCount(shown)} of ${formatCount(total)}`;
  const title = header(shown === 0 ? `${TITLES[sort]} – none` : `${TITLES[sort]} – ${position}`);
  const rest = shown < total ? 'Everybody is in the file behind Export CSV' : null;
  const text = joinMrkdwn(
    [`${TITLES[sort]}, ${position.replace('–', ' to ')}, ${webinarName(head)}:`, fitLines(lines, MAX_TEXT)],
    '\n',
  );
  const buttons = actions(tableButtons(top));
  return createMessage(
    text,
    [title, subtitle(top), table?.block ?? null, rest === null ? null : context([rest]), buttons],
    [
      title,
      subtitle(top),
      lines.length === 0 ? null : section(fitLines(lines, SLACK_LIMITS.sectionText)),
      context(['Slack shows no tables in this workspace, so this is in words', rest]),
      buttons,
    ],
  );
}

function personLine(person: Person, place: number, name: string, thresholds: Thresholds): Mrkdwn {
  return mrkdwn`${place}. ${name} – ${gradeWord(person.grade)} · ${metricLine(person, thresholds)}`;
}

function tableButtons({ head, sort }: ListTop): ButtonSpec[] {
  const state = { v: 1, report: head.key, read: head.readId } as const;
  return [
    {
      action: `list.sort.${sort}`,
      label: 'Page by page',
      spoken: 'Page by page, the list with what each one had to bear',
      state: { ...state, view: 'list', sort, page: 0 },
    },
    {
      action: 'report.export',
      label: 'Export CSV',
      spoken: 'Export CSV, a file with everybody, for you',
      state: { ...state, view: 'report' },
    },
  ];
}
