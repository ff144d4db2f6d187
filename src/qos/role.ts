import { isActive, isSpeech } from './active.ts';
import type { Person } from './person.ts';
import { streamKind } from './stream.ts';
import type { Thresholds } from './thresholds.ts';
import type { Visit } from './visit.ts';

const PRESENTER_ROLES: ReadonlySet<string> = new Set(['host', 'co-host', 'cohost', 'panelist', 'interpreter']);

/** Whether Zoom's role text says anything. */
export function isKnownRole(role: string | null): boolean {
  return role !== null && role.trim() !== '';
}

/** Hosts, co-hosts, panelists and interpreters present; everybody else attends. */
export function isPresenterRole(role: string | null): boolean {
  return role !== null && PRESENTER_ROLES.has(role.trim().toLowerCase());
}

/** Whether somebody was the host in any visit; a co-host is not. */
export function isHost(visits: readonly Visit[]): boolean {
  return visits.some(({ role }) => role !== null && role.trim().toLowerCase() === 'host');
}

/**
 * Whether a person presented, by Zoom's roles, and where it told none, by what the person sent: in a webinar attendees
 * cannot send video or a screen, and sound only when they are allowed to talk.
 * @param rolesKnown whether Zoom told anybody's role
 */
export function decideRole(
  visits: readonly Visit[],
  rolesKnown: boolean,
  thresholds: Thresholds,
): Pick<Person, 'role' | 'roleGuessed'> {
  if (visits.some((visit) => isKnownRole(visit.role))) {
    return { role: toRole(visits.some((visit) => isPresenterRole(visit.role))), roleGuessed: false };
  }
  // Where others have a role, a person who was only heard may have been an attendee with a question.
  const presented = (visit: Visit) =>
    visit.streams.some((stream) => {
      const { medium, direction } = streamKind(stream.type);
      const showed = direction === 'sent' && medium !== 'audio' && isActive(stream, thresholds);
      return showed || (!rolesKnown && isSpeech(stream, thresholds));
    });
  return { role: toRole(visits.some(presented)), roleGuessed: true };
}

function toRole(presents: boolean): Person['role'] {
  return presents ? 'presenter' : 'attendee';
}
