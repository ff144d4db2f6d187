import { withoutSecrets } from './redact.ts';

const MAX_MESSAGE = 1_000;
const MAX_STACK = 4_000;
const MAX_DEPTH = 5;

/** An error as it is logged. */
export interface SerializedError {
  readonly name: string;
  readonly message: string;
  readonly code?: string | number;
  readonly stack?: string;
  readonly cause?: SerializedError;
}

/**
 * What of an error may be logged: an allow-list, as the objects that libraries throw carry the arguments of commands, the
 * bodies of requests and their headers, passwords and names among them. Texts are cut, after what must not be in them: half
 * an address is none any more to whoever looks later.
 */
export function serializeError(error: unknown): SerializedError {
  return serialize(error, 1);
}

function serialize(error: unknown, depth: number): SerializedError {
  if (!(error instanceof Error))
    return { name: typeof error, message: typeof error === 'string' ? cut(error, MAX_MESSAGE) : '' };
  const code = codeOf(error);
  const { stack, cause } = error;
  return {
    name: cut(String(error.name), MAX_MESSAGE),
    message: cut(String(error.message), MAX_MESSAGE),
    ...(code === undefined ? {} : { code }),
    ...(typeof stack === 'string' ? { stack: cut(stack, MAX_STACK) } : {}),
    ...(cause === undefined || depth === MAX_DEPTH ? {} : { cause: serialize(cause, depth + 1) }),
  };
}

function codeOf(error: Error): string | number | undefined {
  if (!('code' in error)) return undefined;
  if (typeof error.code === 'string') return cut(error.code, MAX_MESSAGE);
  return typeof error.code === 'number' ? error.code : undefined;
}

function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  return `${withoutSecrets(text.slice(0, max * 2)).slice(0, max)}…`;
}
