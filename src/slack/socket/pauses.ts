import { createReconnectPauses } from '../../websocket/reconnect-pauses.ts';
import type { Trouble } from './trouble.ts';

/** Where Slack refuses for good: a token may be repaired, Socket Mode switched on again. */
const REFUSED_PAUSE_MS = 60_000;
/** No more of what Slack asks for. */
const LONGEST_ASKED_MS = 60_000;

/** How long to wait before the next socket. */
export interface Pauses {
  /** @param livedMs how long the socket was there; 0 when there was none */
  next(trouble: Trouble, livedMs: number): number;
}

export function createPauses(random: () => number): Pauses {
  const pauses = createReconnectPauses(random);
  return {
    next(trouble, livedMs) {
      pauses.ended(livedMs);
      if (trouble.kind === 'refused') return REFUSED_PAUSE_MS;
      const { inARow, pauseMs } = pauses.next();
      if (trouble.kind !== 'replaced') return Math.max(pauseMs, Math.min(trouble.pauseMs ?? 0, LONGEST_ASKED_MS));
      // The old one still serves; but a Slack that asks again and again is not hammered.
      return inARow === 1 ? 0 : pauseMs;
    },
  };
}
