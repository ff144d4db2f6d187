import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { DeliveryError } from '../../reports/delivery/delivery-error.ts';
import { slackErrorKind } from './slack-error-kinds.ts';

/** Slack's words for "I don't like these blocks": the same message in plain text may still get through. */
const BAD_BLOCKS = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'msg_blocks_too_long',
  'block_mismatch',
  // What it says of more tables than one.
  'invalid_attachments',
]);
const MOST_DETAILS = 3;
const MOST_DETAIL_CHARACTERS = 200;

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
    const word = wordOf(error.data);
    return new DeliveryError(slackErrorKind(word), word, { cause: error });
  }
  if (error instanceof WebAPIHTTPError) {
    const kind = error.statusCode >= 500 || error.statusCode === 429 ? 'passing' : 'final';
    return new DeliveryError(kind, `HTTP ${error.statusCode}`, { cause: error });
  }
  if (error instanceof WebAPIRequestError) return new DeliveryError('passing', 'no answer', { cause: error });
  return new DeliveryError('passing', error instanceof Error ? error.name : 'unknown', { cause: error });
}

/** Views are refused with `invalid_arguments` for a trigger that Slack does not know; only the small print says so. */
function wordOf({ error, response_metadata }: WebAPIPlatformError['data']): string {
  const messages: readonly string[] = response_metadata?.messages ?? [];
  const isTrigger = error === 'invalid_arguments' && messages.some((message) => message.includes('trigger_id'));
  return isTrigger ? 'invalid_trigger_id' : error;
}

/** Where Slack says that the fault lies: at most a few sentences, which name places in the message and nothing that stands there. */
export function refusalDetails({ cause }: DeliveryError): string[] {
  if (!(cause instanceof Error)) return [];
  const messages: readonly string[] =
    cause instanceof WebAPIPlatformError ? (cause.data.response_metadata?.messages ?? []) : [cause.message];
  return messages.slice(0, MOST_DETAILS).map((message) => message.slice(0, MOST_DETAIL_CHARACTERS));
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

/** Whether somebody deleted the file before. */
export function isFileGone(error: DeliveryError): boolean {
  return error.slackError === 'file_deleted' || error.slackError === 'file_not_found';
}

/** Whether the call may have had its effect all the same. */
export function isPerhapsDone(error: DeliveryError): boolean {
  return PERHAPS_DONE.has(error.slackError);
}

/** Whether the bot is no member of the channel, or cannot see it. */
export function isNoMember(error: DeliveryError): boolean {
  return NOT_A_MEMBER.has(error.slackError);
}
