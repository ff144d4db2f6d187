import type { GradedStream, Person } from '../../qos/person.ts';
import { comparable } from '../../qos/rounding.ts';
import { streamKind } from '../../qos/stream.ts';
import { CAUSE_ATTRIBUTES } from '../../qos/visit.ts';
import { shownName } from '../text/names.ts';
import { sanitizeText } from '../text/sanitize.ts';

const MAX_TEXT = 200;
/** What makes a spreadsheet run a cell instead of showing it, in their full-width forms too. */
const FORMULA = /^[=+\-@\t\r＝＋－＠]/;

const SLOTS = (['audio', 'video', 'share'] as const).flatMap((medium) =>
  (['received', 'sent'] as const).map((direction) => ({ medium, direction })),
);

/** The first row: what the columns are, with their units. */
export const CSV_HEADER: string[] = [
  'number',
  'name',
  'role',
  'grade',
  'reason',
  'notes',
  'visits',
  'stay_seconds',
  'loss_percent',
  'loss_stream',
  'latency_ms',
  'latency_stream',
  'estimated_mos',
  'listen_only',
  'computer_overloaded',
  ...CAUSE_ATTRIBUTES,
  ...SLOTS.flatMap(({ medium, direction }) =>
    ['loss_percent', 'loss_peak_percent', 'latency_ms', 'jitter_ms', 'bitrate_kbps'].map(
      (metric) => `${medium}_${direction}_${metric}`,
    ),
  ),
];

/**
 * People as rows of a table below `CSV_HEADER`. Numbers are plain, in the units of their column; empty cells
 * were not measured. No cell can run as a formula; addresses and telephone numbers in names are masked, as everywhere.
 */
export function toCsvRows(people: readonly Person[]): string[][] {
  return people.map(toRow);
}

function toRow(person: Person): string[] {
  const { reason, attributes } = person;
  return [
    String(person.number),
    harmless(shownName(person.name, MAX_TEXT)) || `Attendee #${person.number}`,
    person.role,
    person.grade,
    toReason(reason),
    person.notes.join(', '),
    String(person.visits),
    toNumber(person.staySeconds),
    toNumber(person.lossPercent),
    person.lossType ?? '',
    toNumber(person.latencyMs),
    person.latencyType ?? '',
    toNumber(person.mos),
    person.listenOnly ? 'yes' : 'no',
    person.cpuOverloaded ? 'yes' : 'no',
    ...CAUSE_ATTRIBUTES.map((name) => toCell(attributes[name] ?? '')),
    ...SLOTS.flatMap((slot) => streamCells(worstIn(slot, person.streams))),
  ];
}

function toReason(reason: Person['reason']): string {
  if (reason === null) return '';
  return reason.type === null ? reason.metric : `${reason.type} ${reason.metric}${reason.spike ? ' spike' : ''}`;
}

/** Of several paths in one direction the one with the greatest severity. */
function worstIn(
  { medium, direction }: (typeof SLOTS)[number],
  streams: readonly GradedStream[],
): GradedStream | undefined {
  return streams
    .filter(({ type }) => streamKind(type).medium === medium && streamKind(type).direction === direction)
    .toSorted((one, other) => (other.severity ?? -1) - (one.severity ?? -1))[0];
}

function streamCells(stream: GradedStream | undefined): string[] {
  return [
    stream?.lossPercent.average,
    stream?.lossPercent.peak,
    stream?.latencyMs.average,
    stream?.jitterMs.average,
    stream?.bitrateKbps.average,
  ].map((value) => toNumber(value ?? null));
}

function toNumber(value: number | null): string {
  return value === null ? '' : String(comparable(value) / 1_000_000);
}

function toCell(text: string): string {
  return harmless(sanitizeText(text, MAX_TEXT));
}

function harmless(shown: string): string {
  return FORMULA.test(shown) ? `'${shown}` : shown;
}
