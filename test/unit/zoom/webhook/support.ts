import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import type { SimWebinar } from '../../../../sim/zoom/webinars/webinar.ts';
import { createBodyReader } from '../../../../src/http/read-body.ts';
import { createValueFaults, parseStreams } from '../../../../src/qos/parse-streams.ts';
import { parseParticipantRow } from '../../../../src/qos/participant-row.ts';
import { DEFAULT_THRESHOLDS } from '../../../../src/qos/thresholds.ts';
import type { EndedEvent } from '../../../../src/webinar/occurrence.ts';
import type { PushedVisit } from '../../../../src/webinar/pushed-visit.ts';
import type { WebhookOutcome } from '../../../../src/zoom/webhook/answer.ts';
import type { PushedRowReaders } from '../../../../src/zoom/webhook/pushed-visit.ts';
import { createWebhookRoute, type WebhookRouteDeps } from '../../../../src/zoom/webhook/route.ts';
import { createEventTaker, type EventTakerDeps } from '../../../../src/zoom/webhook/take-event.ts';
import { listenOnFreePort } from '../../../setup/listen.ts';
import { createQuietLogger } from '../../../setup/quiet-logger.ts';

export const SECRET = 'zoom-test-secret';
/** Seconds are what Zoom signs, so this is a whole one. */
export const NOW = Date.parse('2026-03-10T20:00:00.000Z');

export const WEBINAR: SimWebinar = {
  id: '93201235621',
  uuid: 'NknQtFSgSUSEYt2a9gc13A==',
  topic: 'Früchte & Gemüse 🍏',
  startedAt: '2026-03-10T19:00:00Z',
  endedAt: '2026-03-10T19:59:30Z',
  participants: [],
};

export const BODY_LIMITS = { maxBytes: 1024 * 1024, maxTotalBytes: 8 * 1024 * 1024, timeoutMs: 5_000 };

export const ACCOUNT = 'SimAccountAAAABBBBCCCC';

/** As compose/ hands them in. */
export const PUSHED_ROWS: PushedRowReaders = {
  parseStreams(qos) {
    const faults = createValueFaults();
    return { ...parseStreams(qos, DEFAULT_THRESHOLDS, faults), ...faults };
  },
  parseParticipantRow,
};

/** The route on a server of its own, closed with the test. */
export async function startRoute(overrides: Partial<WebhookRouteDeps & EventTakerDeps> = {}) {
  const events: EndedEvent[] = [];
  const pushed: PushedVisit[] = [];
  const outcomes: WebhookOutcome[] = [];
  const logger = createQuietLogger();
  const takeEvent = createEventTaker({
    async onEnded(event) {
      events.push(event);
      return 'stored';
    },
    async onPushed(visit) {
      pushed.push(visit);
    },
    onStarted: async () => undefined,
    onMinute: async () => 'unwanted',
    clock: { now: () => NOW },
    pushedRows: PUSHED_ROWS,
    accountId: ACCOUNT,
    logger,
    ...overrides,
  });
  const route = createWebhookRoute({
    secrets: [SECRET],
    takeEvent,
    readBody: createBodyReader(BODY_LIMITS),
    clock: { now: () => NOW },
    logger,
    onOutcome: (outcome) => outcomes.push(outcome),
    ...overrides,
  });
  const server = createServer((request, response) => route.handler(request, response));
  const sockets: Socket[] = [];
  server.on('connection', (socket) => sockets.push(socket));
  const port = await listenOnFreePort(server);
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const connections = () =>
    new Promise<number>((resolve, reject) => server.getConnections((error, n) => (error ? reject(error) : resolve(n))));
  /** Of all connections together. */
  const bytesRead = () => sockets.reduce((sum, socket) => sum + socket.bytesRead, 0);
  return {
    url: `http://127.0.0.1:${port}${route.path}`,
    port,
    route,
    events,
    pushed,
    outcomes,
    logger,
    connections,
    bytesRead,
  };
}
