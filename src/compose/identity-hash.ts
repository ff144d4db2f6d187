import { createHmac, hash } from 'node:crypto';

const LENGTH = 16;

/**
 * One-way, keyed: what tells people apart is compared by it and kept as it. The key is derived from the client secret,
 * so that all replicas make the same hashes and nobody else can.
 *
 * A keyed prefix instead of an HMAC, which costs five times as much and is called some 30,000 times for a large webinar:
 * what an HMAC guards against, lengthening a known hash, the cut to 96 bits prevents too.
 */
export function createIdentityHash(clientSecret: string): (text: string) => string {
  const key = createHmac('sha256', clientSecret).update('identity keys').digest('hex');
  return (text) => hash('sha256', `${key}:${text}`, 'base64url').slice(0, LENGTH);
}
