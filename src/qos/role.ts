const PRESENTER_ROLES: ReadonlySet<string> = new Set(['host', 'co-host', 'cohost', 'panelist', 'interpreter']);

/** Whether Zoom's role text says anything. */
export function isKnownRole(role: string | null): boolean {
  return role !== null && role.trim() !== '';
}

/** Hosts, co-hosts, panelists and interpreters present; everybody else attends. */
export function isPresenterRole(role: string | null): boolean {
  return role !== null && PRESENTER_ROLES.has(role.trim().toLowerCase());
}
