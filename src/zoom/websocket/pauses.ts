import { createReconnectPauses } from '../../websocket/reconnect-pauses.ts';

/** How a connection ended, or why there was none. */
export interface Trouble {
  /** `replaced`: its token is about to die, and another connection takes its place while it still serves. */
  readonly kind: 'replaced' | 'token' | 'refused' | 'lost' | 'failed';
  readonly reason: string;
  readonly error?: unknown;
}

/** How long to wait before the next connection. */
export interface Pauses {
  /** @param livedMs how long the connection was there; 0 when there was none */
  next(trouble: Trouble, livedMs: number): number;
}

export function createPauses(random: () => number): Pauses {
  const pauses = createReconnectPauses(random);
  return {
    next({ kind }, livedMs) {
      pauses.ended(livedMs);
      const { inARow, pauseMs } = pauses.next();
      // Another token is the cure, and every second is one without events. A Zoom that wants none is not hammered.
      return (kind === 'replaced' || kind === 'token') && inARow === 1 ? 0 : pauseMs;
    },
  };
}
