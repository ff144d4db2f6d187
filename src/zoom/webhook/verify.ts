import { createHmac, timingSafeEqual } from 'node:crypto';

/** A request to the webhook, as it came. Headers that were sent twice are not what Zoom sends and count as malformed. */
export interface SignedRequest {
  /** The bytes themselves: JSON that was parsed and written again has another signature. */
  readonly rawBody: Buffer;
  /** `x-zm-request-timestamp`, seconds since 1970. */
  readonly timestamp: string | readonly string[] | undefined;
  /** `x-zm-signature`. */
  readonly signature: string | readonly string[] | undefined;
  /** Any of them will do, so that the secret token can be replaced without losing events. */
  readonly secrets: readonly string[];
  /** Milliseconds since 1970. */
  readonly nowMs: number;
}

export type Verification =
  | { readonly kind: 'verified'; readonly secret: string }
  /** No signature, or none of these secrets made it. */
  | { readonly kind: 'unsigned' }
  /** Signed, but at another time: a replay, or one of the clocks is wrong. */
  | { readonly kind: 'stale' };

/** Zoom names no window. Its retries are signed anew, so nothing late is lost. */
const MAX_SKEW_MS = 300_000;
const SIGNATURE = /^v0=[0-9a-f]{64}$/;
/** Enough for any instant, and exact as a number. */
const SECONDS = /^\d{1,12}$/;

/** Whether Zoom sent this: `v0=` and the HMAC-SHA256 of `v0:{timestamp}:{raw body}`. Never throws. */
export function verifyWebhook({ rawBody, timestamp, signature, secrets, nowMs }: SignedRequest): Verification {
  if (typeof timestamp !== 'string' || !SECONDS.test(timestamp)) return { kind: 'unsigned' };
  if (typeof signature !== 'string' || !SIGNATURE.test(signature)) return { kind: 'unsigned' };
  const given = Buffer.from(signature.slice('v0='.length), 'hex');
  const secret = secrets.find((one) => isSignedWith(one, timestamp, rawBody, given));
  if (secret === undefined) return { kind: 'unsigned' };
  return Math.abs(nowMs - Number(timestamp) * 1000) <= MAX_SKEW_MS ? { kind: 'verified', secret } : { kind: 'stale' };
}

/** A blank secret signs nothing: anybody could know it. */
function isSignedWith(secret: string, timestamp: string, rawBody: Buffer, given: Buffer): boolean {
  if (secret === '') return false;
  const expected = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(rawBody).digest();
  return timingSafeEqual(expected, given);
}
