import type { SimParticipant, SimWebinar } from '../webinars/webinar.ts';
import { zoomEvent } from './webhook-bodies.ts';

/** What somebody sends is worse in a minute than in the whole webinar. */
export interface SpoiledStream {
  readonly visitId: string;
  /** Zoom's name of the stream. */
  readonly type: string;
  readonly lossPercent: number;
  /** What Zoom's client tells its user then. */
  readonly notice?: 'network bandwidth low' | 'internet connection unstable';
}

/** The summary's averages, under the names that they have in a minute. */
const NAMES: Readonly<Record<string, string>> = {
  avg_bitrate: 'bitrate',
  avg_latency: 'latency',
  avg_jitter: 'jitter',
  avg_frame_rate: 'frame_rate',
};
const KEPT = ['resolution', 'avg_loss', 'max_loss'];

/**
 * One webinar.participant_qos for each joining: a minute of what its row in the QoS summary says of the whole. There is the
 * UUID and no number, an id and no name.
 * @param atMs the minute's own time; Zoom sends it then
 */
export function minuteEvents(webinar: SimWebinar, atMs: number, spoiled: readonly SpoiledStream[] = []): object[] {
  return webinar.participants.map((participant) => {
    const visitId = String(participant.qosRow.participant_id ?? '');
    const own = spoiled.filter((one) => one.visitId === visitId);
    return minuteEvent(webinar.uuid, atMs, visitId, participant, own);
  });
}

function minuteEvent(
  uuid: string,
  atMs: number,
  visitId: string,
  { qosRow }: SimParticipant,
  spoiled: readonly SpoiledStream[],
): object {
  const date_time = new Date(atMs).toISOString().replace(/\.\d+Z$/, 'Z');
  const measured = Array.isArray(qosRow.qos) ? qosRow.qos.flatMap((entry) => minuteEntry(entry, spoiled)) : [];
  const noticed = spoiled.flatMap(({ notice }) =>
    notice === undefined ? [] : { type: 'notification', details: { network_notification: notice } },
  );
  const participant = {
    user_id: visitId,
    participant_user_id: qosRow.id ?? '',
    email: qosRow.email ?? '',
    qos: [...measured, ...noticed].map((entry) => ({ date_time, ...entry })),
  };
  return zoomEvent('webinar.participant_qos', { eventMs: atMs }, { uuid, participant });
}

function minuteEntry(entry: unknown, spoiled: readonly SpoiledStream[]): object[] {
  if (typeof entry !== 'object' || entry === null || !('type' in entry) || !('details' in entry)) return [];
  const { type, details } = entry;
  if (typeof details !== 'object' || details === null) return [];
  const values = Object.entries(details).flatMap(([name, value]): [string, unknown][] =>
    KEPT.includes(name) ? [[name, value]] : NAMES[name] === undefined ? [] : [[NAMES[name], value]],
  );
  // What Zoom says of the computer and the radio has other names there, and nobody reads it.
  if (values.length === 0) return [];
  const loss = spoiled.find((one) => one.type === type)?.lossPercent;
  const lost =
    loss === undefined ? {} : { avg_loss: `${loss.toFixed(1)}%`, max_loss: `${Math.min(100, loss * 2).toFixed(1)}%` };
  return [{ type, details: { ...Object.fromEntries(values), ...lost } }];
}
