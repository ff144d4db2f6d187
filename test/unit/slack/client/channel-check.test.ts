import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SlackSim, startSlackSim } from '../../../../sim/slack/slack-sim.ts';
import { SLACK_IDS } from '../../../../sim/slack/stores/workspace.ts';
import { type ChannelCheck, createChannelCheck } from '../../../../src/slack/client/channel-check.ts';
import { createNativeData } from '../../../../src/slack/client/native-data.ts';
import { createSlackCalls } from '../../../../src/slack/client/slack-calls.ts';
import { createSlackMessenger } from '../../../../src/slack/client/slack-messenger.ts';
import { createTokenHealth } from '../../../../src/slack/client/token-health.ts';
import { createWebClient } from '../../../../src/slack/client/web-client.ts';
import { createMemoryKv } from '../../../../src/storage/memory-kv.ts';
import { createQuietLogger } from '../../../setup/quiet-logger.ts';

const { apple, banana, general, events, leads, board, archive } = SLACK_IDS;
let slack: SlackSim;
let checkChannel: ChannelCheck;

beforeEach(async () => {
  slack = await startSlackSim();
  const logger = createQuietLogger();
  const client = createWebClient(slack.settings.botToken, slack.apiUrl, logger);
  const tokenHealth = createTokenHealth({ client, logger });
  const calls = createSlackCalls({ tokenHealth, onCall: () => undefined });
  const clock = { now: () => 0 };
  const nativeData = createNativeData({ kv: createMemoryKv(clock), team: () => null, logger });
  const messenger = createSlackMessenger({ client, calls, nativeData, clock, logger });
  checkChannel = createChannelCheck({ client, messenger, logger });
});
afterEach(() => slack.stop());

const refusedWith = (slackError: string, channel: string) => ({
  failure: { kind: 'slack-channel', channel, slackError },
});

describe('whether the bot can post', () => {
  it('is sure where it is a member', async () => {
    expect(await checkChannel(general, apple)).toBe('fine');
    expect(await checkChannel(leads, apple)).toBe('fine');
  });

  it('asks for an invitation to a public channel, unless it may post in all of them', async () => {
    await expect(checkChannel(events, apple)).rejects.toMatchObject(refusedWith('not_in_channel', events));
    slack.settings.scopes.push('chat:write.public');
    expect(await checkChannel(events, apple)).toBe('fine');
    await expect(checkChannel(board, apple)).rejects.toMatchObject(refusedWith('channel_not_found', board));
  });

  it('leaves it open for a public channel when Slack does not say which scopes the bot has: it may be able to', async () => {
    slack.settings.namesScopes = false;
    expect(await checkChannel(events, apple)).toBe('unchecked');
    expect(await checkChannel(general, apple)).toBe('fine');
    await expect(checkChannel(archive, apple)).rejects.toMatchObject(refusedWith('is_archived', archive));
  });

  it.each(['not_in_channel', 'is_archived', 'ekm_access_denied'])('takes %s for a refusal at once', async (error) => {
    slack.fail({ method: 'conversations.info', kind: 'error', error });
    await expect(checkChannel(general, apple)).rejects.toMatchObject(refusedWith(error, general));
  });

  it('asks for an invitation to a private channel, which Slack does not show', async () => {
    await expect(checkChannel(board, apple)).rejects.toMatchObject(refusedWith('channel_not_found', board));
  });

  it('refuses an archived channel', async () => {
    await expect(checkChannel(archive, apple)).rejects.toMatchObject(refusedWith('is_archived', archive));
  });

  it('knows its own conversation with the person from one between others', async () => {
    const own = slack.workspace.openDirect(apple).id;
    expect(await checkChannel(own, apple)).toBe('fine');
    await expect(checkChannel('D0BETWEEN01', banana)).rejects.toMatchObject({
      failure: { kind: 'bad-subscription', problem: 'conversation' },
    });
  });

  it.each<[string, () => void]>([
    ['lacks the scope to ask', () => slack.settings.scopes.splice(0, 10, 'chat:write')],
    ['is asked too often', () => slack.fail({ method: 'conversations.info', kind: 'ratelimited', retryAfter: 30 })],
    ['finds Slack ill', () => slack.fail({ method: 'conversations.info', kind: 'http500' })],
    ['gets no answer', () => slack.fail({ method: 'conversations.info', kind: 'timeout' })],
  ])('says that it does not know when it %s, within two seconds', async (_case, prepare) => {
    prepare();
    const startedAt = performance.now();
    expect(await checkChannel(general, apple)).toBe('unchecked');
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });

  it('says that it does not know when Slack does not open the conversation', async () => {
    slack.fail({ method: 'conversations.open', kind: 'http500' });
    expect(await checkChannel('D0BETWEEN01', apple)).toBe('unchecked');
  });
});
