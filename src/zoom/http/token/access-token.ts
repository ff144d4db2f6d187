import { z } from 'zod';
import type { Clock } from '../../../runtime/clock.ts';
import { newId } from '../../../runtime/new-id.ts';
import type { Sleep } from '../../../runtime/sleep.ts';
import { keys } from '../../../storage/keys.ts';
import type { Kv } from '../../../storage/kv.ts';
import { createLocks, type Lock } from '../../../storage/lock.ts';
import { createStoredValue, parseStored, toStored } from '../../../storage/stored-value.ts';
import { orWithoutStore } from '../without-store.ts';
import { missingScopes } from './scopes.ts';
import type { TokenCipher } from './token-cipher.ts';
import type { GrantedToken } from './token-request.ts';

/** The access token, one for all replicas: a new one may end the old one (Zoom's docs and its staff disagree). */
export interface TokenSource {
  /** @throws AppError `zoom-credentials`, `zoom-unavailable`, `zoom-limited` */
  get(signal?: AbortSignal): Promise<string>;
  /** Another token than the one that Zoom refused. Throws as `get`. */
  renew(refused: string, signal?: AbortSignal): Promise<string>;
  /** From when on `get` gives another one, milliseconds since 1970; null when it does already. */
  refreshAtMs(token: string): number | null;
}

export interface TokenSourceDeps {
  readonly kv: Kv;
  readonly cipher: TokenCipher;
  readonly fetchToken: () => Promise<GrantedToken>;
  readonly clock: Clock;
  readonly sleep: Sleep;
  /** The scopes that the token lacks, told whenever this process takes up a token whose scopes are known. */
  readonly onScopes?: ((missing: readonly string[]) => void) | undefined;
}

/** What is sealed for the store. */
const KeptToken = z.object({ token: z.string(), refreshAtMs: z.number(), scope: z.string().nullable() });

const POLL_MS = 250;
/** Then whoever holds the lock is taken for lost, and this replica asks Zoom itself. */
const MAX_POLLS = 40;
/** There is nothing to release while the store is away. */
const WITHOUT_LOCK: Pick<Lock, 'release'> = { release: async () => undefined };

/** Keeps the token here and, sealed, in the store; asks Zoom for one at a time over all replicas. */
export function createTokenSource(deps: TokenSourceDeps): TokenSource {
  const { kv, cipher, clock } = deps;
  const locks = createLocks(kv);
  const storedSeal = createStoredValue(kv, z.string());
  let current: GrantedToken | null = null;
  let refreshing: Promise<GrantedToken> | null = null;

  function usable(token: GrantedToken | null, refused: string | null): GrantedToken | null {
    return token && token.token !== refused && clock.now() < token.refreshAtMs ? token : null;
  }

  async function readKept(refused: string | null): Promise<GrantedToken | null> {
    const sealed = await orWithoutStore(
      () => storedSeal.get(keys.zoomToken),
      () => null,
    );
    const opened = sealed === null ? null : cipher.open(sealed);
    return usable(parseStored(KeptToken, opened), refused);
  }

  async function keep(token: GrantedToken): Promise<void> {
    const lifeSeconds = Math.floor((token.refreshAtMs - clock.now()) / 1000);
    if (lifeSeconds < 1) return;
    await orWithoutStore(
      () => storedSeal.set(keys.zoomToken, cipher.seal(toStored(token)), lifeSeconds),
      () => undefined,
    );
  }

  /** Waits for another replica that is already asking; a store that is away counts as a lock got. */
  async function refresh(refused: string | null): Promise<GrantedToken> {
    const owner = newId();
    let lock: Pick<Lock, 'release'> | null = null;
    for (let poll = 0; poll < MAX_POLLS; poll += 1) {
      const kept = await readKept(refused);
      if (kept) return kept;
      lock = await orWithoutStore(
        () => locks.acquire(keys.zoomTokenLock, owner),
        () => WITHOUT_LOCK,
      );
      if (lock) break;
      await deps.sleep(POLL_MS);
    }
    try {
      // The owner before us may have finished between our look and our lock.
      const kept = await readKept(refused);
      if (kept) return kept;
      const token = await deps.fetchToken();
      await keep(token);
      return token;
    } finally {
      await lock?.release();
    }
  }

  function refreshOnce(refused: string | null): Promise<GrantedToken> {
    refreshing ??= refresh(refused)
      .then((token) => {
        current = token;
        if (token.scope !== null) deps.onScopes?.(missingScopes(token.scope));
        return token;
      })
      .finally(() => {
        refreshing = null;
      });
    return refreshing;
  }

  async function obtain(refused: string | null, signal?: AbortSignal): Promise<string> {
    signal?.throwIfAborted();
    const ready = usable(current, refused);
    if (ready) return ready.token;
    const joined = await untilAborted(refreshOnce(refused), signal);
    // A refresh begun by somebody who did not know of the refusal may have found just the refused token in the store.
    return joined.token === refused ? (await untilAborted(refreshOnce(refused), signal)).token : joined.token;
  }

  return {
    get: (signal) => obtain(null, signal),
    renew: obtain,
    refreshAtMs: (token) => (current?.token === token ? current.refreshAtMs : null),
  };
}

/** The shared work goes on for the others; only this caller stops waiting. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
