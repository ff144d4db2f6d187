import { z } from 'zod';
import { type OccurrenceUuid, parseOccurrenceUuid, parseWebinarId, type WebinarId } from '../../webinar/ids.ts';

/** Fields of Zoom's objects. What cannot be read becomes null: Zoom marks none of them as required. */
export const text = z.string().trim().min(1).nullable().catch(null);
export const instant = text.transform(toIsoInstant);
export const uuid = text.transform(toUuid);
/** Number or string, with or without spaces: Zoom's examples and its schemas disagree. */
export const webinarNumber = z.union([z.string(), z.number()]).nullable().catch(null).transform(toWebinarId);

function toIsoInstant(value: string | null): string | null {
  const ms = value === null ? Number.NaN : Date.parse(value);
  return Number.isFinite(ms) ? new Date(ms).toISOString() : null;
}

function toUuid(value: string | null): OccurrenceUuid | null {
  return value === null ? null : parseOccurrenceUuid(value);
}

function toWebinarId(value: string | number | null): WebinarId | null {
  return parseWebinarId(String(value ?? '').replace(/[\s-]/g, ''));
}
