import { WebAPIPlatformError } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import { slackErrorKind } from '../../../../src/slack/client/slack-error-kinds.ts';
import { toDeliveryError } from '../../../../src/slack/client/slack-errors.ts';

type Kind = ReturnType<typeof slackErrorKind>;

/** Slack documents these for every method. */
const EVERY_METHOD: Readonly<Record<Kind, readonly string[]>> = {
  auth: [
    ...[
      'access_denied',
      'accesslimited',
      'account_inactive',
      'enterprise_is_restricted',
      'invalid_auth',
      'missing_scope',
    ],
    ...['no_permission', 'not_allowed_token_type', 'not_authed', 'org_login_required', 'team_access_not_granted'],
    ...['token_expired', 'token_revoked', 'two_factor_setup_required'],
  ],
  passing: [
    ...['fatal_error', 'internal_error', 'ratelimited', 'request_timeout', 'service_unavailable', 'team_added_to_org'],
  ],
  channel: ['ekm_access_denied'],
  final: [
    ...['deprecated_endpoint', 'method_deprecated', 'invalid_arg_name', 'invalid_arguments', 'invalid_array_arg'],
    ...['invalid_charset', 'invalid_form_data', 'invalid_post_type', 'missing_post_type'],
  ],
  gone: [],
};

/** What each method that is called adds to that, as Slack documents it. */
const METHODS: Readonly<Record<string, Partial<Record<Kind, readonly string[]>>>> = {
  'auth.test': {},
  'chat.postMessage': {
    channel: [
      ...['channel_not_found', 'is_archived', 'not_in_channel', 'restricted_action', 'messages_tab_disabled'],
      ...['restricted_action_non_threadable_channel', 'restricted_action_read_only_channel'],
      ...['restricted_action_thread_locked', 'restricted_action_thread_only_channel', 'team_not_found'],
    ],
    passing: ['rate_limited', 'message_limit_exceeded', 'external_channel_migrating'],
    final: [
      ...['as_user_not_supported', 'invalid_blocks', 'invalid_blocks_format', 'invalid_metadata_format', 'no_text'],
      ...[
        'invalid_metadata_schema',
        'metadata_too_large',
        'msg_blocks_too_long',
        'msg_too_long',
        'too_many_attachments',
      ],
      ...['markdown_text_conflict', 'attachment_payload_limit_exceeded', 'invalid_attachments'],
      ...['slack_connect_file_link_sharing_blocked', 'metadata_must_be_sent_from_app'],
    ],
  },
  'chat.update': {
    channel: ['channel_not_found', 'team_not_found'],
    passing: ['external_channel_migrating', 'update_failed'],
    final: [
      ...['block_mismatch', 'cant_broadcast_message', 'cant_update_message', 'edit_window_closed', 'is_inactive'],
      ...[
        'message_not_found',
        'no_dual_broadcast_content_update',
        'streaming_state_conflict',
        'msg_too_long',
        'no_text',
      ],
      ...['invalid_attachments', 'invalid_blocks', 'invalid_blocks_format', 'slack_connect_file_link_sharing_blocked'],
    ],
  },
  'conversations.info': {
    channel: ['channel_not_found', 'not_in_channel'],
    final: ['method_not_supported_for_channel_type'],
  },
  'conversations.open': {
    channel: ['channel_not_found'],
    final: [
      ...['user_not_found', 'user_not_visible', 'user_disabled', 'users_list_not_supplied', 'not_enough_users'],
      ...['too_many_users', 'method_not_supported_for_channel_type', 'invalid_user_combination'],
    ],
  },
  'views.open': {
    final: [
      ...[
        'duplicate_external_id',
        'view_too_large',
        'expired_trigger_id',
        'exchanged_trigger_id',
        'invalid_trigger_id',
      ],
      ...['trigger_expired', 'trigger_exchanged', 'push_limit_reached', 'hash_conflict', 'not_found'],
    ],
  },
  'files.getUploadURLExternal': {
    final: ['file_upload_size_restricted', 'snippet_too_large', 'unknown_snippet_type', 'missing_argument'],
  },
  'files.delete': {
    final: ['cant_delete_file', 'delete_not_allowed', 'file_deleted', 'file_deleting_disabled', 'file_not_found'],
  },
  'files.completeUploadExternal': {
    channel: ['invalid_channel', 'posting_to_channel_denied'],
    passing: ['file_update_failed'],
    final: ['file_not_found', 'channels_limit_exceeded', 'file_type_not_allowed'],
  },
};

describe('what a word of Slack means', () => {
  for (const [method, more] of Object.entries(METHODS)) {
    it(`is known for every error that ${method} documents`, () => {
      for (const kind of ['auth', 'passing', 'channel', 'final'] as const) {
        for (const word of [...EVERY_METHOD[kind], ...(more[kind] ?? [])]) {
          expect(`${word}: ${slackErrorKind(word)}`).toBe(`${word}: ${kind}`);
        }
      }
    });
  }

  it('is found in the small print for a trigger that Slack does not know', () => {
    const refuse = (messages: string[]) =>
      toDeliveryError(
        new WebAPIPlatformError({ ok: false, error: 'invalid_arguments', response_metadata: { messages } }),
      ).slackError;
    expect(refuse(['[ERROR] invalid `trigger_id`'])).toBe('invalid_trigger_id');
    expect(refuse(['[ERROR] missing required field: blocks'])).toBe('invalid_arguments');
    expect(refuse([])).toBe('invalid_arguments');
  });
});
