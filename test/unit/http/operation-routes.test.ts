import { once } from 'node:events';
import { createServer } from 'node:http';
import { Counter, Registry } from 'prom-client';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createOperationRoutes, type ReadinessCheck } from '../../../src/http/operation-routes.ts';
import { listenOnFreePort } from '../../setup/listen.ts';
import { createQuietLogger } from '../../setup/quiet-logger.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(closers.splice(0).map((close) => close()));
});

async function start(checks: readonly ReadinessCheck[], registry = new Registry()) {
  const logger = createQuietLogger();
  const routes = createOperationRoutes({ checks, registry, logger });
  const server = createServer((request, response) => {
    const route = routes.find(({ path, method }) => path === request.url && method.includes(request.method ?? ''));
    if (route) route.handler(request, response);
    else response.writeHead(404).end();
  });
  const port = await listenOnFreePort(server);
  closers.push(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  const get = async (path: string, method = 'GET') => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  return { get, logger };
}

const fine = (name: string): ReadinessCheck => ({ name, check: async () => undefined });
const failing = (name: string, error: unknown): ReadinessCheck => ({ name, check: () => Promise.reject(error) });

describe('/livez', () => {
  it('answers for as long as the process does, whatever it depends on', async () => {
    const { get } = await start([failing('storage', new Error('made up'))]);
    const { status, headers, text } = await get('/livez');
    expect([status, JSON.parse(text)]).toEqual([200, { status: 'ok' }]);
    expect(headers.get('content-type')).toBe('application/json');
    expect(headers.get('cache-control')).toBe('no-store');
  });
});

describe('HEAD', () => {
  it.each([
    ['/livez', 200],
    ['/readyz', 503],
    ['/metrics', 200],
  ])('of %s is answered like GET, without a body', async (path, expected) => {
    const { get } = await start([failing('storage', new Error('made up'))]);
    const { status, text } = await get(path, 'HEAD');
    expect([status, text]).toEqual([expected, '']);
  });
});

describe('/readyz', () => {
  it('is 200 when everything is right', async () => {
    const { get } = await start([fine('storage'), fine('slack')]);
    const { status, text } = await get('/readyz');
    expect([status, JSON.parse(text)]).toEqual([
      200,
      {
        status: 'ok',
        checks: [
          { name: 'storage', ok: true },
          { name: 'slack', ok: true },
        ],
      },
    ]);
  });

  it('is 503 and says what is wrong', async () => {
    const { get } = await start([fine('storage'), failing('slack', new Error('invalid_auth')), failing('odd', 7)]);
    const { status, text } = await get('/readyz');
    expect([status, JSON.parse(text)]).toEqual([
      503,
      {
        status: 'not ready',
        checks: [
          { name: 'storage', ok: true },
          { name: 'slack', ok: false, reason: 'invalid_auth' },
          { name: 'odd', ok: false, reason: 'failed' },
        ],
      },
    ]);
  });

  it('is 503 also when a check throws at once', async () => {
    const throwing: ReadinessCheck = {
      name: 'storage',
      check: () => {
        throw new Error('made up');
      },
    };
    expect((await (await start([throwing])).get('/readyz')).status).toBe(503);
  });

  it('does not wait longer than a prober does', async () => {
    const { get } = await start([{ name: 'storage', check: () => new Promise(() => undefined) }]);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const answer = get('/readyz');
    await vi.waitFor(() => expect(vi.getTimerCount()).toBeGreaterThan(0));
    await vi.advanceTimersByTimeAsync(3_000);
    const { status, text } = await answer;
    expect([status, JSON.parse(text).checks]).toEqual([
      503,
      [{ name: 'storage', ok: false, reason: 'no answer in time' }],
    ]);
  });
});

describe('/metrics', () => {
  it('is what Prometheus reads', async () => {
    const registry = new Registry();
    new Counter({ name: 'made_up_total', help: 'Made up.', registers: [registry] }).inc(3);
    const { status, headers, text } = await (await start([], registry)).get('/metrics');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe(registry.contentType);
    expect(text).toContain('made_up_total 3');
  });

  it('answers 500 when it cannot be collected, and the process goes on', async () => {
    const registry = new Registry();
    registry.metrics = () => Promise.reject(new Error('made up'));
    const { get, logger } = await start([], registry);
    expect(await get('/metrics')).toMatchObject({ status: 500, text: 'internal error' });
    expect(logger.lines).toMatchObject([{ level: 'error', fields: { path: '/metrics' } }]);
    expect((await get('/livez')).status).toBe(200);
  });
});

describe('the routes', () => {
  it('take GET and HEAD only', () => {
    const routes = createOperationRoutes({ checks: [], registry: new Registry(), logger: createQuietLogger() });
    expect(routes.map(({ path, method }) => [path, method])).toEqual([
      ['/livez', ['GET', 'HEAD']],
      ['/readyz', ['GET', 'HEAD']],
      ['/metrics', ['GET', 'HEAD']],
    ]);
  });
});
