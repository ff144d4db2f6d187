import { LogLevel, WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSimClock } from '../../../../sim/runtime/clock.ts';
import { type SlackSim, startSlackSim } from '../../../../sim/slack/slack-sim.ts';
import { SLACK_IDS } from '../../../../sim/slack/stores/workspace.ts';

const { apple, general, events, board, archive, announcements, leads, botUser } = SLACK_IDS;
let time = 1_773_172_800_000;
let slack: SlackSim;
let client: WebClient;

beforeEach(async () => {
  slack = await startSlackSim({ clock: createSimClock(() => time) });
  client = newClient(slack.settings.botToken);
});
afterEach(() => slack.stop());

function newClient(token: string): WebClient {
  return new WebClient(token, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
    timeout: 1000,
    logger: { ...silent },
  });
}
const silent = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  getLevel: () => LogLevel.ERROR,
  setName: () => {},
};

/** The error code of a refused call. */
async function errorOf(call: Promise<unknown>): Promise<unknown> {
  try {
    await call;
  } catch (error) {
    const { data, message } = error as { data?: { error?: string }; message: string }; // safe: the client throws errors
    return data?.error ?? message;
  }
  return null;
}
const post = (channel: string, text = 'hi') => client.chat.postMessage({ channel, text });

describe('auth', () => {
  it('tells who the bot is, and refuses other tokens', async () => {
    expect(await client.auth.test()).toMatchObject({ ok: true, user_id: botUser, team_id: SLACK_IDS.team });
    expect(await errorOf(newClient('xoxb-wrong').auth.test())).toBe('invalid_auth');
    const bare = await fetch(`${slack.apiUrl}auth.test`, { method: 'POST' });
    expect(await bare.json()).toEqual({ ok: false, error: 'not_authed' });
    expect(await errorOf(client.apiCall('chat.meMessage'))).toBe('unknown_method');
  });

  it('names the missing scope', async () => {
    slack.settings.scopes = ['commands'];
    await expect(post(general)).rejects.toMatchObject({
      data: { error: 'missing_scope', needed: 'chat:write', provided: 'commands' },
    });
  });
});

describe('chat.postMessage', () => {
  it('posts where the bot is, by id, name or to a person', async () => {
    await post(general, 'one');
    await post('#general', 'two');
    await post(apple, 'three');
    expect(slack.messagesFor(apple, general).map((message) => message.text)).toEqual(['one', 'two']);
    const direct = slack.workspace.openDirect(apple);
    expect(slack.lastMessageFor(apple, direct.id)).toMatchObject({ text: 'three', user: botUser });
  });

  it('refuses where Slack refuses', async () => {
    expect(await errorOf(post(events))).toBe('not_in_channel');
    expect(await errorOf(post(board))).toBe('channel_not_found');
    expect(await errorOf(post('C0NOWHERE01'))).toBe('channel_not_found');
    expect(await errorOf(post(archive))).toBe('is_archived');
    expect(await errorOf(post(announcements))).toBe('restricted_action_read_only_channel');
    slack.settings.scopes.push('chat:write.public');
    expect(await errorOf(post(events))).toBeNull();
    expect(await errorOf(post(board))).toBe('channel_not_found');
    slack.workspace.setBotMember(board, true);
    expect(await errorOf(post(board))).toBeNull();
  });

  it('checks blocks, wants content, and remarks a missing text', async () => {
    const header = { type: 'header' as const, text: { type: 'plain_text' as const, text: 'x'.repeat(151) } };
    await expect(client.chat.postMessage({ channel: general, text: 'a', blocks: [header] })).rejects.toMatchObject({
      data: {
        error: 'invalid_blocks',
        response_metadata: { messages: [expect.stringContaining('[json-pointer:/blocks/0/text/text]')] },
      },
    });
    expect(await errorOf(post(general, ''))).toBe('no_text');
    const quiet = await client.chat.postMessage({ channel: general, text: '', blocks: [{ type: 'divider' }] });
    expect(quiet.response_metadata?.warnings).toEqual(['missing_text_in_message']);
    expect(await errorOf(client.apiCall('chat.postMessage', { channel: general, blocks: '{' }))).toBe(
      'invalid_blocks_format',
    );
  });

  it('takes JSON bodies as well as forms', async () => {
    const response = await fetch(`${slack.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${slack.settings.botToken}`,
        'content-type': 'application/json; charset=utf-8',
      },
      body: JSON.stringify({ channel: general, text: 'json', blocks: [{ type: 'divider' }] }),
    });
    expect(await response.json()).toMatchObject({ ok: true });
    expect(slack.lastMessageFor(apple, general)?.blocks).toMatchObject([{ type: 'divider' }]);
  });

  it('keeps threads together', async () => {
    const { ts } = await post(general);
    await client.chat.postMessage({ channel: general, text: 'worse', thread_ts: ts ?? '' });
    expect(slack.lastMessageFor(apple, general)?.threadTs).toBe(ts);
    const lost = client.chat.postMessage({ channel: general, text: 'a', thread_ts: '1.1' });
    expect(await errorOf(lost)).toBe('thread_not_found');
  });

  it('takes three posts at once and then one a second, per channel', async () => {
    for (let count = 0; count < 3; count += 1) await post(general);
    await expect(post(general)).rejects.toMatchObject({ code: 'slack_webapi_rate_limited_error', retryAfter: 1 });
    expect(await errorOf(post(leads))).toBeNull();
    time += 1000;
    expect(await errorOf(post(general))).toBeNull();
    slack.settings.postRate = 'off';
    for (let count = 0; count < 5; count += 1) expect(await errorOf(post(general))).toBeNull();
  });
});

describe('other chat methods', () => {
  it('update the own message, and take its blocks away with text alone', async () => {
    const blocks = [{ type: 'divider' as const }];
    const { ts = '' } = await client.chat.postMessage({ channel: general, text: 'first', blocks });
    await client.chat.update({ channel: general, ts, text: 'second', blocks });
    expect(slack.lastMessageFor(apple, general)).toMatchObject({ text: 'second', edits: 1, blocks });
    await client.chat.update({ channel: general, ts, text: 'third' });
    expect(slack.lastMessageFor(apple, general)).toMatchObject({ text: 'third', blocks: [] });
    expect(slack.history.map((version) => version.kind)).toEqual(['posted', 'edited', 'edited']);
  });

  it('refuse what cannot be updated', async () => {
    const update = (ts: string, text = 'a') => errorOf(client.chat.update({ channel: general, ts, text }));
    const { ts = '' } = await post(general);
    expect(await update('1.000001')).toBe('message_not_found');
    expect(await update(slack.say(apple, general, 'mine').ts)).toBe('cant_update_message');
    expect(await update(ts, 'x'.repeat(4001))).toBe('msg_too_long');
    const hidden = await client.chat.postEphemeral({ channel: general, user: apple, text: 'psst' });
    expect(await update(hidden.message_ts ?? '')).toBe('message_not_found');
    await client.chat.delete({ channel: general, ts });
    expect(await update(ts)).toBe('message_not_found');
  });

  it('show ephemeral messages to one person only', async () => {
    await client.chat.postEphemeral({ channel: general, user: apple, text: 'psst' });
    expect(slack.lastMessageFor(apple, general)?.text).toBe('psst');
    expect(slack.messagesFor(SLACK_IDS.banana, general)).toEqual([]);
    const stranger = client.chat.postEphemeral({ channel: general, user: 'U0STRANGER1', text: 'a' });
    expect(await errorOf(stranger)).toBe('user_not_in_channel');
  });
});

describe('conversations and users', () => {
  it('are told apart', async () => {
    const info = async (channel: string) => (await client.conversations.info({ channel })).channel;
    expect(await info(general)).toMatchObject({ name: 'general', is_member: true, is_archived: false });
    expect(await info(events)).toMatchObject({ is_member: false });
    expect(await errorOf(info(board))).toBe('channel_not_found');
    const opened = await client.conversations.open({ users: apple });
    expect(opened.channel?.id).toBe(slack.workspace.openDirect(apple).id);
    expect((await client.users.info({ user: apple })).user).toMatchObject({ name: 'apple' });
    expect(await errorOf(client.users.info({ user: 'U0NOBODY001' }))).toBe('user_not_found');
    expect(await errorOf(client.conversations.join({ channel: events }))).toBe('missing_scope');
  });
});

describe('files', () => {
  it('go up in three steps and show in the channel', async () => {
    const file = Buffer.from('name,loss\nApple A,6\n');
    const done = await client.filesUploadV2({
      channel_id: general,
      file,
      filename: 'report.csv',
      initial_comment: 'The numbers',
    });
    expect(done.ok).toBe(true);
    const message = slack.lastMessageFor(apple, general);
    expect(message?.text).toBe('The numbers');
    expect(slack.files.get(message?.files[0] ?? '')?.content?.toString()).toBe(file.toString());
  });

  it('are deleted once', async () => {
    await client.filesUploadV2({ channel_id: general, file: Buffer.from('a'), filename: 'a.csv' });
    const file = slack.lastMessageFor(apple, general)?.files[0] ?? '';
    expect((await client.files.delete({ file })).ok).toBe(true);
    expect(slack.files.get(file)?.content).toBeNull();
    expect(await errorOf(client.files.delete({ file }))).toBe('file_deleted');
    expect(await errorOf(client.files.delete({ file: 'F0NONE' }))).toBe('file_not_found');
  });

  it('are refused where the bot is not, and when empty', async () => {
    const upload = client.filesUploadV2({ channel_id: events, file: Buffer.from('a'), filename: 'a.csv' });
    expect(await errorOf(upload)).toBe('not_in_channel');
    expect(await errorOf(client.files.getUploadURLExternal({ filename: 'a', length: 0 }))).toBe('invalid_arguments');
  });
});

describe('faults', () => {
  it('strike the named method as often as asked', async () => {
    slack.fail({ method: 'chat.postMessage', kind: 'ratelimited', retryAfter: 7 });
    await expect(post(general)).rejects.toMatchObject({ retryAfter: 7 });
    slack.fail({ method: 'chat.postMessage', kind: 'error', error: 'internal_error', times: 2, after: 1 });
    expect([await errorOf(post(general)), await errorOf(post(general)), await errorOf(post(general))]).toEqual([
      null,
      'internal_error',
      'internal_error',
    ]);
    slack.fail({ method: 'chat.postMessage', kind: 'http500' });
    await expect(post(general)).rejects.toMatchObject({ code: 'slack_webapi_http_error', statusCode: 500 });
    slack.fail({ method: '*', kind: 'reset' });
    await expect(post(general)).rejects.toMatchObject({ code: 'slack_webapi_request_error' });
    expect(slack.messagesFor(apple, general)).toHaveLength(1);
    expect(slack.calls.map((call) => call.error)).toEqual([
      'ratelimited',
      null,
      'internal_error',
      'internal_error',
      'http_500',
      'reset',
    ]);
  });

  it('can do the work and never say so', async () => {
    slack.fail({ method: 'chat.postMessage', kind: 'timeoutAfterWork' });
    await expect(post(general)).rejects.toMatchObject({ code: 'slack_webapi_request_error' });
    slack.fail({ method: 'chat.postMessage', kind: 'resetAfterWork' });
    await expect(post(general)).rejects.toMatchObject({ code: 'slack_webapi_request_error' });
    expect(slack.messagesFor(apple, general)).toHaveLength(2);
  });
});
