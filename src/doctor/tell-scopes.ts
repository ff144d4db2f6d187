import { advice, type CheckResult, good, wrong } from './check.ts';
import type { ScopeUse } from './slack/slack-scopes.ts';

/**
 * One line for every scope that lacks, or one for all of them.
 * @param has whether the token has a scope, or one that contains it
 * @param act where scopes are added
 */
export function tellScopes(
  name: string,
  uses: readonly ScopeUse[],
  has: (scope: string) => boolean,
  act: (scope: string) => string,
): CheckResult[] {
  const missing = uses.filter(({ scope }) => !has(scope));
  if (missing.length === 0) return [good(name, `all ${uses.length} are there`)];
  return missing.map(({ scope, neededFor, isRequired }) => {
    const said = `${scope} is missing: no ${neededFor}`;
    return isRequired ? wrong(name, said, act(scope)) : advice(name, said, act(scope));
  });
}
