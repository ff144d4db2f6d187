import type { Grade, PersonGrade } from './person.ts';
import { isBelow } from './rounding.ts';

/** Best first; a later one is worse. */
const GRADES: readonly PersonGrade[] = ['Good', 'Fair', 'Poor', 'Bad'];

/** The grade of a severity (0 to 100): Fair from 25, Poor from 50, Bad from 75. */
export function gradeOfSeverity(severity: number): Grade {
  if (isBelow(severity, 25)) return 'Good';
  if (isBelow(severity, 50)) return 'Fair';
  return isBelow(severity, 75) ? 'Poor' : 'Bad';
}

/** 0 for Good up to 3 for Bad; -1 for people who are not graded. */
export function gradeRank(grade: PersonGrade): number {
  return GRADES.indexOf(grade);
}

/** Whether the person was graded at all. */
export function isGraded(grade: PersonGrade): grade is Grade {
  return grade !== 'No data' && grade !== 'Short stay';
}

/** Poor or Bad: the person was affected. */
export function isFlagged(grade: PersonGrade): boolean {
  return grade === 'Poor' || grade === 'Bad';
}

/** The worse of two grades. */
export function worseGrade(one: Grade, other: Grade): Grade {
  return gradeRank(one) >= gradeRank(other) ? one : other;
}

/** One step milder, for what counts less; Good stays Good. */
export function milderGrade(grade: Grade): Grade {
  switch (grade) {
    case 'Bad':
      return 'Poor';
    case 'Poor':
      return 'Fair';
    default:
      return 'Good';
  }
}

/** The better of two grades. */
export function betterGrade(one: Grade, other: Grade): Grade {
  return gradeRank(one) <= gradeRank(other) ? one : other;
}
