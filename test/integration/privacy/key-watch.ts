import { setTimeout as wait } from 'node:timers/promises';
import { Redis } from 'ioredis';

const LOOK_EVERY_MS = 15;
/** In one step: nothing happens between a key and its life. */
const LIVES = `
  local lives = {}
  for _, key in ipairs(redis.call('KEYS', '*')) do
    table.insert(lives, key)
    table.insert(lives, tostring(redis.call('PTTL', key)))
  end
  return lives`;

/** The lives that a key was seen with. */
interface SeenLife {
  readonly longestMs: number;
  readonly wasEndless: boolean;
}

export interface KeyWatch {
  readonly seen: ReadonlyMap<string, SeenLife>;
  stop(): Promise<void>;
}

/** Looks at all keys again and again, also at those that are there for a moment only. */
export function watchKeys(url: string): KeyWatch {
  const redis = new Redis(url);
  const seen = new Map<string, SeenLife>();
  let isOver = false;

  async function look(): Promise<void> {
    // The script gives texts, by twos.
    const found = (await redis.eval(LIVES, 0)) as string[];
    for (let index = 0; index < found.length; index += 2) {
      const key = found[index] ?? '';
      const life = Number(found[index + 1]);
      const { longestMs, wasEndless } = seen.get(key) ?? { longestMs: 0, wasEndless: false };
      seen.set(key, { longestMs: Math.max(longestMs, life), wasEndless: wasEndless || life === -1 });
    }
  }

  const watching = (async () => {
    while (!isOver) {
      await look();
      await wait(LOOK_EVERY_MS);
    }
    await look();
    redis.disconnect();
  })();

  return {
    seen,
    async stop() {
      isOver = true;
      await watching;
    },
  };
}
