import { gradeOfSeverity } from '../../qos/grade.ts';
import type { GradedStream, Person } from '../../qos/person.ts';
import { type MetricRange, streamKind } from '../../qos/stream.ts';
import type { Thresholds } from '../../qos/thresholds.ts';
import type { ReportHead } from '../../reports/report.ts';
import { limitsUsed } from '../quality/limits-used.ts';
import { pathName } from '../quality/stream-words.ts';
import { nameCell, numberCell, yesNo } from './cell.ts';
import type { Column } from './csv-table.ts';
import { gradedMedium, ladderCell, ownInBrackets } from './limit-cell.ts';

/** A stream in use, and whose it is. */
export interface StreamRow {
  readonly person: Person;
  readonly stream: GradedStream;
}

/** Every stream of these people. */
export function toStreamRows(people: readonly Person[]): StreamRow[] {
  return people.flatMap((person) => person.streams.map((stream) => ({ person, stream })));
}

const NOTHING = 'Zoom reported none';
const NO_VIDEO = 'no video or screen was measured';

const RANGES = [
  ['loss_percent', 'lossPercent'],
  ['delay_ms', 'latencyMs'],
  ['jitter_ms', 'jitterMs'],
  ['bitrate_kbps', 'bitrateKbps'],
  ['pictures_per_second', 'frameRateFps'],
] as const satisfies readonly (readonly [string, keyof GradedStream])[];

/** One row for each stream. `stream` is Zoom's own name of it. */
export function streamColumns(head: Pick<ReportHead, 'limits' | 'ownLimits'>): Column<StreamRow>[] {
  const thresholds = limitsUsed(head);
  const own = ownInBrackets(head);
  return [
    column('number', NOTHING, ({ person }) => String(person.number)),
    column('name', NOTHING, ({ person }) => nameCell(person)),
    column('stream', NOTHING, ({ stream }) => stream.type),
    column('medium', NOTHING, ({ stream }) => streamKind(stream.type).medium),
    column('direction', NOTHING, ({ stream }) => streamKind(stream.type).direction ?? ''),
    column('path', NOTHING, ({ stream }) => pathName(stream.type) || 'app'),
    column('counts', NOTHING, ({ stream }) => yesNo(stream.counted)),
    column('barely_used', NOTHING, ({ stream }) => yesNo(stream.barelyUsed)),
    column('grade', 'no stream could be graded', ({ stream }) =>
      stream.severity === null ? 'not graded' : gradeOfSeverity(stream.severity),
    ),
    column('decided_by', 'no stream could be graded', ({ stream: { metric, spike } }) =>
      metric === null ? '' : `${metric === 'latency' ? 'delay' : metric}${spike ? ', a peak' : ''}`,
    ),
    ...RANGES.flatMap(([name, key]) => rangeColumns(name, (stream) => stream[key])),
    column('width', NO_VIDEO, ({ stream }) => numberCell(stream.resolution?.width)),
    column('height', NO_VIDEO, ({ stream }) => numberCell(stream.resolution?.height)),
    limits(`loss_limits${own}`, 'loss', thresholds),
    limits(`delay_limits${own}`, 'latency', thresholds),
    limits(`jitter_limits${own}`, 'jitter', thresholds),
  ];
}

function column(name: string, whyEmpty: string, cell: (row: StreamRow) => string): Column<StreamRow> {
  return { name, whyEmpty, cell };
}

function rangeColumns(name: string, rangeOf: (stream: GradedStream) => MetricRange): Column<StreamRow>[] {
  const why = name === 'pictures_per_second' ? NO_VIDEO : NOTHING;
  return (['min', 'average', 'peak'] as const).map((part) =>
    column(`${name}_${part}`, why, ({ stream }) => numberCell(rangeOf(stream)[part])),
  );
}

function limits(name: string, metric: 'loss' | 'latency' | 'jitter', thresholds: Thresholds): Column<StreamRow> {
  return column(name, 'these are not graded', ({ stream }) => {
    const medium = gradedMedium(stream.type);
    return medium === null ? '' : ladderCell(metric, medium, thresholds);
  });
}
