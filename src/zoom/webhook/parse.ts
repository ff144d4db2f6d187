import { z } from 'zod';
import type { StartedEvent } from '../../webinar/minute-record.ts';
import type { EndedEvent } from '../../webinar/occurrence.ts';
import { instant, text, uuid, webinarNumber } from '../endpoints/fields.ts';
import { MINUTE_EVENT, type MinuteEvent, toMinuteEvent } from './minute-record.ts';
import { PUSHED_EVENTS, type PushedEvent, toPushedEvent } from './pushed-visit.ts';

/** What Zoom told. Fields that are not read here, passwords and e-mail addresses among them, are not kept. */
export type ParsedWebhook =
  | { readonly kind: 'url-validation'; readonly plainToken: string }
  /** `accountId`: null where Zoom does not say. */
  | { readonly kind: 'webinar-ended'; readonly event: EndedEvent; readonly accountId: string | null }
  | { readonly kind: 'webinar-started'; readonly event: StartedEvent; readonly accountId: string | null }
  | { readonly kind: 'pushed'; readonly event: PushedEvent }
  | { readonly kind: 'minute'; readonly event: MinuteEvent }
  /** An event, but none that the bot uses. */
  | { readonly kind: 'unsupported'; readonly event: string }
  /** No event, or one that lacks what it is about. */
  | { readonly kind: 'malformed' };

const Envelope = z.object({
  event: z.string().min(1),
  /** Milliseconds since 1970. */
  event_ts: z.number().min(0).max(8.64e15).optional().catch(undefined),
  payload: z.unknown().optional(),
});
const Validation = z.object({ plainToken: z.string().min(1) });
const Started = z.object({
  account_id: text,
  object: z.object({ uuid, id: webinarNumber, topic: text, host_id: text }),
});
const Ended = z.object({
  account_id: text,
  object: z.object({
    uuid,
    id: webinarNumber,
    topic: text,
    host_id: text,
    start_time: instant,
    end_time: instant,
    practice_session: z.unknown().optional(),
  }),
});

/** Reads the JSON of a webhook request, whatever it is. Never throws. */
export function parseWebhook(json: unknown): ParsedWebhook {
  const envelope = Envelope.safeParse(json).data;
  if (!envelope) return { kind: 'malformed' };
  switch (envelope.event) {
    case 'endpoint.url_validation': {
      const validation = Validation.safeParse(envelope.payload).data;
      return validation ? { kind: 'url-validation', ...validation } : { kind: 'malformed' };
    }
    case 'webinar.ended': {
      const payload = Ended.safeParse(envelope.payload).data;
      const event = toEndedEvent(payload, envelope.event_ts);
      return event ? { kind: 'webinar-ended', event, accountId: payload?.account_id ?? null } : { kind: 'malformed' };
    }
    case 'webinar.started': {
      const payload = Started.safeParse(envelope.payload).data;
      const event = toStartedEvent(payload);
      return event ? { kind: 'webinar-started', event, accountId: payload?.account_id ?? null } : { kind: 'malformed' };
    }
    case MINUTE_EVENT:
      return { kind: 'minute', event: toMinuteEvent(envelope.payload, envelope.event_ts) };
    default: {
      const part = PUSHED_EVENTS.get(envelope.event);
      if (part) return { kind: 'pushed', event: toPushedEvent(part, envelope.payload) };
      return { kind: 'unsupported', event: envelope.event };
    }
  }
}

function toStartedEvent(payload: z.infer<typeof Started> | undefined): StartedEvent | null {
  const webinar = payload?.object;
  if (!webinar?.uuid) return null;
  return { uuid: webinar.uuid, webinarId: webinar.id, topic: webinar.topic, hostId: webinar.host_id };
}

/** The UUID is the one thing that cannot be missing: a number means another run as soon as there is one. */
function toEndedEvent(payload: z.infer<typeof Ended> | undefined, eventMs: number | undefined): EndedEvent | null {
  const webinar = payload?.object;
  if (!webinar?.uuid) return null;
  return {
    uuid: webinar.uuid,
    webinarId: webinar.id,
    topic: webinar.topic,
    hostId: webinar.host_id,
    startedAt: webinar.start_time,
    // An event without the end was made at the end; sent again, it still has its first time.
    endedAt: webinar.end_time ?? (eventMs === undefined ? null : new Date(eventMs).toISOString()),
    isPracticeSession: webinar.practice_session === true,
  };
}
