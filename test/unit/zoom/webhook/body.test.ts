import { request as httpRequest } from 'node:http';
import { connect, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { rawEvent, sendWebhook, signWebhook } from '../../../../sim/zoom/webhook/send-webhook.ts';
import { endedEvent } from '../../../../sim/zoom/webhook/webhook-bodies.ts';
import { createBodyReader } from '../../../../src/http/read-body.ts';
import { BODY_LIMITS, NOW, SECRET, startRoute, WEBINAR } from './support.ts';

const BODY = rawEvent(endedEvent(WEBINAR, { eventMs: NOW }));

/** A connection on which a test writes what it likes. */
function open(port: number) {
  const socket: Socket = connect(port, '127.0.0.1');
  let received = '';
  let closed = false;
  socket.setEncoding('utf8');
  socket.on('data', (text) => {
    received += text;
  });
  socket.on('close', () => {
    closed = true;
  });
  // A reset is one of the things that may happen to a sender that does not stop.
  socket.on('error', () => {});
  onTestFinished(() => {
    socket.destroy();
  });
  return { socket, received: () => received, closed: () => closed };
}

function head(length: string): string {
  const timestamp = String(NOW / 1000);
  return [
    'POST /zoom/events HTTP/1.1',
    'host: bot.example',
    `x-zm-request-timestamp: ${timestamp}`,
    `x-zm-signature: ${signWebhook(SECRET, timestamp, BODY)}`,
    `${length}\r\n\r\n`,
  ].join('\r\n');
}

describe('a body that comes in pieces', () => {
  it('is put together again, also in the middle of a letter', async () => {
    const { port, events, bytesRead } = await startRoute();
    const { socket, received } = open(port);
    const middle = BODY.indexOf('ü') + 1;
    const start = head(`content-length: ${BODY.length}`);
    socket.write(start);
    socket.write(BODY.subarray(0, middle));
    await vi.waitFor(() => expect(bytesRead()).toBe(start.length + middle));
    expect(received()).toBe('');
    socket.write(BODY.subarray(middle));
    await vi.waitFor(() => expect(received()).toMatch(/^HTTP\/1\.1 200 /));
    expect(events[0]?.topic).toBe(WEBINAR.topic);
  });
});

describe('a body that does not arrive', () => {
  it('is answered 408 and its connection closed', async () => {
    const { port, outcomes } = await startRoute({ readBody: createBodyReader({ ...BODY_LIMITS, timeoutMs: 40 }) });
    const { socket, received, closed } = open(port);
    socket.write(head(`content-length: ${BODY.length}`));
    socket.write(BODY.subarray(0, 10));
    await vi.waitFor(() => expect(received()).toMatch(/^HTTP\/1\.1 408 [\s\S]*connection: close/i));
    await vi.waitFor(() => expect(closed()).toBe(true), 3_000);
    expect(outcomes).toEqual(['too-slow']);
  });

  it('leaves nothing behind when the sender goes away', async () => {
    const { port, url, outcomes, events, logger, connections } = await startRoute();
    const { socket } = open(port);
    socket.write(head(`content-length: ${BODY.length}`));
    socket.write(BODY.subarray(0, 10), () => socket.destroy());
    await vi.waitFor(() => expect(logger.lines).toHaveLength(1));
    expect(logger.lines[0]?.message).toBe('a request to the Zoom webhook was broken off');
    expect(await connections()).toBe(0);
    expect((await sendWebhook(url, BODY, { secret: SECRET, nowMs: NOW })).status).toBe(200);
    expect([outcomes, events.length]).toEqual([['ended'], 1]);
  });
});

describe('many bodies at the same time', () => {
  it('share a bound: who comes too much is answered 503, to be sent again, and the others are read', async () => {
    const readBody = createBodyReader({ ...BODY_LIMITS, maxTotalBytes: BODY.length + 20 });
    const { port, url, outcomes } = await startRoute({ readBody });
    const first = open(port);
    first.socket.write(head(`content-length: ${BODY.length}`));
    first.socket.write(BODY.subarray(0, 30));
    await vi.waitFor(async () =>
      expect((await sendWebhook(url, BODY, { secret: SECRET, nowMs: NOW })).status).toBe(503),
    );
    first.socket.write(BODY.subarray(30));
    await vi.waitFor(() => expect(first.received()).toMatch(/^HTTP\/1\.1 200 /));
    expect(outcomes.at(-1)).toBe('ended');
    // What is read no longer counts.
    expect((await sendWebhook(url, BODY, { secret: SECRET, nowMs: NOW })).status).toBe(200);
  });
});

describe('a body that is too large', () => {
  it('is refused by what it announces, before any of it is sent', async () => {
    const { port, outcomes } = await startRoute();
    const { socket, received, closed } = open(port);
    socket.write(head('content-length: 1048577'));
    await vi.waitFor(() => expect(received()).toMatch(/^HTTP\/1\.1 413 [\s\S]*"too-large"/));
    await vi.waitFor(() => expect(closed()).toBe(true), 3_000);
    expect(outcomes).toEqual(['too-large']);
  });

  it('is refused when it turns out to be, and its sender hears of it while still sending', async () => {
    const { port, outcomes } = await startRoute();
    const status = new Promise<number | undefined>((resolve, reject) => {
      const request = httpRequest({ port, path: '/zoom/events', method: 'POST' }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      request.on('error', reject);
      for (let i = 0; i < 64; i += 1) request.write(Buffer.alloc(64 * 1024));
      request.end();
    });
    expect(await status).toBe(413);
    expect(outcomes).toEqual(['too-large']);
  });

  it('is cut off when it does not end', async () => {
    const { port, outcomes } = await startRoute();
    const { socket, received, closed } = open(port);
    socket.write(head('transfer-encoding: chunked'));
    const chunk = Buffer.concat([Buffer.from('10000\r\n'), Buffer.alloc(0x10000), Buffer.from('\r\n')]);
    const send = () => {
      while (!closed() && socket.write(chunk));
    };
    socket.on('drain', send);
    send();
    await vi.waitFor(() => expect(received()).toMatch(/^HTTP\/1\.1 413 /), 3_000);
    await vi.waitFor(() => expect(closed()).toBe(true), 3_000);
    expect(outcomes).toEqual(['too-large']);
  });
});
