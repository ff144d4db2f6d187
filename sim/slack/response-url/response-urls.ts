import type { SimClock } from '../../runtime/clock.ts';
import type { SimRandom } from '../../runtime/random.ts';
import type { SimMessage } from '../stores/message-store.ts';

/** What a response_url stands for. */
export type ResponseTarget = { readonly user: string; readonly channel: string } & (
  | { readonly kind: 'command' }
  /** The message that was clicked. */
  | { readonly kind: 'action'; readonly message: SimMessage }
);

export interface ResponseUrls {
  issue(target: ResponseTarget): string;
  /** Counts one use; 5 uses within 30 minutes. */
  use(path: string): ResponseTarget | 'used_url' | 'expired_url';
}

const LIFE_MS = 30 * 60_000;
const USES = 5;

export function createResponseUrls(
  clock: SimClock,
  random: SimRandom,
  origin: () => string,
  team: string,
): ResponseUrls {
  const issued = new Map<string, { target: ResponseTarget; uses: number; atMs: number }>();
  return {
    issue(target) {
      const path = `/${target.kind}s/${team}/${random.whole(1e11, 9e11)}/${random.text(24)}`;
      issued.set(path, { target, uses: 0, atMs: clock.now() });
      return `${origin()}${path}`;
    },
    use(path) {
      const entry = issued.get(path);
      if (entry === undefined || clock.now() - entry.atMs > LIFE_MS) return 'expired_url';
      if (entry.uses >= USES) return 'used_url';
      entry.uses += 1;
      return entry.target;
    },
  };
}
