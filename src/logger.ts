import { type DestinationStream, type Logger as PinoLogger, pino, stdTimeFunctions } from 'pino';
import { withoutSecrets } from './logging/redact.ts';
import { serializeError } from './logging/serialize-error.ts';

/** What the rest of the code may do with the log. */
export type Logger = Pick<PinoLogger, 'debug' | 'info' | 'warn' | 'error'>;

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What waits to be written; a reader that is gone for good costs lines, not all the memory. */
const MAX_WAITING_BYTES = 16 * 1024 * 1024;

/**
 * JSON lines on `destination` (stdout by default). Text inside messages and error stacks is not reachable by pino's
 * path-based redaction, so every finished line passes `withoutSecrets`. Of errors only an allow-list is written.
 * @param trace what every line says of the step that it belongs to
 */
export function createLogger(
  level: LogLevel,
  destination?: DestinationStream,
  trace: () => object | null = () => null,
): PinoLogger {
  // Written in the background: on a pipe that nobody reads for a moment a synchronous write holds up the whole process.
  const target = destination ?? pino.destination({ sync: false, maxLength: MAX_WAITING_BYTES });
  return pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: serializeError },
      mixin: () => trace() ?? {},
    },
    { write: (line: string) => target.write(withoutSecrets(line)) },
  );
}
