import type { SimClock } from '../../runtime/clock.ts';
import type { SimRandom } from '../../runtime/random.ts';

export interface PageTokens {
  /** An opaque token of 35 characters for the rest of one list. */
  issue(list: string, offset: number): string;
  /** The offset behind the token; null when unknown, expired, used up, or of another list. */
  open(list: string, token: string): number | null;
}

const LIFE_MS = 15 * 60_000;

/** next_page_token: valid for 15 minutes on the simulator's clock. */
export function createPageTokens(clock: SimClock, random: SimRandom, replay: () => 'allowed' | 'refused'): PageTokens {
  const tokens = new Map<string, { list: string; offset: number; issuedAtMs: number; used: boolean }>();
  return {
    issue(list, offset) {
      const token = random.text(35);
      tokens.set(token, { list, offset, issuedAtMs: clock.now(), used: false });
      return token;
    },
    open(list, token) {
      const found = tokens.get(token);
      if (found === undefined || found.list !== list) return null;
      if (clock.now() - found.issuedAtMs > LIFE_MS) return null;
      if (found.used && replay() === 'refused') return null;
      found.used = true;
      return found.offset;
    },
  };
}
