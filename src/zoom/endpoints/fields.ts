import { z } from 'zod';
import type { OccurrenceUuid, WebinarId } from '../../reports/ports.ts';

/** Fields of Zoom's objects. What cannot be read becomes null: Zoom marks none of them as required. */
export const text = z.string().trim().min(1).nullable().catch(null);
export const instant = text.transform(toIsoInstant);
export const uuid = text.transform(parseUuid);
/** Number or string, with or without spaces: Zoom's examples and its schemas disagree. */
export const webinarNumber = z.union([z.string(), z.number()]).nullable().catch(null).transform(parseWebinarNumber);

function toIsoInstant(value: string | null): string | null {
  const ms = value === null ? Number.NaN : Date.parse(value);
  return Number.isFinite(ms) ? new Date(ms).toISOString() : null;
}

function parseUuid(value: string | null): OccurrenceUuid | null {
  // The brand says no more than that: one word of printable ASCII, as Zoom gave it.
  return value !== null && /^[!-~]{1,128}$/.test(value) ? (value as OccurrenceUuid) : null;
}

function parseWebinarNumber(value: string | number | null): WebinarId | null {
  const digits = String(value ?? '').replace(/[\s-]/g, '');
  // Checked just here: 9 to 11 digits is what the brand promises.
  return /^\d{9,11}$/.test(digits) ? (digits as WebinarId) : null;
}
