import { z } from 'zod';
import { MINUTE_NOTICES, type MinuteNotice, type MinuteRecord } from '../../webinar/minute-record.ts';
import { text, uuid } from '../endpoints/fields.ts';
import type { ParseStreams } from '../endpoints/qos-row.ts';

/** Zoom's event of one participant's minute, while he is there. */
export const MINUTE_EVENT = 'webinar.participant_qos';

/** The event still as it came: it holds what must not be kept. */
export interface MinuteEvent {
  /** null where Zoom does not say. */
  readonly accountId: string | null;
  /** Milliseconds since 1970. */
  readonly eventMs: number | undefined;
  readonly payload: unknown;
}

const Account = z.object({ account_id: text });
const Payload = z.object({
  object: z.object({
    uuid,
    participant: z.object({
      user_id: z.union([z.number().transform(String), text]),
      qos: z.array(z.unknown()).max(500),
    }),
  }),
});
const Entry = z.object({ date_time: text.optional(), type: z.string(), details: z.unknown() });
const Details = z.record(z.string(), z.unknown());
const Notification = z.object({ network_notification: z.string() });

/** Per minute there are no minimum and maximum of these: one value, under a name of its own. */
const AVERAGES: Readonly<Record<string, string>> = {
  bitrate: 'avg_bitrate',
  latency: 'avg_latency',
  jitter: 'avg_jitter',
  frame_rate: 'avg_frame_rate',
};
/** A record tells of the minute before it was sent. Zoom's own example is five hours off, as if a zone was left out: then the event's time is taken. */
const RECORD_WITHIN_MS = 15 * 60_000;
/** What Zoom sends again comes within an hour and a half. */
const EVENT_WITHIN_MS = 3 * 3_600_000;
/** Clocks do not differ by more; what is further ahead would push out what is now. */
const AHEAD_WITHIN_MS = 15 * 60_000;
const MOST_IN_ID = 64;

export function toMinuteEvent(payload: unknown, eventMs: number | undefined): MinuteEvent {
  return { accountId: Account.safeParse(payload).data?.account_id ?? null, eventMs, payload };
}

/**
 * Reads what was measured in the minute; nothing personal goes further. null when it does not say of which run and visit it
 * is, or its time makes no sense. Never throws.
 * @param now milliseconds since 1970
 */
export function readMinuteRecord(
  { payload, eventMs }: MinuteEvent,
  parseStreams: ParseStreams,
  now: number,
): MinuteRecord | null {
  const object = Payload.safeParse(payload).data?.object;
  const visitId = object?.participant.user_id?.trim() ?? '';
  if (!object?.uuid || visitId === '' || visitId.length > MOST_IN_ID) return null;
  if (eventMs !== undefined && (eventMs < now - EVENT_WITHIN_MS || eventMs > now + AHEAD_WITHIN_MS)) return null;
  const entries = object.participant.qos.flatMap((entry) => Entry.safeParse(entry).data ?? []);
  const sentMs = eventMs ?? now;
  const times = entries.flatMap(({ date_time }) => {
    const ms = Date.parse(date_time ?? '');
    return Math.abs(ms - sentMs) <= RECORD_WITHIN_MS ? ms : [];
  });
  if (times.length === 0 && eventMs === undefined) return null;
  const measured = entries.filter(({ type }) => type !== 'notification').map(withAverages);
  return {
    uuid: object.uuid,
    visitId,
    atMs: times.length === 0 ? sentMs : Math.max(...times),
    streams: parseStreams(measured).streams,
    notice: entries.map(noticeOf).find((notice) => notice !== null) ?? null,
  };
}

/** As the summary names the same values. */
function withAverages({ type, details }: z.infer<typeof Entry>): object {
  const values = Object.entries(Details.safeParse(details).data ?? {});
  // fromEntries defines keys instead of assigning them: a field named __proto__ is only a name.
  return { type, details: Object.fromEntries(values.map(([name, value]) => [AVERAGES[name] ?? name, value])) };
}

function noticeOf({ type, details }: z.infer<typeof Entry>): MinuteNotice | null {
  if (type !== 'notification') return null;
  const said = Notification.safeParse(details).data?.network_notification.trim().toLowerCase();
  return MINUTE_NOTICES.find((notice) => notice === said) ?? null;
}
