import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { DeliveryError } from '../../reports/delivery/delivery-error.ts';

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

/** Slack's words for "nothing can be posted here any more". */
const CHANNEL = new Set([
  'channel_not_found',
  'not_in_channel',
  'is_archived',
  'restricted_action',
  'restricted_action_read_only_channel',
  'restricted_action_thread_only_channel',
  'restricted_action_non_threadable_channel',
  'restricted_action_thread_locked',
  'ekm_access_denied',
  'messages_tab_disabled',
]);

/** Slack's words for "not with this token". */
const AUTH = new Set([
  'not_authed',
  'invalid_auth',
  'account_inactive',
  'token_expired',
  'token_revoked',
  'missing_scope',
  'no_permission',
  'team_access_not_granted',
  'org_login_required',
  'access_denied',
  'accesslimited',
]);

/** Slack's words for "I don't like these blocks": the same message in plain text may still get through. */
const BAD_BLOCKS = new Set(['invalid_blocks', 'invalid_blocks_format', 'msg_blocks_too_long', 'block_mismatch']);

/** Slack's words for a message that has to be posted anew to be changed. */
const NOT_EDITABLE = new Set(['edit_window_closed', 'cant_update_message', 'is_inactive']);

/** What Slack says when it may have done what it was asked for. */
const PERHAPS_DONE = new Set(['no answer', 'internal_error', 'fatal_error']);

/** Slack's words for a channel in which a response_url can still post. */
const NOT_A_MEMBER = new Set(['not_in_channel', 'channel_not_found']);

/** Any failure of a Web API call as the reports understand it. */
export function toDeliveryError(error: unknown): DeliveryError {
  if (error instanceof DeliveryError) return error;
  if (error instanceof WebAPIRateLimitedError) {
    return new DeliveryError('passing', 'ratelimited', { cause: error, retryAfterMs: error.retryAfter * 1000 });
  }
  if (error instanceof WebAPIPlatformError) {
    return new DeliveryError(toKind(error.data.error), error.data.error, { cause: error });
  }
  if (error instanceof WebAPIHTTPError) {
    const kind = error.statusCode >= 500 || error.statusCode === 429 ? 'passing' : 'final';
    return new DeliveryError(kind, `HTTP ${error.statusCode}`, { cause: error });
  }
  if (error instanceof WebAPIRequestError) return new DeliveryError('passing', 'no answer', { cause: error });
  return new DeliveryError('passing', error instanceof Error ? error.name : 'unknown', { cause: error });
}

function toKind(slackError: string): DeliveryError['kind'] {
  if (PASSING.has(slackError)) return 'passing';
  if (CHANNEL.has(slackError)) return 'channel';
  return AUTH.has(slackError) ? 'auth' : 'final';
}

/** Whether Slack refused the blocks rather than the message. */
export function refusedBlocks(error: DeliveryError): boolean {
  return BAD_BLOCKS.has(error.slackError);
}

/** Whether the message can no longer be edited, but a new one posted. */
export function needsNewPost(error: DeliveryError): boolean {
  return NOT_EDITABLE.has(error.slackError);
}

/** Whether somebody deleted the message: they do not want it back. */
export function wasDeleted(error: DeliveryError): boolean {
  return error.slackError === 'message_not_found';
}

/** Whether the call may have had its effect all the same. */
export function isPerhapsDone(error: DeliveryError): boolean {
  return PERHAPS_DONE.has(error.slackError);
}

/** Whether the bot is no member of the channel, or cannot see it. */
export function isNoMember(error: DeliveryError): boolean {
  return NOT_A_MEMBER.has(error.slackError);
}
