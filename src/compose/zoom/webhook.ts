import type { ReadBody } from '../../http/read-body.ts';
import type { HandleEnded } from '../../reports/automatic/webinar-ended.ts';
import type { Collecting } from '../../reports/collecting/collecting.ts';
import type { ZoomClient } from '../../zoom/http/client.ts';
import type { PushedRowReaders } from '../../zoom/webhook/pushed-visit.ts';
import { createReplay, type ReplayEvents } from '../../zoom/webhook/replay.ts';
import { createWebhookRoute, type WebhookRoute } from '../../zoom/webhook/route.ts';
import { createEventTaker, type TakeEvent } from '../../zoom/webhook/take-event.ts';
import type { Foundation } from '../foundation.ts';
import type { Live } from '../live.ts';

/** What is done with an event of Zoom's, whichever way it comes. Those of single people, thousands a minute, are not traced. */
export function composeEventTaker({
  config,
  logger,
  clock,
  tracing,
  handleEnded,
  collecting,
  live,
  pushedRows,
  noteEvent,
}: Foundation & {
  handleEnded: HandleEnded;
  live: Pick<Live, 'started' | 'minutes'>;
  collecting: Collecting;
  pushedRows: PushedRowReaders;
  /** Zoom tells something, whatever it is. */
  noteEvent: () => void;
}): TakeEvent {
  const take = createEventTaker({
    onEnded: (event) => handleEnded(event, 'event'),
    onPushed: (visit) => collecting.add(visit),
    onStarted: (event) => live.started(event),
    onMinute: (record) => live.minutes.add(record),
    clock,
    pushedRows,
    accountId: config.zoom.accountId,
    logger,
  });
  return async (event, from) => {
    noteEvent();
    if (event.kind !== 'webinar-ended' && event.kind !== 'webinar-started') return take(event, from);
    const { webinarId } = event.event;
    const attributes = webinarId === null ? {} : { 'webinar.number': webinarId };
    return tracing.withSpan({ name: `zoom event ${event.kind}`, kind: 'server', attributes }, async (span) => {
      const outcome = await take(event, from);
      span.set({ outcome });
      return outcome;
    });
  };
}

/** Zoom's log of deliveries, where the app's ID is known. */
export function composeReplay({
  config,
  kv,
  clock,
  metrics,
  logger,
  client,
  takeEvent,
}: Foundation & { client: Pick<ZoomClient, 'getJson'>; takeEvent: TakeEvent }): ReplayEvents | null {
  const { appId } = config.zoom;
  if (appId === null) return null;
  const onReplayed = (outcome: string) => metrics.webhookEvents.inc({ outcome });
  return createReplay({ client, appId, takeEvent, kv, clock, logger, onReplayed });
}

/** Zoom's webhook; no route, and so 404, without a secret to check events with. */
export function composeWebhook({
  config,
  clock,
  metrics,
  logger,
  takeEvent,
  readBody,
}: Foundation & { takeEvent: TakeEvent; readBody: ReadBody }): WebhookRoute[] {
  const secrets = config.zoom.webhookSecrets;
  if (secrets.length === 0) return [];
  return [
    createWebhookRoute({
      secrets,
      takeEvent,
      readBody,
      clock,
      logger,
      onOutcome: (outcome) => metrics.webhookEvents.inc({ outcome }),
    }),
  ];
}
