import { type DestinationStream, type Logger as PinoLogger, pino, stdTimeFunctions } from 'pino';

/** What the rest of the code may do with the log. */
export type Logger = Pick<PinoLogger, 'debug' | 'info' | 'warn' | 'error'>;

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Addresses and credentials have no business in a log; what slips into a text is cut out of the finished line. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/xox[a-z]-[\w-]+|xapp-[\w-]+/gi, '[token]'],
  [/\bBearer [\w.~+/=-]+/gi, 'Bearer [token]'],
  [/\bBasic [\w+/=-]{8,}/gi, 'Basic [credentials]'],
  [/https?:\/\/[^\s"\\]*\/(?:commands|actions|response)\/[^\s"\\]*/gi, '[response_url]'],
  [/next_page_token=[^&\s"\\]+/gi, 'next_page_token=[token]'],
  [/[^\s"'<>:;,()[\]{}\\/@]+@[^\s"'<>:;,()[\]{}\\/@]+\.[a-z]{2,}/gi, '[e-mail]'],
];

/** Removes tokens, response_urls and e-mail addresses from a line of text. */
export function withoutSecrets(line: string): string {
  return SECRETS.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), line);
}

/**
 * JSON lines on `destination` (stdout by default). Text inside messages and error stacks is not reachable by pino's
 * path-based redaction, so every finished line passes `withoutSecrets`.
 */
export function createLogger(level: LogLevel, destination?: DestinationStream): PinoLogger {
  const target = destination ?? pino.destination({ sync: true });
  return pino(
    { level, base: null, timestamp: stdTimeFunctions.isoTime, formatters: { level: (label) => ({ level: label }) } },
    { write: (line: string) => target.write(withoutSecrets(line)) },
  );
}
