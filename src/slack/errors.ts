import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { DeliveryError } from '../reports/ports.ts';

/** Slack's words for what may pass by itself. */
const PASSING = new Set([
  'ratelimited',
  'rate_limited',
  'message_limit_exceeded',
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'team_added_to_org',
]);

/** Slack's words for "I don't like these blocks": the same message in plain text may still get through. */
const BAD_BLOCKS = new Set(['invalid_blocks', 'invalid_blocks_format', 'msg_blocks_too_long', 'block_mismatch']);

/** Any failure of a Web API call as the reports understand it. */
export function toDeliveryError(error: unknown): DeliveryError {
  if (error instanceof DeliveryError) return error;
  if (error instanceof WebAPIRateLimitedError) {
    return new DeliveryError('passing', 'ratelimited', { cause: error, retryAfterMs: error.retryAfter * 1000 });
  }
  if (error instanceof WebAPIPlatformError) {
    const kind = PASSING.has(error.data.error) ? 'passing' : 'final';
    return new DeliveryError(kind, error.data.error, { cause: error });
  }
  if (error instanceof WebAPIHTTPError) {
    const kind = error.statusCode >= 500 || error.statusCode === 429 ? 'passing' : 'final';
    return new DeliveryError(kind, `HTTP ${error.statusCode}`, { cause: error });
  }
  if (error instanceof WebAPIRequestError) return new DeliveryError('passing', 'no answer', { cause: error });
  return new DeliveryError('passing', error instanceof Error ? error.name : 'unknown', { cause: error });
}

/** Whether Slack refused the blocks rather than the message. */
export function refusedBlocks(error: DeliveryError): boolean {
  return BAD_BLOCKS.has(error.slackError);
}
