import type { GroupGrade, WebinarSummary } from './analysis.ts';
import { betterGrade, gradeRank, isGraded, worseGrade } from './grade.ts';
import type { Grade, PersonGrade } from './person.ts';
import { comparable } from './rounding.ts';
import type { Thresholds } from './thresholds.ts';

/**
 * The audience's grade from its share of affected people. A few affected people in a small audience are held at Fair or
 * Poor: a single bad home line is not a bad webinar.
 */
export function gradeAudience(affected: number, graded: number, thresholds: Thresholds): GroupGrade {
  if (graded === 0) return 'No data';
  const grade = gradeShare(affected, graded, thresholds);
  if (affected <= thresholds.affectedForAtMostFair) return betterGrade(grade, 'Fair');
  return affected <= thresholds.affectedForAtMostPoor ? betterGrade(grade, 'Poor') : grade;
}

function gradeShare(affected: number, graded: number, thresholds: Thresholds): Grade {
  const [fair, poor, bad] = thresholds.audienceLimitsPercent;
  // Multiplied out: a share of exactly 3 % is not lost to a division.
  const share = comparable(100 * affected);
  if (share < comparable(fair * graded)) return 'Good';
  if (share < comparable(poor * graded)) return 'Fair';
  return share < comparable(bad * graded) ? 'Poor' : 'Bad';
}

/** The worst grade among graded presenters: one of them reaches everybody. */
export function gradePresenters(grades: readonly PersonGrade[]): GroupGrade {
  return grades
    .filter(isGraded)
    .reduce<GroupGrade>((worst, grade) => (worst === 'No data' ? grade : worseGrade(worst, grade)), 'No data');
}

/** The one grade of the webinar: the worse of the two groups, or the one that there is. */
export function decideVerdict(
  audience: GroupGrade,
  presenters: GroupGrade,
): Pick<WebinarSummary, 'verdict' | 'decidedBy'> {
  if (audience === presenters) return { verdict: audience, decidedBy: audience === 'No data' ? null : 'both' };
  // No data ranks below Good.
  return gradeRank(audience) > gradeRank(presenters)
    ? { verdict: audience, decidedBy: 'audience' }
    : { verdict: presenters, decidedBy: 'presenters' };
}

/** Whether too few of those who stayed long enough could be graded. */
export function isLimited(graded: number, people: number, shortStays: number, thresholds: Thresholds): boolean {
  return comparable(100 * graded) < comparable(thresholds.limitedDataBelowPercent * (people - shortStays));
}
