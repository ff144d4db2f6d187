import { metricRange } from '../../qos/metric-range.ts';
import type { Person } from '../../qos/person.ts';
import { streamKind } from '../../qos/stream.ts';
import type { CauseAttribute } from '../../qos/visit.ts';
import type { ZoomQuality } from '../../qos/zoom-quality.ts';
import type { ReportHead } from '../../reports/report.ts';
import { connectionWords } from '../people/person-words.ts';
import { adviceSteps, numberedSteps } from '../person/advice-words.ts';
import { limitsUsed } from '../quality/limits-used.ts';
import { mainReason } from '../quality/reason-words.ts';
import { utcClock } from '../text/dates.ts';
import { nameCell, numberCell, textCell, yesNo } from './cell.ts';
import type { Column } from './csv-table.ts';
import { limitCell, ownInBrackets } from './limit-cell.ts';
import { whyListIsSilent } from './why-empty.ts';

const NOT_GRADED = 'nobody could be graded';
const NO_TROUBLE = 'nobody had trouble';

/** One row for each person. Numbers are plain, in the unit of the column; a blank cell is not known. */
export function peopleColumns(head: ReportHead): Column<Person>[] {
  const thresholds = limitsUsed(head);
  const noList = whyListIsSilent(head);
  const noLabels = whyListIsSilent(head, 'Zoom gave no labels');
  return [
    column('number', NOT_GRADED, ({ number }) => String(number)),
    column('name', noList, nameCell),
    column('role', noList, ({ role }) => role),
    column('role_guessed', noList, ({ roleGuessed }) => yesNo(roleGuessed)),
    column('grade', NOT_GRADED, ({ grade }) => grade),
    column('reason', NO_TROUBLE, (person) => mainReason(person, thresholds) ?? ''),
    column('reason_code', NO_TROUBLE, ({ reason }) => reasonCode(reason)),
    column(`limits${ownInBrackets(head)}`, NO_TROUBLE, (person) => limitCell(person.reason, thresholds)),
    column('what_to_try', NO_TROUBLE, (person) => numberedSteps(adviceSteps(head, person))?.join(' ') ?? ''),
    column('loss_percent', 'Zoom reported no loss', ({ lossPercent }) => numberCell(lossPercent)),
    column('loss_stream', 'Zoom reported no loss', ({ lossType }) => lossType ?? ''),
    column('delay_ms', 'Zoom reported no delay', ({ latencyMs }) => numberCell(latencyMs)),
    column('delay_stream', 'Zoom reported no delay', ({ latencyType }) => latencyType ?? ''),
    column('jitter_ms', 'Zoom reported no jitter', (person) => numberCell(greatestJitter(person))),
    column('estimated_mos', 'no sound was measured', ({ mos }) => numberCell(mos)),
    column('minutes', whyListIsSilent(head, 'Zoom did not say how long people stayed'), ({ staySeconds }) =>
      numberCell(staySeconds === null ? null : Math.round(staySeconds / 6) / 10),
    ),
    column('visits', noList, ({ visits }) => String(visits)),
    column('drops', noList, ({ drops }) => String(drops)),
    column('first_joined_utc', noList, ({ visitTimes = [] }) => timeCell(visitTimes[0]?.joinedAtMs)),
    column('last_left_utc', noList, (person) => timeCell(lastLeft(person))),
    attribute('network', 'network_type', noList),
    column('connection', noList, ({ transport }) => transport ?? ''),
    attribute('city', 'location', noList),
    attribute('device', 'device', noList),
    attribute('version', 'version', noList),
    attribute('data_centre', 'data_center', noList),
    column('joined_by', 'everybody used the app', (person) => connectionWords(person) ?? ''),
    label('zoom_sound', 'audio', noLabels),
    label('zoom_video', 'video', noLabels),
    label('zoom_screen', 'share', noLabels),
    column('only_listened', NOT_GRADED, ({ listenOnly }) => yesNo(listenOnly)),
    column('computer_overloaded', NOT_GRADED, ({ cpuOverloaded }) => yesNo(cpuOverloaded)),
    column('notes', 'there is nothing to note', ({ notes }) => notes.join(', ')),
  ];
}

function column(name: string, whyEmpty: string, cell: (person: Person) => string): Column<Person> {
  return { name, whyEmpty, cell };
}

function attribute(name: string, key: CauseAttribute, whyEmpty: string): Column<Person> {
  return column(name, whyEmpty, ({ attributes }) => textCell(attributes[key] ?? ''));
}

function label(name: string, medium: keyof ZoomQuality, whyEmpty: string): Column<Person> {
  return column(name, whyEmpty, ({ zoomQuality }) => zoomQuality[medium] ?? '');
}

function reasonCode(reason: Person['reason']): string {
  if (reason === null) return '';
  return reason.type === null ? reason.metric : `${reason.type} ${reason.metric}${reason.spike ? ' spike' : ''}`;
}

/** Of the sound that counts; of all that counts where that is not known. */
function greatestJitter({ streams }: Person): number | null {
  const counted = streams.filter((stream) => stream.counted);
  const sound = counted.filter(({ type }) => streamKind(type).medium === 'audio');
  return greatest(sound) ?? greatest(counted);
}

function greatest(streams: Person['streams']): number | null {
  const known = streams.map((stream) => metricRange(stream, 'jitter').average).filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
}

/** Not known where only a part of the visits is. */
function lastLeft({ visits, visitTimes = [] }: Person): number | null {
  const times = visitTimes.map(({ leftAtMs }) => leftAtMs).filter((time) => time !== null);
  return times.length < visits ? null : Math.max(...times);
}

function timeCell(ms: number | null | undefined): string {
  return ms === null || ms === undefined ? '' : utcClock(ms);
}
