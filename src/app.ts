import { composeAutomatic } from './compose/automatic.ts';
import { registerHandlers } from './compose/job-handlers.ts';
import { composeReports } from './compose/on-demand.ts';
import { composeStorage } from './compose/storage.ts';
import { composeSubscribing } from './compose/subscriptions.ts';
import { composeWebhook } from './compose/webhook.ts';
import { composeZoom } from './compose/zoom.ts';
import type { Config } from './config.ts';
import { createOperationRoutes } from './http/operation-routes.ts';
import type { Logger } from './logger.ts';
import { createMetrics, trackPausedSubscriptions } from './metrics.ts';
import { createWaitingList } from './reports/on-demand/pending-requests.ts';
import { createProgressTeller } from './reports/on-demand/progress.ts';
import { createReportStore } from './reports/store.ts';
import type { Clock } from './runtime/clock.ts';
import { sleep } from './runtime/sleep.ts';
import { exportCsv } from './slack/actions/export-csv.ts';
import { registerActions } from './slack/actions/report-actions.ts';
import { registerSubscriptionActions } from './slack/actions/subscription-actions.ts';
import { createSlackSender, createWebClient } from './slack/client/slack-messenger.ts';
import { createSlackIdentity } from './slack/client/token-health.ts';
import { createReference, registerCommands } from './slack/commands/webinar-qos-command.ts';
import { createSlackServer } from './slack/server.ts';

const STOP_WITHIN_MS = 8_000;

/** The running bot. */
export interface App {
  /** Resolves with the port that is listened on. */
  start(): Promise<number>;
  /** No new work; reads under way are given back at their checkpoint, acknowledged clicks finish. */
  stop(): Promise<void>;
}

/** Puts everything together. Nothing runs before `start`; `stop` goes through it in reverse order. */
export async function createApp(config: Config, logger: Logger): Promise<App> {
  const clock: Clock = { now: () => Date.now() };
  const metrics = createMetrics();
  const { kv, queue, connect } = composeStorage(config, clock, logger);

  const client = createWebClient(config.slack.botToken, config.slack.apiUrl, logger);
  const identity = createSlackIdentity({ client, logger });
  const sender = createSlackSender({
    client,
    clock,
    logger,
    identity,
    onCall: (method, outcome) => metrics.slackCalls.inc({ method, outcome }),
  });
  const subscribing = composeSubscribing({ config, kv, clock, logger, client, sender });

  const store = createReportStore({ kv, clock, ttlSeconds: config.reports.ttlSeconds });
  const waiting = createWaitingList({ kv, clock });
  const progress = createProgressTeller({ waiting, courier: sender, wait: sleep, clock, logger });
  const onThrottled = (waitMs: number) => progress.throttled(waitMs);
  const zoom = composeZoom({ config, kv, clock, metrics, logger, onThrottled });
  const common = { config, kv, queue, clock, metrics, logger, store, source: zoom.source, courier: sender };
  const { request, reading, handlers } = composeReports({ ...common, waiting, progress });
  const automatic = composeAutomatic({
    ...{ ...common, ...reading, newReference: createReference },
    ...{ subscriptions: subscribing.subscriptions, hashIdentity: subscribing.hashIdentity },
    onAuthRefused: (slackError) => identity.refused(slackError),
  });
  trackPausedSubscriptions(metrics, async () => {
    const all = await subscribing.subscriptions.all();
    return all.filter(({ paused }) => paused !== null).length;
  });
  registerHandlers(queue, { ...handlers, ...automatic.handlers }, metrics);

  const server = await createSlackServer({
    ...config.slack,
    port: config.port,
    identity,
    logger,
    customRoutes: [
      ...createOperationRoutes({
        checks: [
          { name: 'storage', check: () => kv.ping() },
          { name: 'slack', check: () => identity.check() },
        ],
        registry: metrics.registry,
        logger,
      }),
      ...composeWebhook({ config, clock, metrics, logger, handleEnded: automatic.handleEnded }),
    ],
  });
  registerCommands(server.app, { request, subscribing, clock, logger });
  const clicks = {
    ...{ sender, subscribing, clock, logger, wait: sleep },
    onClick: (action: string) => metrics.clicks.inc({ action }),
  };
  registerSubscriptionActions(server.app, clicks);
  registerActions(server.app, {
    ...{ ...clicks, store, request, client, kv },
    exportCsv: exportCsv({ store, sender, client, wait: sleep }),
  });

  return {
    async start() {
      await connect();
      identity.start();
      await queue.start();
      await automatic.startSweeps();
      return server.start();
    },
    async stop() {
      await server.stop();
      await queue.stop(STOP_WITHIN_MS);
      identity.stop();
      await zoom.close();
      await kv.close();
    },
  };
}
