import type { ReadBody } from '../http/read-body.ts';
import type { HandleEnded } from '../reports/automatic/webinar-ended.ts';
import type { Collecting } from '../reports/collecting/collecting.ts';
import type { PushedRowReaders } from '../zoom/webhook/pushed-visit.ts';
import { createWebhookRoute, type WebhookRoute } from '../zoom/webhook/route.ts';
import type { Foundation } from './foundation.ts';

/** Zoom's webhook; no route, and so 404, without a secret to check events with. */
export function composeWebhook({
  config,
  clock,
  metrics,
  logger,
  handleEnded,
  collecting,
  pushedRows,
  readBody,
}: Foundation & {
  handleEnded: HandleEnded;
  collecting: Collecting;
  pushedRows: PushedRowReaders;
  readBody: ReadBody;
}): WebhookRoute[] {
  const secrets = config.zoom.webhookSecrets;
  if (secrets.length === 0) return [];
  return [
    createWebhookRoute({
      secrets,
      onEnded: (event) => handleEnded(event, 'event'),
      onPushed: (visit) => collecting.add(visit),
      pushedRows,
      accountId: config.zoom.accountId,
      readBody,
      clock,
      logger,
      onOutcome: (outcome) => metrics.webhookEvents.inc({ outcome }),
    }),
  ];
}
