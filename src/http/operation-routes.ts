import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Registry } from 'prom-client';
import type { Logger } from '../logger.ts';
import { withTimeout } from '../runtime/with-timeout.ts';

/** A route beside Slack's, as Bolt's receivers take them. */
export interface Route {
  readonly path: string;
  readonly method: string[];
  handler(request: IncomingMessage, response: ServerResponse): void;
}

/** One thing that has to be right for the bot to be of use. */
export interface ReadinessCheck {
  readonly name: string;
  /** Rejects with the reason, in words for the operator. */
  check(): Promise<void>;
}

const CHECK_WITHIN_MS = 2_500;

/** GET and HEAD /livez, /readyz and /metrics. */
export function createOperationRoutes({
  checks,
  registry,
  logger,
}: {
  checks: readonly ReadinessCheck[];
  registry: Registry;
  logger: Logger;
}): Route[] {
  return [
    route('/livez', logger, async (response) => send(response, 200, 'application/json', '{"status":"ok"}')),
    route('/readyz', logger, async (response) => {
      const results = await Promise.all(checks.map(runCheck));
      const ready = results.every(({ ok }) => ok);
      const body = JSON.stringify({ status: ready ? 'ok' : 'not ready', checks: results });
      send(response, ready ? 200 : 503, 'application/json', body);
    }),
    route('/metrics', logger, async (response) => {
      send(response, 200, registry.contentType, await registry.metrics());
    }),
  ];
}

async function runCheck({ name, check }: ReadinessCheck): Promise<{ name: string; ok: boolean; reason?: string }> {
  try {
    await withTimeout(check(), CHECK_WITHIN_MS, () => new Error('no answer in time'));
    return { name, ok: true };
  } catch (error) {
    return { name, ok: false, reason: error instanceof Error ? error.message : 'failed' };
  }
}

/** Bolt calls handlers without awaiting them: what is rejected here would end the process. */
function route(path: string, logger: Logger, answer: (response: ServerResponse) => Promise<void>): Route {
  return {
    path,
    // Node sends no body for HEAD.
    method: ['GET', 'HEAD'],
    handler(_request, response) {
      answer(response).catch((error: unknown) => {
        logger.error({ err: error, path }, 'a route failed');
        if (response.headersSent) response.destroy();
        else send(response, 500, 'text/plain', 'internal error');
      });
    },
  };
}

function send(response: ServerResponse, status: number, contentType: string, body: string): void {
  response.writeHead(status, { 'content-type': contentType, 'cache-control': 'no-store' }).end(body);
}
