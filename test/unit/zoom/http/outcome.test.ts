import { describe, expect, it } from 'vitest';
import { toNoAnswerOutcome, toOutcome } from '../../../../src/zoom/http/outcome.ts';
import { NoAnswer } from '../../../../src/zoom/http/transport.ts';
import { readZoomFault } from '../../../../src/zoom/http/zoom-errors.ts';

const NOW = Date.parse('2026-03-02T10:00:00Z');

function outcomeOf(status: number, message: string, headers: Record<string, string> = {}) {
  const body = JSON.stringify({ code: status, message });
  return toOutcome(readZoomFault(status, body), { status, headers, body, durationMs: 12 }, 'thing', NOW);
}

describe('the outcome of an answer', () => {
  it.each([
    ['maximum per-second rate limit', undefined, 'second'],
    ['maximum per-minute rate limit', undefined, 'second'],
    ['too many concurrent requests', undefined, 'second'],
    ['maximum daily rate limit', undefined, 'day'],
    ['Too many requests', undefined, 'unclear'],
    ['maximum daily rate limit', 'QPS', 'second'],
    ['maximum per-second rate limit', 'Daily-limit', 'day'],
    ['', 'per-day', 'day'],
  ])('with 429, the text %j and the type %j is the limit %s', (message, type, limit) => {
    expect(outcomeOf(429, message, type === undefined ? {} : { 'x-ratelimit-type': type })).toMatchObject({
      kind: 'limited',
      limit,
      retryAfterMs: null,
    });
  });

  it('is broken, with what Zoom asked, where it passes by itself', () => {
    const headers = { 'retry-after': '7', 'x-zm-trackingid': 'WEB_1' };
    expect(outcomeOf(503, 'busy', headers)).toEqual({
      kind: 'broken',
      last: '503',
      durationMs: 12,
      retryAfterMs: 7_000,
      detail: 'Zoom thing: 503/503 "busy" (x-zm-trackingid WEB_1)',
    });
    expect(
      toOutcome(readZoomFault(200, '{}'), { status: 200, headers: {}, body: '{}', durationMs: 12 }, 'thing', NOW),
    ).toEqual({
      ...{ kind: 'broken', last: 'an answer that made no sense', durationMs: 12, retryAfterMs: null },
      detail: 'Zoom thing: 200 ""',
    });
  });

  it('is none where trying again does not help', () => {
    expect(outcomeOf(418, 'no')).toBeNull();
  });
});

describe('the outcome of no answer', () => {
  it('is broken', () => {
    const error = new NoAnswer('no answer', 5, Object.assign(new Error('lost'), { code: 'ECONNRESET' }));
    expect(toNoAnswerOutcome(error, 'thing')).toEqual({
      kind: 'broken',
      last: 'no answer',
      durationMs: 5,
      retryAfterMs: null,
      detail: 'Zoom thing: no answer: ECONNRESET',
    });
  });

  it.each(['SELF_SIGNED_CERT_IN_CHAIN', 'ERR_TLS_CERT_ALTNAME_INVALID'])('is a matter of network with %s', (code) => {
    const error = new NoAnswer('no answer', 5, Object.assign(new Error('bad'), { code }));
    expect(toNoAnswerOutcome(error, 'thing').inTheEnd).toMatchObject({
      failure: { kind: 'network', seen: "a certificate that is not Zoom's" },
    });
  });

  it('is not made of a mistake of our own', () => {
    const mistake = new TypeError('ours');
    expect(() => toNoAnswerOutcome(mistake, 'thing')).toThrow(mistake);
  });
});
