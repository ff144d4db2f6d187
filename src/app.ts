import { composeAutomatic } from './compose/automatic.ts';
import { composeDelivery } from './compose/delivery.ts';
import { tellQuickChecks } from './compose/doctor.ts';
import type { Foundation } from './compose/foundation.ts';
import { createIdentityHash } from './compose/identity-hash.ts';
import { registerHandlers } from './compose/job-handlers.ts';
import { composeLive } from './compose/live.ts';
import { composeOnDemand } from './compose/on-demand.ts';
import { composeForgetting } from './compose/operators/forgetting.ts';
import { composeOperators } from './compose/operators/status.ts';
import { composeReading } from './compose/reading.ts';
import { composeAccess } from './compose/slack/access.ts';
import { composeSlack, composeSocket } from './compose/slack/slack.ts';
import { composeSubscriptions } from './compose/slack/subscriptions.ts';
import { composeStorage } from './compose/storage.ts';
import { composeWebinarQuality } from './compose/webinar-quality.ts';
import { composeEventTaker, composeReplay, composeWebhook } from './compose/zoom/webhook.ts';
import { composeZoom } from './compose/zoom/zoom.ts';
import { composeZoomSocket } from './compose/zoom/zoom-socket.ts';
import type { Config } from './config.ts';
import { createOperationRoutes } from './http/operation-routes.ts';
import { createBodyReader } from './http/read-body.ts';
import type { Logger } from './logger.ts';
import { personName } from './messages/text/names.ts';
import { createMetrics, trackPausedSubscriptions } from './metrics.ts';
import { createCopies } from './reports/delivery/copies.ts';
import { createPendingRequests } from './reports/on-demand/pending-requests.ts';
import { createReportStore } from './reports/store.ts';
import { isOwnerPause } from './reports/subscriptions/subscription.ts';
import { systemClock } from './runtime/clock.ts';
import { sleep } from './runtime/sleep.ts';
import { createAccessMiddleware } from './slack/access-middleware.ts';
import { exportCsv } from './slack/actions/export-csv.ts';
import { registerFind } from './slack/actions/find-person.ts';
import { registerActions } from './slack/actions/report-actions.ts';
import { registerSubscriptionActions } from './slack/actions/subscription-actions.ts';
import { registerCommands } from './slack/commands/webinar-qos-command.ts';
import { createSlackServer, type SlackServer } from './slack/server.ts';
import type { Tracing } from './tracing/tracing.ts';

const STOP_TIMEOUT_MS = 4_000;
/** Of Slack's requests and Zoom's, before anybody knows who sent them. */
const BODY_LIMITS = { maxBytes: 1024 * 1024, maxTotalBytes: 16 * 1024 * 1024, timeoutMs: 5_000 };

/** The running bot. */
export interface App {
  /** Resolves with the port that is listened on. */
  start(): Promise<number>;
  /** No new work; reads under way are given back at their checkpoint, acknowledged clicks finish. */
  stop(): Promise<void>;
}

/** Puts everything together. Nothing runs before `start`; `stop` goes through it in reverse order. */
export async function createApp(config: Config, logger: Logger, tracing: Tracing): Promise<App> {
  const clock = systemClock;
  const metrics = createMetrics();
  const storage = composeStorage(config, clock, logger, tracing);
  const { kv, locks, queue, jobs } = storage;
  const foundation: Foundation = { config, kv, locks, jobs, clock, metrics, tracing, logger };
  const hashIdentity = createIdentityHash(config.zoom.clientSecret);

  const { client, tokenHealth, messenger, directory: slackDirectory } = composeSlack(foundation);
  const { gate, isInChannel, lookAtOwners } = composeAccess({ ...foundation, directory: slackDirectory });
  const subscribing = composeSubscriptions({ ...foundation, client, messenger, hashIdentity, isInChannel });
  const { subscriptions } = subscribing;

  const { thresholds } = config;
  const store = createReportStore({ kv, clock, ttlSeconds: config.reports.ttlSeconds, nameOf: personName, thresholds });
  const pendingRequests = createPendingRequests({ kv, clock });
  const operators = composeOperators(foundation);
  const { callUsage, lastSeen } = operators;
  const zoom = composeZoom({ ...foundation, onPermit: callUsage.note });
  const { source, pushedRows } = zoom;
  const quality = composeWebinarQuality({ ...foundation, store });
  const reading = composeReading({ ...foundation, source, store, hashIdentity, quality });
  const onDemand = composeOnDemand({ ...foundation, messenger, store, reading, pendingRequests });
  // What is done with an event is below: the sweep asks for it when it runs.
  const replayEvents = composeReplay({
    ...foundation,
    client: zoom.client,
    takeEvent: (...event) => takeEvent(...event),
  });
  const onAuthRefused = (slackError: string) => tokenHealth.refused(slackError);
  const { occurrences } = reading;
  const { findNames } = zoom;
  const live = composeLive({
    ...{ ...foundation, messenger, subscriptions, occurrences, findNames, hashIdentity, onAuthRefused },
  });
  const { ended: onOver } = live.watch;
  const automatic = composeAutomatic({
    ...{ ...foundation, source, replayEvents, subscriptions, hashIdentity, lookAtOwners, reading, onOver, quality },
    noteSweep: lastSeen.noteSweep,
  });
  const delivery = composeDelivery({ ...foundation, messenger, store, subscriptions, onAuthRefused });
  const forgetting = composeForgetting({
    ...{ ...foundation, store, reading, subscriptions, messenger },
    answers: onDemand.answers,
    checkOperator: gate.checkOperator,
  });
  const handlers = {
    ...{ ...onDemand.handlers, ...automatic.handlers, ...delivery, ...live.handlers },
    ...forgetting.handlers,
  };
  registerHandlers(jobs, handlers, metrics, reading.jobDeaths);
  trackPausedSubscriptions(metrics, async () => {
    const all = await subscriptions.all();
    // Whose owner is gone waits for nobody: its channel was told.
    return all.filter(({ paused }) => paused !== null && !isOwnerPause(paused)).length;
  });

  const { handleEnded } = automatic;
  const { collecting } = reading;
  const takeEvent = composeEventTaker({
    ...{ ...foundation, handleEnded, collecting, live, pushedRows },
    noteEvent: lastSeen.noteEvent,
  });
  const readBody = createBodyReader(BODY_LIMITS);
  const socket = composeSocket(foundation, (event) => server.app.processEvent(event));
  const { sweepGap } = automatic;
  const zoomSocket = composeZoomSocket({ ...foundation, tokens: zoom.tokens, takeEvent, sweepGap });
  const server: SlackServer = await createSlackServer({
    ...config.slack,
    port: config.port,
    socket,
    tokenHealth,
    door: createAccessMiddleware({ gate, client, messenger, clock, sleep, logger }),
    readBody,
    clock,
    tracing,
    logger,
    customRoutes: [
      ...createOperationRoutes({
        checks: [
          { name: 'storage', check: () => storage.check() },
          { name: 'slack', check: () => tokenHealth.check() },
          ...(socket === null ? [] : [{ name: 'socket', check: () => socket.check() }]),
          ...(zoomSocket === null ? [] : [{ name: 'zoom-socket', check: () => zoomSocket.check() }]),
        ],
        registry: metrics.registry,
        logger,
      }),
      ...composeWebhook({ ...foundation, takeEvent, readBody }),
    ],
  });
  const { requestReport, followRequest } = onDemand;
  registerCommands(server.app, {
    ...{ requestReport, store, subscribing, thresholds, gate, messenger, sleep, clock, logger },
    forgetting,
    status: () => operators.status({ source, subscriptions, slackSocket: socket, zoomSocket }),
  });
  const clicks = {
    ...{ messenger, subscribing, clock, logger, sleep },
    onClick: (action: string) => metrics.clicks.inc({ action }),
  };
  registerSubscriptionActions(server.app, clicks);
  registerFind(server.app, { ...clicks, store, client });
  const copies = createCopies(kv);
  registerActions(server.app, {
    ...{ ...clicks, store, requestReport, followRequest, client, kv, copies },
    liveWatch: live.watch,
    channelNames: config.channelNames,
    forgetting,
    exportCsv: exportCsv({ store, messenger, client, copies, sleep, logger }),
  });

  return {
    async start() {
      await storage.connect();
      tokenHealth.start();
      await queue.start();
      await automatic.startSweeps();
      zoomSocket?.start();
      const port = await server.start();
      void tellQuickChecks(foundation);
      return port;
    },
    async stop() {
      // First of all: a read goes on elsewhere from its last page, and Zoom's calls are not wasted meanwhile.
      queue.interrupt();
      await Promise.all([server.stop(), zoomSocket?.stop()]);
      await queue.stop(STOP_TIMEOUT_MS);
      tokenHealth.stop();
      await zoom.close();
      await callUsage.flush();
      await kv.close();
      await tracing.stop();
    },
  };
}
