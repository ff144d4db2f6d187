import { App, HTTPReceiver, SocketModeReceiver } from '@slack/bolt';
import type { Logger } from '../logger.ts';
import { createBoltLogger } from './bolt-logger.ts';
import type { TokenHealth } from './client/token-health.ts';

/** As Bolt's receivers take them. */
type CustomRoutes = NonNullable<ConstructorParameters<typeof HTTPReceiver>[0]['customRoutes']>;

const BODY_LIMIT_BYTES = 1024 * 1024;
/** Connections that come at once. Node's own 511 overflow in a burst of events; who is turned away tries again after seconds. */
const BACKLOG = 4_096;

/** Slack's side of the process: one HTTP server (or Socket Mode with one beside it for the other routes). */
export interface SlackServer {
  readonly app: App;
  start(): Promise<number>;
  /** Takes no more requests, and waits for the listeners that still run after their acknowledgement. */
  stop(): Promise<void>;
}

export async function createSlackServer({
  signingSecret,
  botToken,
  appToken,
  apiUrl,
  port,
  customRoutes,
  tokenHealth,
  logger,
}: {
  signingSecret: string;
  botToken: string;
  appToken: string | null;
  apiUrl: string;
  port: number;
  customRoutes: CustomRoutes;
  tokenHealth: TokenHealth;
  logger: Logger;
}): Promise<SlackServer> {
  const boltLogger = createBoltLogger(logger);
  const receiver =
    appToken === null
      ? new HTTPReceiver({
          signingSecret,
          customRoutes,
          logger: boltLogger,
          bodyLimit: BODY_LIMIT_BYTES,
          unhandledRequestHandler: ({ response }) => {
            // No listener answered in time; Slack shows its own failure text.
            if (!response.headersSent) response.writeHead(404).end();
          },
        })
      : new SocketModeReceiver({ appToken, customRoutes, logger: boltLogger, installerOptions: { port } });
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

  const running = new Set<Promise<void>>();
  app.use(async ({ next }) => {
    const run = next();
    running.add(run);
    await run.finally(() => running.delete(run));
  });

  return {
    app,
    async start() {
      const server = await app.start({ port, backlog: BACKLOG });
      const address = server && typeof server === 'object' && 'address' in server ? server.address() : null;
      return address !== null && typeof address === 'object' ? address.port : port;
    },
    async stop() {
      await app.stop();
      await Promise.allSettled(running);
    },
  };
}
