import { createHmac } from 'node:crypto';

/** `X-Slack-Signature` over the raw body; the timestamp is in seconds. */
export function signSlackRequest(signingSecret: string, timestamp: string, rawBody: string): string {
  return `v0=${createHmac('sha256', signingSecret).update(`v0:${timestamp}:${rawBody}`).digest('hex')}`;
}
