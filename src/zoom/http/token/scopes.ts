/** What each scope is needed for is in docs/setup.md. Granular names; classic ones that contain them are accepted. */
export const NEEDED_SCOPES = [
  'dashboard:read:list_webinar_participants_qos:admin',
  'dashboard:read:webinar:admin',
  'dashboard:read:list_webinar_participants:admin',
  'dashboard:read:list_webinars:admin',
] as const;

const CLASSIC = ['dashboard_webinars:read', 'dashboard:read'];
const LEVELS = [':admin', ':master'];

/** The scopes that a token (its space-separated `scope`) lacks. `:master` scopes and the classic ones count as well. */
export function missingScopes(granted: string, needed: readonly string[] = NEEDED_SCOPES): string[] {
  const has = new Set(granted.split(/\s+/));
  if (CLASSIC.some((scope) => LEVELS.some((level) => has.has(scope + level)))) return [];
  return needed.filter((scope) => !has.has(scope) && !has.has(scope.replace(/:admin$/, ':master')));
}
