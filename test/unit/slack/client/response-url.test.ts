import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { DeliveryError } from '../../../../src/reports/delivery/delivery-error.ts';
import { postToResponseUrl } from '../../../../src/slack/client/response-url.ts';
import { listenOnFreePort } from '../../../setup/listen.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

async function startSlack(answer: RequestListener) {
  const seen: { request: IncomingMessage; body: unknown }[] = [];
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    seen.push({ request, body: JSON.parse(text) });
    answer(request, response);
  });
  const port = await listenOnFreePort(server);
  closers.push(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return { url: `http://127.0.0.1:${port}/commands/1`, seen };
}

const answering = (status: number, body: string, headers: Record<string, string> = {}) =>
  startSlack((_request, response) => response.writeHead(status, headers).end(body));

async function refusalOf(url: string): Promise<DeliveryError> {
  const error: unknown = await postToResponseUrl(url, { text: 'hello', response_type: 'ephemeral' }).then(
    () => 'it was taken',
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(DeliveryError);
  // Just checked.
  return error as DeliveryError;
}

describe('postToResponseUrl', () => {
  it.each(['ok', '', '{"ok":true}', '{ "ok" : true }'])('is content with 200 and %j', async (body) => {
    const { url, seen } = await answering(200, body);
    await postToResponseUrl(url, {
      text: 'größer',
      blocks: [{ type: 'divider' }],
      response_type: 'ephemeral',
      replace_original: true,
    });
    expect(seen).toHaveLength(1);
    expect(seen[0]?.request.method).toBe('POST');
    expect(seen[0]?.request.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(seen[0]?.body).toEqual({
      text: 'größer',
      blocks: [{ type: 'divider' }],
      response_type: 'ephemeral',
      replace_original: true,
    });
  });

  it.each([
    [404, 'used_url', 'gone', 'used_url'],
    [404, '{"ok":false,"error":"expired_url"}', 'gone', 'expired_url'],
    [200, '{"ok":false,"error":"used_url"}', 'gone', 'used_url'],
    [404, 'whatever', 'gone', 'HTTP 404'],
    [403, '', 'gone', 'HTTP 403'],
    [400, 'invalid_blocks', 'final', 'invalid_blocks'],
    [200, '{"ok": false, "error": "invalid_blocks"}', 'final', 'invalid_blocks'],
    [400, 'invalid_blocks_format', 'final', 'invalid_blocks_format'],
    [400, 'no_text', 'final', 'no_text'],
    [500, '', 'passing', 'HTTP 500'],
    [503, 'used_url', 'passing', 'used_url'],
  ])('takes %i with %j for %s', async (status, body, kind, slackError) => {
    const { url } = await answering(status, body);
    expect(await refusalOf(url)).toMatchObject({ kind, slackError });
  });

  it.each([
    ['3', 3_000],
    ['0', null],
    ['soon', null],
    ['-5', null],
    [undefined, null],
  ])('waits as long as a 429 says: Retry-After %s', async (header, retryAfterMs) => {
    const { url } = await answering(429, '', header === undefined ? {} : { 'retry-after': header });
    expect(await refusalOf(url)).toMatchObject({ kind: 'passing', slackError: 'ratelimited', retryAfterMs });
  });

  it('does not follow a redirect to somebody else', async () => {
    const other = await answering(200, 'ok');
    const { url } = await answering(307, '', { location: other.url });
    expect(await refusalOf(url)).toMatchObject({ kind: 'passing', slackError: 'no answer' });
    expect(other.seen).toHaveLength(0);
  });

  it('lets a broken connection pass', async () => {
    const { url } = await startSlack((request) => request.socket.destroy());
    expect(await refusalOf(url)).toMatchObject({ kind: 'passing', slackError: 'no answer' });
  });

  it.each([
    '',
    'nonsense',
    'ftp://slack.example/1',
    'file:///etc/hostname',
    'http://slack.example/1',
    'http://127.0.0.1.evil.example/1',
    'http://169.254.169.254/latest',
  ])('sends nothing to %j', async (url) => {
    const fetching = vi.spyOn(globalThis, 'fetch');
    onTestFinished(() => fetching.mockRestore());
    expect(await refusalOf(url)).toMatchObject({ kind: 'gone', slackError: 'not a response_url' });
    expect(fetching).not.toHaveBeenCalled();
    const { url: own } = await answering(200, 'ok');
    await postToResponseUrl(own, { text: 'hello', response_type: 'ephemeral' });
    expect(fetching).toHaveBeenCalledTimes(1);
  });

  it('takes a host that is only called localhost on this machine', async () => {
    const { url, seen } = await answering(200, 'ok');
    await postToResponseUrl(url.replace('127.0.0.1', 'localhost'), { text: 'hello', response_type: 'ephemeral' });
    expect(seen).toHaveLength(1);
  });

  it('does not tell the URL in its error', async () => {
    const { url } = await answering(404, 'used_url');
    expect(String(await refusalOf(url))).toBe('DeliveryError: Slack: used_url (gone)');
  });
});
