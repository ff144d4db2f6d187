import { type Cause, causesOf } from '../../qos/advice.ts';
import type { Person } from '../../qos/person.ts';
import type { ReportHead } from '../../reports/report.ts';
import { ADVICE } from './advice-table.ts';

/** The causes that fit the person in this webinar; see qos/advice. */
export function causesIn(head: Pick<ReportHead, 'summary'>, person: Person): Cause[] {
  return causesOf(person, head.summary.typicalVersion);
}

/** What to try, at most three sentences, the likeliest to help first; empty for somebody who was Good or not graded. */
export function adviceSteps(head: Pick<ReportHead, 'summary'>, person: Person): string[] {
  return causesIn(head, person).map((cause) => ADVICE[cause].step);
}

/** "1. Use a cable …", "2. …"; one alone has no number. null when there is nothing to say. */
export function numberedSteps(steps: readonly string[]): string[] | null {
  if (steps.length < 2) return steps.length === 0 ? null : [...steps];
  return steps.map((step, index) => `${index + 1}. ${step}`);
}
