import type { DeliveryError } from '../../reports/delivery/delivery-error.ts';

/**
 * What Slack's words mean, of all methods that are called. Everything that is not here is `final`: our bug, or something that
 * trying again does not change. `internal_error` and `fatal_error` may have done what was asked for.
 */
const WORDS = {
  /** May pass by itself. */
  passing: [
    'ratelimited',
    'rate_limited',
    'message_limit_exceeded',
    'internal_error',
    'fatal_error',
    'service_unavailable',
    'request_timeout',
    'team_added_to_org',
    'external_channel_migrating',
    'update_failed',
    'file_update_failed',
  ],
  /** Nothing can be posted in this channel any more. */
  channel: [
    'channel_not_found',
    'not_in_channel',
    'is_archived',
    'restricted_action',
    'restricted_action_read_only_channel',
    'restricted_action_thread_only_channel',
    'restricted_action_non_threadable_channel',
    'restricted_action_thread_locked',
    'posting_to_channel_denied',
    'invalid_channel',
    'ekm_access_denied',
    'messages_tab_disabled',
    'team_not_found',
  ],
  /** Not with this token. */
  auth: [
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
    'not_allowed_token_type',
    'two_factor_setup_required',
    'enterprise_is_restricted',
  ],
} as const;

const KINDS = new Map<string, keyof typeof WORDS>(
  (['passing', 'channel', 'auth'] as const).flatMap((kind) => WORDS[kind].map((word) => [word, kind] as const)),
);

/** Whom or what a refusal of Slack's concerns. */
export function slackErrorKind(slackError: string): DeliveryError['kind'] {
  return KINDS.get(slackError) ?? 'final';
}
