import { WEBHOOK_SECRET } from '../../../sim/bot/bot-environment.ts';
import type { BotProcess } from '../../../sim/bot/bot-process.ts';
import { type EventMishaps, planEvents } from '../../../sim/zoom/webhook/plan-events.ts';
import { sendBurst, toWebhookRequest } from '../../../sim/zoom/webhook/send-burst.ts';
import {
  rawEvent,
  type SendWebhookOptions,
  sendWebhook,
  type WebhookResult,
} from '../../../sim/zoom/webhook/send-webhook.ts';
import { dataSummaryEvents, qosSummaryEvents } from '../../../sim/zoom/webhook/summary-events.ts';
import { type EventChoices, endedEvent } from '../../../sim/zoom/webhook/webhook-bodies.ts';
import type { SimWebinar } from '../../../sim/zoom/webinars/webinar.ts';
import { addWebinar, toIso } from './webinars.ts';
import type { World } from './world.ts';

/** A webinar that runs since an hour. */
export function addRunning(world: World, changes: Partial<SimWebinar> = {}): SimWebinar {
  return addWebinar(world, { startedAt: toIso(Date.now() - 3_600_000), endedAt: null, ...changes });
}

/** It ends now; Zoom tells nobody. */
export function endQuietly({ zoom }: World, webinar: SimWebinar): SimWebinar {
  const endedAt = toIso(Date.now());
  zoom.endWebinar(webinar.uuid, endedAt);
  return { ...webinar, endedAt };
}

interface Sending extends Partial<SendWebhookOptions> {
  readonly bot?: BotProcess | undefined;
  /** What Zoom's documents leave open about the event. */
  readonly event?: Partial<EventChoices>;
}

/** Zoom's webinar.ended, signed, to one of the bots (the first unless told). */
export function sendEnded(
  world: World,
  webinar: SimWebinar,
  { bot = world.bots[0], event = {}, ...options }: Sending = {},
): Promise<WebhookResult> {
  const eventMs = Date.parse(webinar.endedAt ?? '') || Date.now();
  return sendEvent(bot, endedEvent(webinar, { eventMs, ...event }), options);
}

/** Any body, signed as Zoom does unless the options say otherwise. */
export function sendEvent(
  bot: BotProcess | undefined,
  body: object | string | Uint8Array,
  options: Partial<SendWebhookOptions> = {},
): Promise<WebhookResult> {
  return sendWebhook(`${bot?.url}/zoom/events`, body, { secret: WEBHOOK_SECRET, ...options });
}

/** It ends now, and the bot hears of it. */
export async function endAndTell(world: World, webinar: SimWebinar, sending: Sending = {}): Promise<SimWebinar> {
  const ended = endQuietly(world, webinar);
  const { status } = await sendEnded(world, ended, sending);
  if (status !== 200) throw new Error(`the event was answered with ${status}`);
  return ended;
}

const CONNECTIONS = 20;

/** Zoom's events of all visits of a webinar, as many as the mishaps leave, to all bots in turn; those that are late are given back. */
export async function pushVisits(
  world: World,
  webinar: SimWebinar,
  mishaps: EventMishaps = {},
): Promise<readonly object[]> {
  const choices = { eventMs: Date.now() };
  const { prompt, late } = planEvents(
    [...qosSummaryEvents(webinar, choices), ...dataSummaryEvents(webinar, choices)],
    mishaps,
  );
  await pushEvents(world, prompt);
  return late;
}

/** @throws Error when one is answered with anything but 200 */
export async function pushEvents({ bots }: World, events: readonly object[]): Promise<void> {
  const requests = events.map((event) => toWebhookRequest(rawEvent(event), WEBHOOK_SECRET));
  await Promise.all(
    bots.map(async ({ url }, bot) => {
      const mine = requests.filter((_, index) => index % bots.length === bot);
      const { answers } = await sendBurst(Number(new URL(url).port), mine, CONNECTIONS);
      if (mine.length > 0 && answers.get('200') !== mine.length) {
        throw new Error(`not all were taken: ${JSON.stringify([...answers])}`);
      }
    }),
  );
}
