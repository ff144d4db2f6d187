import type { SimClock } from '../../runtime/clock.ts';
import type { SimRandom } from '../../runtime/random.ts';

export interface Triggers {
  issue(user: string): string;
  /** Uses the trigger up and gives its user, or the reason why not. */
  exchange(trigger: string): { readonly user: string } | { readonly error: string };
}

const LIFE_MS = 3000;

/** trigger_id: one use within three seconds. Both spellings of the errors are in use; which one today is unconfirmed. */
export function createTriggers(
  clock: SimClock,
  random: SimRandom,
  spelling: () => 'expired_trigger_id' | 'trigger_expired',
): Triggers {
  const issued = new Map<string, { user: string; atMs: number; used: boolean }>();
  return {
    issue(user) {
      const trigger = `${random.whole(1e11, 9e11)}.${random.whole(1e10, 9e10)}.${random.text(32).toLowerCase()}`;
      issued.set(trigger, { user, atMs: clock.now(), used: false });
      return trigger;
    },
    exchange(trigger) {
      const entry = issued.get(trigger);
      const modern = spelling() === 'expired_trigger_id';
      if (entry === undefined) return { error: 'invalid_trigger_id' };
      if (clock.now() - entry.atMs > LIFE_MS) return { error: modern ? 'expired_trigger_id' : 'trigger_expired' };
      if (entry.used) return { error: modern ? 'exchanged_trigger_id' : 'trigger_exchanged' };
      entry.used = true;
      return { user: entry.user };
    },
  };
}
