import { type Logger as BoltLogger, LogLevel } from '@slack/bolt';
import type { Logger } from '../logger.ts';

/** Bolt tells of requests that nobody listens to by their whole path, which anybody may send. */
const MAX_TEXT = 200;

/**
 * Bolt's logger, written through ours. Bolt calls `error('text', err)`; pino drops an error behind a text, so the
 * first Error among the arguments goes first. Bolt at debug logs whole request bodies: it never gets that far.
 */
export function createBoltLogger(logger: Logger): BoltLogger {
  const write =
    (level: 'info' | 'warn' | 'error') =>
    (...parts: unknown[]): void => {
      const err = parts.find((part) => part instanceof Error);
      const text = parts
        .filter((part) => typeof part === 'string')
        .map((part) => part.slice(0, MAX_TEXT))
        .join(' ');
      logger[level](err ? { err } : {}, text);
    };
  return {
    debug: () => undefined,
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    setLevel: () => undefined,
    getLevel: () => LogLevel.INFO,
    setName: () => undefined,
  };
}
