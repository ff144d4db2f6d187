import type { SimClock } from '../../runtime/clock.ts';
import type { SimRandom } from '../../runtime/random.ts';
import type { SimMessage } from '../stores/message-store.ts';

/** What a response_url stands for. */
export interface ResponseTarget {
  readonly kind: 'command' | 'action';
  readonly user: string;
  readonly channel: string;
  /** Command: the last answer given; action: the message that was clicked. */
  message: SimMessage | null;
}

export interface ResponseUrls {
  issue(target: ResponseTarget): string;
  /** Counts one use; 5 uses within 30 minutes. */
  use(path: string): ResponseTarget | 'used_url' | 'expired_url';
  /** Without counting: the acknowledgement of a command is an answer, too. */
  peek(url: string): ResponseTarget | undefined;
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
    peek: (url) => issued.get(new URL(url).pathname)?.target,
  };
}
