import type { Clock } from '../runtime/clock.ts';
import type { Directory } from './access-rule.ts';

/** So long what Slack said of somebody is taken as true. */
export const KEPT_FOR_MS = 5 * 60_000;
/** The oldest go first. People are small; the members of a channel may be twenty thousand. */
const MOST_PEOPLE = 10_000;
export const MOST_GROUPS = 50;

/** Asks another directory at most once in a few minutes for each thing, and never twice at the same time. A failure is not kept. */
export function createKeptDirectory(directory: Directory, clock: Clock): Directory {
  return {
    standingOf: keep((id) => directory.standingOf(id), MOST_PEOPLE, clock),
    membersOfChannel: keep((id) => directory.membersOfChannel(id), MOST_GROUPS, clock),
    membersOfUsergroup: keep((id) => directory.membersOfUsergroup(id), MOST_GROUPS, clock),
  };
}

function keep<T>(ask: (id: string) => Promise<T>, most: number, clock: Clock): (id: string) => Promise<T> {
  const kept = new Map<string, { readonly answer: Promise<T>; readonly sinceMs: number }>();
  return (id) => {
    const known = kept.get(id);
    if (known && clock.now() - known.sinceMs < KEPT_FOR_MS) return known.answer;
    kept.delete(id);
    const oldest = kept.keys().next();
    if (kept.size >= most && !oldest.done) kept.delete(oldest.value);
    const entry = { answer: ask(id), sinceMs: clock.now() };
    kept.set(id, entry);
    entry.answer.catch(() => {
      if (kept.get(id) === entry) kept.delete(id);
    });
    return entry.answer;
  };
}
