import { createServer, request as httpRequest, type RequestListener } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createBodyReader } from '../../../src/http/read-body.ts';
import { createFrontDoor } from '../../../src/slack/front-door.ts';
import { listenOnFreePort } from '../../setup/listen.ts';
import { createQuietLogger } from '../../setup/quiet-logger.ts';

const NOW = Date.UTC(2026, 0, 15, 12);
const SECONDS = String(NOW / 1000);
const SIGNATURE = `v0=${'0'.repeat(64)}`;

async function open(given: Partial<Parameters<typeof createBodyReader>[0]> = {}) {
  const bodies: unknown[] = [];
  const inside: RequestListener = (request, response) => {
    bodies.push('rawBody' in request ? String(request.rawBody) : request.url);
    response.end('inside');
  };
  const listener = createFrontDoor({
    readBody: createBodyReader({ maxBytes: 1_000, maxTotalBytes: 10_000, timeoutMs: 5_000, ...given }),
    clock: { now: () => NOW },
    logger: createQuietLogger(),
    inside,
    insideFor: () => inside,
  });
  const server = createServer(listener);
  const port = await listenOnFreePort(server);
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const post = (headers: Record<string, string>, body = 'a=b', path = '/slack/events') =>
    fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', headers, body });
  /** With the path as it is written. */
  const postTo = (path: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      const sent = httpRequest({ port, path, method: 'POST' }, (response) => resolve(response.resume().statusCode));
      sent.on('error', reject).end('a=b');
    });
  return { post, postTo, bodies };
}

const signed = (timestamp: string = SECONDS, signature = SIGNATURE) => ({
  'x-slack-request-timestamp': timestamp,
  'x-slack-signature': signature,
});

describe("the door before Slack's endpoint", () => {
  it('hands the body on as it came', async () => {
    const { post, bodies } = await open();
    const response = await post(signed(), 'text=%C3%BC&a=b');
    expect([response.status, await response.text()]).toEqual([200, 'inside']);
    expect(bodies).toEqual(['text=%C3%BC&a=b']);
  });

  it.each(['/x/../slack/events', '/./slack/events', 'http://elsewhere.example/slack/events', '/slack/events?a=b'])(
    'cannot be walked around by %s',
    async (path) => {
      const { postTo, bodies } = await open();
      expect(await postTo(path)).toBe(401);
      expect(bodies).toEqual([]);
    },
  );

  it.each([
    ['no time stamp', { 'x-slack-signature': SIGNATURE }],
    ['no signature', { 'x-slack-request-timestamp': SECONDS }],
    ['a time stamp that is no number', signed('tomorrow')],
    ['an infinite time stamp', signed('Infinity')],
    ['a time stamp with a fraction', signed('1.5')],
    ['a negative time stamp', signed('-1')],
    ['a time stamp of six minutes ago', signed(String(NOW / 1000 - 360))],
    ['a time stamp in six minutes', signed(String(NOW / 1000 + 360))],
    ['a signature of another kind', signed(SECONDS, 'v1=00')],
  ])('answers 401 to %s, and nobody inside hears of it', async (_what, headers) => {
    const { post, bodies } = await open();
    expect((await post(headers)).status).toBe(401);
    expect(bodies).toEqual([]);
  });

  it('takes clocks that are four minutes off', async () => {
    const { post } = await open();
    for (const seconds of [-240, 240]) expect((await post(signed(String(NOW / 1000 + seconds)))).status).toBe(200);
  });

  it.each([
    ['too large', { maxBytes: 10 }, 413],
    ['one too many', { maxTotalBytes: 10 }, 503],
  ])('answers a body that is %s, and closes the connection', async (_what, limits, status) => {
    const { post, bodies } = await open(limits);
    const response = await post(signed(), 'x'.repeat(500));
    expect(response.status).toBe(status);
    expect(bodies).toEqual([]);
  });

  it('lets everything else pass as it is', async () => {
    const { post, bodies } = await open();
    await post({}, 'x', '/zoom/events');
    expect(bodies).toEqual(['/zoom/events']);
  });
});
