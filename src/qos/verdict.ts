import type { GroupGrade, WebinarSummary } from './analysis.ts';
import { betterGrade, gradeRank, worseGrade } from './grade.ts';
import type { Grade } from './person.ts';
import { comparable } from './rounding.ts';
import type { Thresholds } from './thresholds.ts';

/** Numbers of people in the audience. */
export type AudienceCounts = Pick<WebinarSummary['audience'], 'affected' | 'graded' | 'impaired'>;

/**
 * The audience's grade from its share of affected people. A few affected people are held at Fair or Poor, as long as
 * most are fine: a single bad home line is not a bad webinar. Where many are impaired a little, it is at least Fair.
 */
export function gradeAudience(counts: AudienceCounts, thresholds: Thresholds): GroupGrade {
  const { affected, graded, impaired } = counts;
  if (graded === 0) return 'No data';
  const grade = holdBack(gradeShare(affected, graded, thresholds), counts, thresholds);
  const isManyImpaired = comparable(100 * impaired) >= comparable(thresholds.impairedForAtLeastFairPercent * graded);
  return isManyImpaired ? worseGrade(grade, 'Fair') : grade;
}

function holdBack(grade: Grade, { affected, graded }: AudienceCounts, thresholds: Thresholds): Grade {
  if (comparable(100 * affected) >= comparable(thresholds.affectedCapsBelowPercent * graded)) return grade;
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
