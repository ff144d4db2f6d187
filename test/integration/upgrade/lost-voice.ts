import { vi } from 'vitest';
import { startedEvent, zoomEvent } from '../../../sim/zoom/webhook/webhook-bodies.ts';
import type { SimWebinar } from '../../../sim/zoom/webinars/webinar.ts';
import { sendEvent } from '../support/ended.ts';
import type { World } from '../support/world.ts';

const MINUTE_MS = 60_000;

/** The first presenter's voice breaks up for four minutes, and the bot that was started last is told so. */
export async function loseVoice({ bots }: World, webinar: SimWebinar, lossPercent: number): Promise<void> {
  const bot = bots.at(-1);
  await sendEvent(bot, startedEvent(webinar, { eventMs: Date.now() }));
  const minutes = [4, 3, 2, 1].map((ago) => minuteEvent(webinar, Date.now() - ago * MINUTE_MS, lossPercent));
  // A new subscription is heeded after some seconds.
  await vi.waitUntil(async () => (await sendEvent(bot, minutes[0] ?? {})).body.includes('"minute"'), 10_000);
  for (const minute of minutes) await sendEvent(bot, minute);
}

function minuteEvent({ uuid, participants }: SimWebinar, atMs: number, lossPercent: number): object {
  const date_time = new Date(atMs).toISOString().replace(/\.\d+Z$/, 'Z');
  const details = {
    bitrate: '63 kbps',
    latency: '40 ms',
    jitter: '6 ms',
    avg_loss: `${lossPercent}%`,
    max_loss: `${lossPercent}%`,
  };
  const user_id = String(participants[0]?.qosRow.participant_id);
  const qos = [{ date_time, type: 'audio_input', details }];
  return zoomEvent('webinar.participant_qos', { eventMs: atMs }, { uuid, participant: { user_id, qos } });
}
