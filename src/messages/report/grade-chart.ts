import type { ReportHead } from '../../reports/report.ts';
import { barChart } from '../block-kit/chart.ts';
import type { ChartBlock } from '../block-kit/native-data.ts';
import { gradeMark } from '../quality/grade-words.ts';
import { joinMrkdwn, type Mrkdwn, mrkdwn } from '../text/mrkdwn.ts';
import { formatCount } from '../text/numbers.ts';

const GRADES = [
  ['Good', 'good'],
  ['Fair', 'fair'],
  ['Poor', 'poor'],
  ['Bad', 'bad'],
] as const;
/** Of fewer people the words say as much. */
const LEAST_PEOPLE = 5;

/** People of a group by their grade. */
type GradeCounts = Readonly<Record<(typeof GRADES)[number][1], number>>;

/**
 * How many people have which grade, presenters and audience side by side. null where it would show nothing that one does not see at
 * once: a good webinar, a handful of people, a report of an older version.
 */
export function gradeChart({ summary, spread }: ReportHead): ChartBlock | null {
  if (spread === undefined || !hasMixedGrades(summary)) return null;
  const { audience, presenters } = summary;
  const valuesOf = (counts: GradeCounts) => GRADES.map(([, key]) => counts[key]);
  return barChart({
    title: 'How many people had which quality',
    categories: GRADES.map(([grade]) => grade),
    series: [
      ...(presenters.graded === 0 ? [] : [{ name: 'Presenters', values: valuesOf(spread.presenters) }]),
      ...(audience.graded === 0
        ? []
        : [{ name: presenters.graded === 0 ? 'Everybody' : 'Audience', values: valuesOf(audience) }]),
    ],
    xLabel: 'Quality',
    yLabel: 'People',
  });
}

/** The same for those who do not see the picture; null without one. */
export function gradeChartText(head: ReportHead): string | null {
  if (gradeChart(head) === null || head.spread === undefined) return null;
  const { audience, presenters } = head.summary;
  const groups = [
    presenters.graded === 0 ? null : `Presenters: ${spokenCounts(head.spread.presenters)}.`,
    audience.graded === 0 ? null : `${presenters.graded === 0 ? 'Everybody' : 'Audience'}: ${spokenCounts(audience)}.`,
  ];
  return groups.filter((group) => group !== null).join(' ');
}

/** ":white_check_mark: 380 good · :small_orange_diamond: 16 fair", each grade that somebody has. */
export function gradeCounts(counts: GradeCounts): Mrkdwn {
  const parts = GRADES.map(([grade, key]) =>
    counts[key] === 0 ? null : mrkdwn`${gradeMark(grade)} ${formatCount(counts[key])} ${key}`,
  );
  return joinMrkdwn(parts, ' · ');
}

function spokenCounts(counts: GradeCounts): string {
  return GRADES.filter(([, key]) => counts[key] > 0)
    .map(([, key]) => `${formatCount(counts[key])} ${key}`)
    .join(', ');
}

function hasMixedGrades({ verdict, graded }: ReportHead['summary']): boolean {
  return verdict !== 'Good' && verdict !== 'No data' && graded >= LEAST_PEOPLE;
}
