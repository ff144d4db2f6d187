import { randomUUID } from 'node:crypto';
import type { Clock } from '../../../runtime/clock.ts';
import type { Sleep } from '../../../runtime/sleep.ts';
import type { Kv } from '../../../storage/kv.ts';
import { KeptToken } from '../../endpoints/schema.ts';
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
}

export interface TokenSourceDeps {
  readonly kv: Kv;
  readonly tokenKey: string;
  readonly lockKey: string;
  readonly cipher: TokenCipher;
  readonly fetchToken: () => Promise<GrantedToken>;
  readonly clock: Clock;
  readonly wait: Sleep;
  /** The scopes that the token lacks, told whenever this process takes up a token whose scopes are known. */
  readonly onScopes?: ((missing: readonly string[]) => void) | undefined;
}

const LOCK_SECONDS = 15;
const POLL_MS = 250;
/** Then whoever holds the lock is taken for lost, and this replica asks Zoom itself. */
const MAX_POLLS = 40;

export function createTokenSource(deps: TokenSourceDeps): TokenSource {
  const { kv, tokenKey, lockKey, cipher, clock } = deps;
  let current: GrantedToken | null = null;
  let refreshing: Promise<GrantedToken> | null = null;

  function usable(token: GrantedToken | null, refused: string | null): GrantedToken | null {
    return token && token.token !== refused && clock.now() < token.refreshAtMs ? token : null;
  }

  async function readKept(refused: string | null): Promise<GrantedToken | null> {
    const sealed = await orWithoutStore(
      () => kv.get(tokenKey),
      () => null,
    );
    const opened = sealed === null ? null : cipher.open(sealed);
    return opened === null ? null : usable(KeptToken.safeParse(JSON.parse(opened)).data ?? null, refused);
  }

  async function keep(token: GrantedToken): Promise<void> {
    const ttlSeconds = Math.floor((token.refreshAtMs - clock.now()) / 1000);
    if (ttlSeconds < 1) return;
    await orWithoutStore(
      () => kv.set(tokenKey, cipher.seal(JSON.stringify(token)), ttlSeconds),
      () => undefined,
    );
  }

  /** Waits for another replica that is already asking; a store that is away counts as a lock got. */
  async function refresh(refused: string | null): Promise<GrantedToken> {
    const owner = randomUUID();
    for (let poll = 0; poll < MAX_POLLS; poll += 1) {
      const kept = await readKept(refused);
      if (kept) return kept;
      const mine = await orWithoutStore(
        () => kv.setIfAbsent(lockKey, owner, LOCK_SECONDS),
        () => true,
      );
      if (mine) break;
      await deps.wait(POLL_MS);
    }
    try {
      // The owner before us may have finished between our look and our lock.
      const kept = await readKept(refused);
      if (kept) return kept;
      const token = await deps.fetchToken();
      await keep(token);
      return token;
    } finally {
      await orWithoutStore(
        () => kv.deleteIfEquals(lockKey, owner),
        () => false,
      );
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

  return { get: (signal) => obtain(null, signal), renew: obtain };
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
