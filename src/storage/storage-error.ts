import { AppError } from '../errors.ts';

/** ioredis's words for a command that it did not send: there was no connection, and it keeps no queue. */
const NOT_SENT = "Stream isn't writeable and enableOfflineQueue options is false";

/** @param what was to be read: a read that fails has changed nothing */
export function readFailed(what: string, cause: unknown): AppError {
  return new AppError({ kind: 'storage-unavailable' }, what, { cause });
}

/**
 * Of a write only what Redis itself refused, or never got, is known not to be done. One without an answer, or whose
 * connection broke, may have been carried out, or may still be.
 * @param what was to be written
 */
export function writeFailed(what: string, cause: unknown): AppError {
  const isKnown = cause instanceof Error && (cause.name === 'ReplyError' || cause.message === NOT_SENT);
  return isKnown
    ? new AppError({ kind: 'storage-unavailable' }, what, { cause })
    : new AppError({ kind: 'storage-outcome-unknown', asked: null }, what, { cause });
}
