import { AppError } from '../errors.ts';

/** The kind of a failure, or the class of an error; never what it says. */
export function errorType(error: unknown): string {
  if (error instanceof AppError) return error.failure.kind;
  return error instanceof Error ? error.name : typeof error;
}
