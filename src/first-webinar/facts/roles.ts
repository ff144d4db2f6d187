import { isKnownRole, isPresenterRole } from '../../qos/role.ts';
import type { ReadVisit } from '../../webinar/participant.ts';
import type { Seen } from '../seen.ts';

/** A visit of the summary with what the list says of it. */
export interface JoinedVisit {
  readonly visit: ReadVisit;
  readonly listed: boolean;
  /** `null`: the list does not say. */
  readonly group: Group | null;
}

export type Group = 'presenters' | 'attendees';

/** Every visit of the summary, joined to the list as the bot joins it. */
export function joinVisits({ summary, list }: Seen): JoinedVisit[] {
  const roles = new Map(list.visits.map(({ visitId, role }) => [visitId.trim(), role]));
  return summary.visits.map((visit) => {
    const id = visit.visitId.trim();
    const listed = id !== '' && roles.has(id);
    return { visit, listed, group: listed ? groupOf(roles.get(id) ?? null) : null };
  });
}

export function groupOf(role: string | null): Group | null {
  if (!isKnownRole(role)) return null;
  return isPresenterRole(role) ? 'presenters' : 'attendees';
}
