import { type DestinationStream, type Logger as PinoLogger, pino, stdTimeFunctions } from 'pino';

/** What the rest of the code may do with the log. */
export type Logger = Pick<PinoLogger, 'debug' | 'info' | 'warn' | 'error'>;

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** In a JSON line these stand for one character, and losing half of one would make the line unreadable. */
const ESCAPED = String.raw`(\\(?:u[\da-f]{4}|["\\/bfnrt]))?`;
const LOCAL_PART = String.raw`[^\s"'<>:;,()[\]{}\\/@]{1,64}`;
const DOMAIN = String.raw`[^\s"'<>:;,()[\]{}\\/@]{1,253}\.[a-z]{2,}`;

/** Addresses and credentials have no business in a log; what slips into a text is cut out of the finished line. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/xox[a-z]-[\w-]+|xapp-[\w-]+/gi, '[token]'],
  [/Bearer [\w.~+/=-]+/gi, 'Bearer [token]'],
  [/Basic [\w+/=-]{8,}/gi, 'Basic [credentials]'],
  // JSON Web Tokens, which Zoom's access tokens are.
  [/eyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g, '[token]'],
  [/(rediss?:\/\/)[^\s"\\/@]*@/gi, '$1[credentials]@'],
  [/https?:\/\/[^\s"\\]*\/(?:commands|actions|response)\/[^\s"\\]*/gi, '[response_url]'],
  [/((?:access|page)_token|client_secret|pwd)=[^&\s"\\]+/gi, '$1=[token]'],
  [/((?:access|page)_token|client_secret)(\\?"\s*:\s*\\?")[^"\\]+/gi, '$1$2[token]'],
  [new RegExp(`${ESCAPED}${LOCAL_PART}(?:@|%40)${DOMAIN}`, 'gi'), '$1[e-mail]'],
];

/** What waits to be written; a reader that is gone for good costs lines, not all the memory. */
const MAX_WAITING_BYTES = 16 * 1024 * 1024;

/** Removes tokens, response_urls and e-mail addresses from a line of text. */
export function withoutSecrets(line: string): string {
  return SECRETS.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), line);
}

/**
 * JSON lines on `destination` (stdout by default). Text inside messages and error stacks is not reachable by pino's
 * path-based redaction, so every finished line passes `withoutSecrets`.
 */
export function createLogger(level: LogLevel, destination?: DestinationStream): PinoLogger {
  // Written in the background: on a pipe that nobody reads for a moment a synchronous write holds up the whole process.
  const target = destination ?? pino.destination({ sync: false, maxLength: MAX_WAITING_BYTES });
  return pino(
    { level, base: null, timestamp: stdTimeFunctions.isoTime, formatters: { level: (label) => ({ level: label }) } },
    { write: (line: string) => target.write(withoutSecrets(line)) },
  );
}
