import { assertNever } from '../../errors.ts';
import type { ParticipantsList } from '../../reports/report.ts';
import { formatCount } from '../text/numbers.ts';

const UNKNOWN = 'roles, stays, devices and networks are unknown';

/** What the participants list of Zoom lacked; nothing where it had everybody, and in reports of a version that read none. */
export function listWords(list: ParticipantsList | null): string[] {
  if (list === null) return [];
  switch (list.state) {
    case 'no-scope':
      return [`the Zoom app lacks the scope for the participants list: ${UNKNOWN}`];
    case 'failed':
      return [`Zoom's participants list could not be read: ${UNKNOWN}`];
    case 'late':
      return [`Zoom's participants list came too late: ${UNKNOWN}`];
    case 'partial':
      return [
        `only a part of Zoom's participants list could be read, with ${formatCount(list.joined)} of ${formatCount(list.joined + list.unlisted)} joins`,
        ...strangerWords(list),
      ];
    case 'ok':
      return [
        ...(list.unlisted === 0 ? [] : [`${joins(list.unlisted)} not in Zoom's participants list`]),
        ...strangerWords(list),
      ];
    default:
      return assertNever(list.state);
  }
}

function strangerWords({ listed, joined, unusable }: ParticipantsList): string[] {
  const strangers = Math.max(0, listed - joined) + unusable;
  if (strangers === 0) return [];
  const rows = strangers === 1 ? '1 row' : `${formatCount(strangers)} rows`;
  return [`${rows} of Zoom's participants list without quality data`];
}

function joins(count: number): string {
  return count === 1 ? '1 join' : `${formatCount(count)} joins`;
}
