import { z } from 'zod';
import type { ReadVisit } from '../../webinar/participant.ts';
import { instant, text, uuid, webinarNumber } from './fields.ts';

// Zoom's names stop in this file.

/**
 * Whether Zoom's count of joins is one of people whom the quality summary has. false, where those who only watch turn out not
 * to be measured: reports then go by two reads that agree, as for any webinar of which Zoom tells no count.
 */
const COUNT_IS_OF_THE_MEASURED: boolean = true;

/** `GET /metrics/webinars/{id}`. A webinar that names neither itself nor its times is no answer. */
export const ZoomWebinar = z
  .object({
    uuid,
    id: webinarNumber,
    topic: text,
    /** The host's. */
    email: text,
    start_time: instant,
    end_time: instant,
    // 0 is what Zoom says while its count is not ready.
    participants: z.number().int().min(1).nullable().catch(null),
  })
  .refine((webinar) => webinar.uuid !== null || webinar.id !== null || webinar.start_time !== null)
  .transform((webinar) => ({
    uuid: webinar.uuid,
    webinarId: webinar.id,
    topic: webinar.topic,
    hostEmail: webinar.email,
    startedAt: webinar.start_time,
    endedAt: webinar.end_time,
    participantCount: COUNT_IS_OF_THE_MEASURED ? webinar.participants : null,
  }));
export type ZoomWebinar = z.infer<typeof ZoomWebinar>;

/** A page of `GET /metrics/webinars`. Rows are checked one by one: a bad one must not cost the others. */
export const EndedEnvelope = z
  .object({ webinars: z.array(z.unknown()), next_page_token: z.unknown().optional() })
  .transform((page) => ({ rows: page.webinars, nextPageToken: parsePageToken(page.next_page_token) }));

/** A page of the participants list; its rows are read one by one. One without a readable list is no answer. */
export const ListEnvelope = z
  .object({
    webinar_number: webinarNumber,
    participants: z.array(z.unknown()),
    next_page_token: z.unknown().optional(),
  })
  .transform((page) => ({
    webinarId: page.webinar_number,
    rows: page.participants,
    nextPageToken: parsePageToken(page.next_page_token),
  }));

/** Of a row of the participants list nothing but who it is, for those who have to be named. */
export const ListedName = z.object({ user_id: z.union([z.number().transform(String), text]), user_name: text });

/**
 * The envelope of a page of the QoS summary. Only the envelope: rows are checked by hand, field by field, because a page is
 * read a thousand times for a large webinar. A token that is blank, absent or no text means the last page.
 */
export const QosEnvelope = z
  .object({ next_page_token: z.unknown().optional(), participants: z.unknown().optional() })
  .refine((page) => page.participants !== undefined || page.next_page_token !== undefined)
  .transform((page) => ({
    // What isArray calls any[] is safe as a list of unknown: parseQosRow checks each row.
    /** null: there was no readable list. */
    rows: Array.isArray(page.participants) ? (page.participants as readonly unknown[]) : null,
    nextPageToken: parsePageToken(page.next_page_token),
  }));
export type QosEnvelope = z.infer<typeof QosEnvelope>;

/** One row of a page: who, and their streams as they came. null when it is no object. */
export function parseQosRow(row: unknown): (QosRowPerson & { readonly qos: unknown }) | null {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return null;
  // A non-null object that is no array: any key may be read, and every value is checked by toText.
  const fields = row as Readonly<Record<string, unknown>>;
  return {
    visitId: toText(fields.participant_id),
    zoomUserId: toText(fields.id),
    name: toText(fields.user_name),
    email: toText(fields.email),
    registrantId: toText(fields.registrant_id),
    participantUuid: toText(fields.participant_uuid),
    qos: fields.qos,
  };
}

type QosRowPerson = Pick<ReadVisit, 'visitId' | 'zoomUserId' | 'name' | 'email' | 'registrantId' | 'participantUuid'>;

function toText(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : '';
}

export function parsePageToken(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
