import { isGraded } from '../../qos/grade.ts';
import type { Person } from '../../qos/person.ts';
import type { ReportHead } from '../../reports/report.ts';
import type { ButtonSpec } from '../block-kit/blocks.ts';

/** Below Connection details. There is nothing to send to somebody who was Good or could not be graded. */
export function copyButtons({ key, readId }: ReportHead, person: Person): (ButtonSpec | null)[] {
  const state = { v: 1, report: key, read: readId, view: 'person', person: person.id } as const;
  const hadTrouble = isGraded(person.grade) && person.grade !== 'Good';
  return [
    {
      action: 'details.ticket',
      label: 'Copy for a ticket',
      spoken: 'Copy for a ticket, this connection as plain text',
      state,
    },
    hadTrouble
      ? {
          action: 'details.letter',
          label: 'Text for this person',
          spoken: 'Text for this person, three sentences to send',
          state,
        }
      : null,
  ];
}
