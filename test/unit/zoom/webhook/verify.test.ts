import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signWebhook } from '../../../../sim/zoom/webhook/send-webhook.ts';
import { type SignedRequest, verifyWebhook } from '../../../../src/zoom/webhook/verify.ts';

const SECRET = 'zoom-test-secret';
const BODY =
  '{"payload":{"plainToken":"qgg8vlvZRS6UYooatFL8Aw"},"event_ts":1654503849680,"event":"endpoint.url_validation"}';
const GOOD: SignedRequest = {
  rawBody: Buffer.from(BODY),
  timestamp: '1654503849',
  signature: 'v0=d6789c9fa5afe291cbc81de9fee50cde7598dd1a7280b2fce75a8f93997d1bb0',
  secrets: [SECRET],
  nowMs: 1_654_503_849_680,
};
const verify = (given: Partial<SignedRequest>) => verifyWebhook({ ...GOOD, ...given });

describe('verifyWebhook', () => {
  it('knows the signature of the known test vector', () => {
    expect(verify({})).toEqual({ kind: 'verified', secret: SECRET });
  });

  it('takes any of several secrets and tells which one it was', () => {
    expect(verify({ secrets: ['new-secret', SECRET] })).toEqual({ kind: 'verified', secret: SECRET });
    const signature = signWebhook('new-secret', '1654503849', BODY);
    expect(verify({ secrets: ['new-secret', SECRET], signature })).toEqual({ kind: 'verified', secret: 'new-secret' });
  });

  it.each<[string, Partial<SignedRequest>]>([
    ['another secret', { secrets: ['another'] }],
    ['no secret', { secrets: [] }],
    ['a blank secret', { secrets: [''], signature: signWebhook('', '1654503849', BODY) }],
    ['another body', { rawBody: Buffer.from(`${BODY} `) }],
    ['another timestamp', { timestamp: '1654503850' }],
    ['no timestamp', { timestamp: undefined }],
    ['a timestamp that is no number', { timestamp: '1654503849x' }],
    ['two timestamps', { timestamp: ['1654503849', '1654503849'] }],
    ['no signature', { signature: undefined }],
    ['a blank signature', { signature: '' }],
    ['a short signature', { signature: 'v0=d6789c' }],
    ['another version', { signature: `v1=${String(GOOD.signature).slice(3)}` }],
    ['a signature with something behind it', { signature: `${GOOD.signature}00` }],
  ])('refuses %s', (_name, given) => {
    expect(verify(given)).toEqual({ kind: 'unsigned' });
  });

  it.each([-300_000, 0, 300_000])('takes a signature that is %i ms old', (skewMs) => {
    expect(verify({ nowMs: 1_654_503_849_000 + skewMs }).kind).toBe('verified');
  });

  it.each([-300_001, 300_001, 86_400_000])('refuses one that is %i ms old, signed or not', (skewMs) => {
    const nowMs = 1_654_503_849_000 + skewMs;
    expect(verify({ nowMs })).toEqual({ kind: 'stale' });
    expect(verify({ nowMs, secrets: ['another'] })).toEqual({ kind: 'unsigned' });
  });

  it('takes whatever Zoom signs, byte by byte, and never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.string({ minLength: 1 }), fc.string(), (bytes, secret, junk) => {
        const signature = signWebhook(secret, '1654503849', bytes);
        const given = { rawBody: Buffer.from(bytes), secrets: [secret] };
        expect(verify({ ...given, signature }).kind).toBe('verified');
        expect(verify({ ...given, signature: junk }).kind).toBe('unsigned');
        expect(verify({ ...given, signature, timestamp: junk }).kind).toBe('unsigned');
      }),
    );
  });
});
