import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createBodyReader } from '../../../src/http/read-body.ts';

const LIMITS = { maxBytes: 10, maxTotalBytes: 15, timeoutMs: 5_000 };

/** Of a request it needs its stream and its headers. */
function createRequest(headers: Record<string, string> = {}) {
  const stream = new PassThrough();
  return { stream, request: Object.assign(stream, { headers }) as unknown as IncomingMessage };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('reading a body', () => {
  it.each([
    ['exactly as many bytes as it may', ['12345', '67890'], { kind: 'read', body: Buffer.from('1234567890') }],
    ['nothing', [], { kind: 'read', body: Buffer.alloc(0) }],
    ['one byte more', ['12345', '678901'], { kind: 'too-large' }],
  ])('reads %s', async (_name, chunks, expected) => {
    const { request, stream } = createRequest();
    const read = createBodyReader(LIMITS)(request);
    for (const chunk of chunks) stream.write(chunk);
    stream.end();
    expect(await read).toEqual(expected);
  });

  it.each([
    ['10', 'read'],
    ['11', 'too-large'],
  ])('believes an announcement of %s bytes', async (length, kind) => {
    const { request, stream } = createRequest({ 'content-length': length });
    stream.end('x');
    expect((await createBodyReader(LIMITS)(request)).kind).toBe(kind);
  });

  it('waits so long and no longer', async () => {
    const { request, stream } = createRequest();
    const read = createBodyReader(LIMITS)(request);
    stream.write('x');
    await vi.advanceTimersByTimeAsync(4_999);
    expect(vi.getTimerCount()).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(await read).toEqual({ kind: 'too-slow' });
  });

  it.each([
    ['goes', undefined],
    ['is lost', new Error('reset')],
  ])('tells that the sender %s', async (_name, error) => {
    const { request, stream } = createRequest();
    const read = createBodyReader(LIMITS)(request);
    stream.write('x');
    // What the stream says of it is nobody's business any more.
    stream.on('error', () => undefined);
    stream.destroy(error);
    expect(await read).toEqual({ kind: 'aborted' });
  });

  it('holds only so much of all bodies together, and has room again when one of them has ended', async () => {
    const readBody = createBodyReader(LIMITS);
    const [first, second, third] = [createRequest(), createRequest(), createRequest()];
    const reads = [readBody(first.request), readBody(second.request)];
    first.stream.write('1234567890');
    second.stream.write('123456');
    expect(await reads[1]).toEqual({ kind: 'busy' });
    const later = readBody(third.request);
    third.stream.end('12345');
    expect(await later).toEqual({ kind: 'read', body: Buffer.from('12345') });
    first.stream.end();
    expect(await reads[0]).toEqual({ kind: 'read', body: Buffer.from('1234567890') });
  });

  it('leaves neither timer nor listener behind', async () => {
    const { request, stream } = createRequest();
    const before = stream.eventNames().length;
    const read = createBodyReader(LIMITS)(request);
    expect(vi.getTimerCount()).toBe(1);
    stream.end('x');
    await read;
    expect(vi.getTimerCount()).toBe(0);
    for (const name of ['data', 'error', 'close'] as const) expect(stream.listenerCount(name)).toBe(0);
    expect(stream.eventNames().length).toBe(before);
  });
});
