import type { GroupGrade } from '../../qos/analysis.ts';
import type { PersonGrade } from '../../qos/person.ts';
import { type Mrkdwn, mrkdwn } from '../text/mrkdwn.ts';

/** Marks differ in shape, not in colour alone, and always stand beside the word. */
const MARKS: Readonly<Record<GroupGrade | PersonGrade, Mrkdwn>> = {
  Good: mrkdwn`:white_check_mark:`,
  Fair: mrkdwn`:small_orange_diamond:`,
  Poor: mrkdwn`:warning:`,
  Bad: mrkdwn`:octagonal_sign:`,
  'No data': mrkdwn`:white_small_square:`,
  'Short stay': mrkdwn`:white_small_square:`,
};

/** `:warning: Poor`; people without a grade are "Not graded (short stay)". */
export function markedGrade(grade: GroupGrade | PersonGrade): Mrkdwn {
  return mrkdwn`${MARKS[grade]} ${gradeWord(grade)}`;
}

export function gradeMark(grade: GroupGrade | PersonGrade): Mrkdwn {
  return MARKS[grade];
}

/** The grade in words, also where there is none. */
export function gradeWord(grade: GroupGrade | PersonGrade): string {
  switch (grade) {
    case 'No data':
      return 'Not graded (no data)';
    case 'Short stay':
      return 'Not graded (short stay)';
    default:
      return grade;
  }
}
