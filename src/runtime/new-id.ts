import { randomUUID } from 'node:crypto';

/** An id that nobody else has: 32 characters, letters and digits. */
export function newId(): string {
  return randomUUID().replaceAll('-', '');
}

/** What a person is told and the log carries: short enough to be read aloud, long enough to be found in a day's log. */
export function newReference(): string {
  return randomUUID().slice(0, 6).toUpperCase();
}
