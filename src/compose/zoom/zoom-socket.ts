import { z } from 'zod';
import { trackZoomSocket } from '../../metrics.ts';
import { newId } from '../../runtime/new-id.ts';
import { parseJson } from '../../runtime/parse-json.ts';
import { sleep } from '../../runtime/sleep.ts';
import { keys } from '../../storage/keys.ts';
import type { TokenSource } from '../../zoom/http/token/access-token.ts';
import { parseWebhook } from '../../zoom/webhook/parse.ts';
import { REFUSED_EVENTS, type TakeEvent } from '../../zoom/webhook/take-event.ts';
import { openConnection, SOCKET_TIMES } from '../../zoom/websocket/connection.ts';
import { createInbox } from '../../zoom/websocket/inbox.ts';
import { createLease } from '../../zoom/websocket/lease.ts';
import { socketUrl } from '../../zoom/websocket/wire.ts';
import { createZoomSocket, type ZoomSocket } from '../../zoom/websocket/zoom-socket.ts';
import type { Foundation } from '../foundation.ts';

/** Zoom's WebSocket, where there is a subscription for it: its events come without a public address. */
export function composeZoomSocket({
  config,
  locks,
  clock,
  metrics,
  logger,
  tokens,
  takeEvent,
  sweepGap,
}: Foundation & {
  tokens: TokenSource;
  takeEvent: TakeEvent;
  /** Looks for what was missed. */
  sweepGap: () => Promise<void>;
}): ZoomSocket | null {
  const { subscriptionId, websocketUrl } = config.zoom;
  if (subscriptionId === null) return null;
  const from = { from: 'websocket' };

  async function take(text: string): Promise<void> {
    const parsed = parseWebhook(parseJson(text, z.unknown())?.data);
    // It is how Zoom tries a webhook's address: here there is none to try.
    const event = parsed.kind === 'url-validation' ? ({ kind: 'malformed' } as const) : parsed;
    const outcome = await takeEvent(event, from);
    if (REFUSED_EVENTS.has(outcome)) logger.warn({ ...from, outcome }, 'refused an event of Zoom');
    metrics.webhookEvents.inc({ outcome });
  }

  const lookForMissed = () =>
    void sweepGap().catch((err: unknown) => logger.warn({ err }, 'what was missed is looked for at the next sweep'));
  const socket = createZoomSocket({
    lease: createLease({
      ...{ locks, key: keys.zoomSocketLock, owner: newId(), sleep },
      onTrouble: (err) => logger.debug({ err }, 'which process has the WebSocket to Zoom is not known'),
    }),
    tokens,
    connect: (token, on) => openConnection(socketUrl(websocketUrl, subscriptionId, token), SOCKET_TIMES, on),
    inbox: createInbox({
      take,
      onDropped: () => metrics.webhookEvents.inc({ outcome: 'dropped' }),
      onHealed: lookForMissed,
      ...{ random: Math.random, sleep, logger },
    }),
    onGap: lookForMissed,
    onEvent: (event) => metrics.zoomSocketEvents.inc({ event }),
    clock,
    random: Math.random,
    sleep,
    logger,
  });
  trackZoomSocket(metrics, socket.isConnected);
  return socket;
}
