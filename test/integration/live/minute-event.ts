import { zoomEvent } from '../../../sim/zoom/webhook/webhook-bodies.ts';
import type { SimWebinar } from '../../../sim/zoom/webinars/webinar.ts';

export interface Told {
  readonly type?: string;
  readonly loss?: number;
  readonly kbps?: number;
  readonly latencyMs?: number;
  readonly notice?: string;
}

/** One participant's minute as Zoom sends it. */
export function minuteEvent({ uuid }: SimWebinar, visitId: string, atMs: number, told: Told): object {
  const { type = 'audio_input', loss = 0, kbps = 63, latencyMs = 40, notice } = told;
  const date_time = new Date(atMs).toISOString().replace(/\.\d+Z$/, 'Z');
  const details = {
    bitrate: `${kbps} kbps`,
    latency: `${latencyMs} ms`,
    jitter: '6 ms',
    avg_loss: `${loss}%`,
    max_loss: `${loss}%`,
  };
  const said = { date_time, type: 'notification', details: { network_notification: notice } };
  return zoomEvent(
    'webinar.participant_qos',
    { eventMs: atMs },
    {
      uuid,
      participant: {
        user_id: visitId,
        participant_user_id: `user-of-${visitId}`,
        email: `private${visitId}@example.com`,
        qos: [{ date_time, type, details }, ...(notice === undefined ? [] : [said])],
      },
    },
  );
}
