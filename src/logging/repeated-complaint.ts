import type { Logger } from '../logger.ts';

const COUNT_FOR_MS = 60_000;
/** Complaints that are told apart at the same time; the rest are counted together. */
const MOST_KINDS = 50;

/** Logs an error once; what says the same within the next minute is counted, and the count logged when it has passed. */
export type Complain = (error: Error, message: string) => void;

export function createRepeatedComplaint(logger: Logger): Complain {
  const counted = new Map<string, number>();

  function endMinute(kind: string, error: Error, message: string): void {
    const times = counted.get(kind) ?? 0;
    counted.delete(kind);
    if (times > 0) logger.error({ err: error, times }, `${message}; said once, and then counted for a minute`);
  }

  return (error, message) => {
    const known = `${message} ${error.name} ${error.message.slice(0, 200)}`;
    const kind = counted.has(known) || counted.size < MOST_KINDS ? known : 'other';
    const times = counted.get(kind);
    if (times !== undefined) {
      counted.set(kind, times + 1);
      return;
    }
    counted.set(kind, 0);
    logger.error({ err: error }, message);
    setTimeout(() => endMinute(kind, error, message), COUNT_FOR_MS).unref();
  };
}
