import { vi } from 'vitest';
import { startedEvent } from '../../../sim/zoom/webhook/webhook-bodies.ts';
import type { SimWebinar } from '../../../sim/zoom/webinars/webinar.ts';
import { minuteEvent } from '../live/minute-event.ts';
import { sendEvent } from '../support/ended.ts';
import type { World } from '../support/world.ts';

const MINUTE_MS = 60_000;

/** The first presenter's voice breaks up for four minutes, and the bot that was started last is told so. */
export async function loseVoice({ bots }: World, webinar: SimWebinar, lossPercent: number): Promise<void> {
  const bot = bots.at(-1);
  await sendEvent(bot, startedEvent(webinar, { eventMs: Date.now() }));
  const visitId = String(webinar.participants[0]?.qosRow.participant_id);
  const minutes = [4, 3, 2, 1].map((ago) =>
    minuteEvent(webinar, visitId, Date.now() - ago * MINUTE_MS, { loss: lossPercent }),
  );
  // A new subscription is heeded after some seconds.
  await vi.waitUntil(async () => (await sendEvent(bot, minutes[0] ?? {})).body.includes('"minute"'), 10_000);
  for (const minute of minutes) await sendEvent(bot, minute);
}
