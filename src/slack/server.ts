import { Server } from 'node:http';
import type { AnyMiddlewareArgs, Middleware } from '@slack/bolt';
import { App, type HTTPReceiver } from '@slack/bolt';
import type { ReadBody } from '../http/read-body.ts';
import type { Logger } from '../logger.ts';
import type { Clock } from '../runtime/clock.ts';
import { isSettledWithin } from '../runtime/with-timeout.ts';
import type { Tracing } from '../tracing/tracing.ts';
import { createBoltLogger } from './bolt-logger.ts';
import type { TokenHealth } from './client/token-health.ts';
import { createFrontDoor } from './front-door.ts';
import { isOurs } from './installation.ts';
import { createReceivers } from './receivers.ts';
import type { SocketMode } from './socket/socket-mode.ts';

/** As Bolt's receivers take them. */
type CustomRoutes = NonNullable<ConstructorParameters<typeof HTTPReceiver>[0]['customRoutes']>;

/** Connections that come at once. Node's own 511 overflow in a burst of events; who is turned away tries again after seconds. */
const BACKLOG = 4_096;

/** Headers and whole requests that take longer are cut off; a check each second finds them. */
const SLOW_CLIENTS = { headersTimeout: 10_000, requestTimeout: 12_000, connectionsCheckingInterval: 1_000 };
/** Requests under way get so long before their connections are cut, and listeners so long to finish after that. */
const CLOSE_TIMEOUT_MS = 1_500;
const FINISH_TIMEOUT_MS = 3_000;

const NOT_HERE = 'This bot is not set up for this workspace.';

/** Slack's side of the process: one HTTP server, and in Socket Mode a socket beside it; then the server has only the other routes. */
export interface SlackServer {
  readonly app: App;
  start(): Promise<number>;
  /** Takes no more requests, and waits for the listeners that still run after their acknowledgement. */
  stop(): Promise<void>;
}

export async function createSlackServer({
  signingSecrets,
  botToken,
  socket,
  apiUrl,
  port,
  customRoutes,
  tokenHealth,
  door,
  readBody,
  clock,
  tracing,
  logger,
}: {
  /** More than one while a secret is replaced. */
  signingSecrets: readonly [string, ...string[]];
  botToken: string;
  socket: SocketMode | null;
  apiUrl: string;
  port: number;
  customRoutes: CustomRoutes;
  tokenHealth: TokenHealth;
  /** Asks whether somebody may ask; before every listener. */
  door: Middleware<AnyMiddlewareArgs>;
  readBody: ReadBody;
  clock: Clock;
  tracing: Pick<Tracing, 'withSpan'>;
  logger: Logger;
}): Promise<SlackServer> {
  const boltLogger = createBoltLogger(logger);
  const receivers = createReceivers(
    signingSecrets,
    {
      customRoutes,
      logger: boltLogger,
      ...(socket === null ? {} : { endpoints: [] }),
      unhandledRequestHandler: ({ response }) => {
        // No listener answered in time; Slack shows its own failure text.
        if (!response.headersSent) response.writeHead(404).end();
      },
    },
    clock,
  );
  const receiver = receivers.first;
  if (socket === null) {
    const inside = receiver.requestListener;
    receiver.requestListener = createFrontDoor({ readBody, clock, logger, inside, insideFor: receivers.listenerFor });
  }
  const app = new App({
    receiver,
    // Asked for on every request; our own look-up goes on in the background, so that Slack may be away at start.
    authorize: async () => ({ botToken, ...tokenHealth.known() }),
    clientOptions: { slackApiUrl: apiUrl, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true, timeout: 10_000 },
    convoStore: false,
    deferInitialization: true,
    logger: boltLogger,
  });
  app.error(async (error) => logger.error({ err: error }, 'a Slack request failed'));
  await app.init();
  receivers.init(app);

  // Before every listener: what is meant for another installation is refused in private, and nothing is done.
  app.use(async (args) => {
    if (isOurs(args.body, tokenHealth.installation())) return args.next();
    logger.warn(
      { kind: 'command' in args ? 'command' : 'other' },
      'refused what another installation of the app has sent',
    );
    if ('command' in args) await args.ack({ response_type: 'ephemeral', text: NOT_HERE });
    else if ('ack' in args && typeof args.ack === 'function') await args.ack();
  });

  app.use(door);

  let server: Server | null = null;
  const running = new Set<Promise<void>>();
  app.use(async (args) => {
    const run = tracing.withSpan({ name: `slack ${kindOf(args)}`, kind: 'server' }, () => args.next());
    running.add(run);
    await run.finally(() => running.delete(run));
  });

  return {
    app,
    async start() {
      const started = await app.start({ port, backlog: BACKLOG }, SLOW_CLIENTS);
      if (!(started instanceof Server)) return port;
      server = started;
      socket?.start();
      const address = server.address();
      return address !== null && typeof address === 'object' ? address.port : port;
    },
    async stop() {
      const stopped = Promise.all([socket?.stop(), app.stop()]);
      // Whoever has a connection open and says nothing, or not all, would be waited for without an end.
      if (!(await isSettledWithin(stopped, CLOSE_TIMEOUT_MS))) server?.closeAllConnections();
      await isSettledWithin(Promise.all([stopped, ...running]), FINISH_TIMEOUT_MS);
    },
  };
}

/** What Slack has sent; nothing of what is in it. */
function kindOf(args: object): string {
  if ('command' in args) return 'command';
  if ('action' in args) return 'click';
  return 'view' in args ? 'view' : 'request';
}
