import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import { DeliveryError } from '../../../../src/reports/delivery/delivery-error.ts';
import {
  isNoMember,
  isPerhapsDone,
  needsNewPost,
  refusedBlocks,
  toDeliveryError,
  wasDeleted,
} from '../../../../src/slack/client/slack-errors.ts';

const platform = (error: string) => new WebAPIPlatformError({ ok: false, error });

describe('toDeliveryError', () => {
  it.each(['ratelimited', 'internal_error', 'fatal_error', 'service_unavailable', 'request_timeout'])(
    'lets %s pass by itself',
    (word) => {
      expect(toDeliveryError(platform(word))).toMatchObject({ kind: 'passing', slackError: word, retryAfterMs: null });
    },
  );

  it.each([
    ['channel_not_found', 'channel'],
    ['not_in_channel', 'channel'],
    ['is_archived', 'channel'],
    ['restricted_action', 'channel'],
    ['messages_tab_disabled', 'channel'],
    ['not_authed', 'auth'],
    ['invalid_auth', 'auth'],
    ['token_revoked', 'auth'],
    ['token_expired', 'auth'],
    ['account_inactive', 'auth'],
    ['missing_scope', 'auth'],
    ['no_permission', 'auth'],
    ['invalid_blocks', 'final'],
    ['msg_too_long', 'final'],
    ['a_word_of_next_year', 'final'],
    ['', 'final'],
  ])('knows whom %s concerns: %s', (word, kind) => {
    expect(toDeliveryError(platform(word))).toMatchObject({ kind, slackError: word, retryAfterMs: null });
  });

  it('obeys the pause that Slack names, in seconds', () => {
    expect(toDeliveryError(new WebAPIRateLimitedError(7))).toMatchObject({
      kind: 'passing',
      slackError: 'ratelimited',
      retryAfterMs: 7_000,
    });
  });

  it.each([
    [500, 'passing'],
    [503, 'passing'],
    [429, 'passing'],
    [404, 'final'],
    [400, 'final'],
  ])('takes HTTP %i for %s', (status, kind) => {
    const error = new WebAPIHTTPError(status, '', {}, '<html>');
    expect(toDeliveryError(error)).toMatchObject({ kind, slackError: `HTTP ${status}` });
  });

  it('lets a network without an answer pass', () => {
    const error = new WebAPIRequestError(new TypeError('fetch failed'));
    expect(toDeliveryError(error)).toMatchObject({ kind: 'passing', slackError: 'no answer', cause: error });
  });

  it('keeps what is one already', () => {
    const error = new DeliveryError('gone', 'used_url');
    expect(toDeliveryError(error)).toBe(error);
  });

  it('takes anything else for passing, and keeps it as the cause', () => {
    const error = new RangeError('made up');
    expect(toDeliveryError(error)).toMatchObject({ kind: 'passing', slackError: 'RangeError', cause: error });
    expect(toDeliveryError('text')).toMatchObject({ kind: 'passing', slackError: 'unknown' });
  });
});

describe('refusedBlocks', () => {
  it.each(['invalid_blocks', 'invalid_blocks_format', 'msg_blocks_too_long', 'block_mismatch'])(
    'sees %s as a matter of blocks',
    (word) => {
      expect(refusedBlocks(toDeliveryError(platform(word)))).toBe(true);
    },
  );

  it.each(['no_text', 'not_in_channel'])('does not see %s so', (word) => {
    expect(refusedBlocks(toDeliveryError(platform(word)))).toBe(false);
  });
});

describe('what else a word of Slack tells', () => {
  const tells = (word: string) => {
    const error = toDeliveryError(platform(word));
    return Object.entries({ needsNewPost, wasDeleted, isPerhapsDone, isNoMember })
      .filter(([, test]) => test(error))
      .map(([name]) => name);
  };

  it.each([
    ['edit_window_closed', ['needsNewPost']],
    ['cant_update_message', ['needsNewPost']],
    ['is_inactive', ['needsNewPost']],
    ['message_not_found', ['wasDeleted']],
    ['internal_error', ['isPerhapsDone']],
    ['fatal_error', ['isPerhapsDone']],
    ['not_in_channel', ['isNoMember']],
    ['channel_not_found', ['isNoMember']],
    ['is_archived', []],
    ['ratelimited', []],
    ['invalid_blocks', []],
  ])('%s: %j', (word, expected) => {
    expect(tells(word)).toEqual(expected);
  });

  it('is that a post without an answer may have been made, and one that a server refused was not', () => {
    expect(isPerhapsDone(toDeliveryError(new WebAPIRequestError(new TypeError('fetch failed'))))).toBe(true);
    expect(isPerhapsDone(toDeliveryError(new WebAPIHTTPError(503, '', {}, '')))).toBe(false);
  });
});
