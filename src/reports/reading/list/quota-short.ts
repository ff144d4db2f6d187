import type { CallKind } from '../../../webinar/call-owner.ts';
import type { Occurrence } from '../../../webinar/occurrence.ts';
import { LIST_ROWS_PER_PAGE, type WebinarSource } from '../../../webinar/source.ts';

/** Whether what is left of the day's calls is too little for the QoS summary and the participants list together. */
export async function isQuotaShort(
  source: Pick<WebinarSource, 'callsLeftToday' | 'rowsPerPage'>,
  { participantCount }: Pick<Occurrence, 'participantCount'>,
  kind: CallKind,
): Promise<boolean> {
  if (participantCount === null) return false;
  const left = await source.callsLeftToday(kind);
  const pages = Math.ceil(participantCount / source.rowsPerPage);
  const listPages = Math.ceil(participantCount / LIST_ROWS_PER_PAGE);
  return left !== null && left < pages + listPages;
}
