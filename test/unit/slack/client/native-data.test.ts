import type { WebClient } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../../../src/messages/block-kit/message.ts';
import { isNativeBlock } from '../../../../src/messages/block-kit/native-data.ts';
import { renderReport } from '../../../../src/messages/report/report.ts';
import { DeliveryError } from '../../../../src/reports/delivery/delivery-error.ts';
import { createNativeData } from '../../../../src/slack/client/native-data.ts';
import { createSlackMessenger } from '../../../../src/slack/client/slack-messenger.ts';
import { createMemoryKv } from '../../../../src/storage/memory-kv.ts';
import { sampleHead } from '../../../messages/samples.ts';
import { createManualClock } from '../../../setup/manual-clock.ts';
import { createQuietLogger } from '../../../setup/quiet-logger.ts';

const DAY_MS = 86_400_000;
const report = renderReport(sampleHead(), { shownTo: 'asker' });
const to = { kind: 'channel', channelId: 'C1' } as const;
const isPicture = ({ blocks = [] }: { blocks?: Message['blocks'] }) => blocks.some(isNativeBlock);

/** @param refuses what this workspace does not take */
function start(refuses: (sent: { blocks?: Message['blocks'] }) => string | null) {
  const sent: { blocks?: Message['blocks']; text: string }[] = [];
  const logged: Record<string, unknown>[] = [];
  const clock = createManualClock();
  const kv = createMemoryKv(clock);
  const logger = { ...createQuietLogger(), warn: (fields: object) => void logged.push({ ...fields }) };
  const call = async (message: { blocks?: Message['blocks']; text: string }) => {
    sent.push(message);
    const slackError = refuses(message);
    if (slackError !== null) throw new DeliveryError('final', slackError, { cause: new Error('/blocks/5/type') });
    return { ok: true, channel: 'C1', ts: '1.0' };
  };
  let team = 'T1';
  const nativeData = createNativeData({ kv, team: () => team, logger });
  const messenger = createSlackMessenger({
    // The methods that are used.
    client: { chat: { postMessage: call, update: call } } as unknown as WebClient,
    calls: { make: (_method, make) => make(), makeWithToken: (_method, make) => make() },
    ...{ nativeData, clock, logger },
  });
  return {
    ...{ sent, logged, clock, messenger, kv },
    moveTo(other: string) {
      team = other;
    },
  };
}
const older = (sent: { blocks?: Message['blocks'] }) => (isPicture(sent) ? 'invalid_blocks' : null);

describe('a workspace that refuses charts and tables', () => {
  it('gets the same message without them, once, and none of them for a day', async () => {
    const { sent, clock, messenger } = start(older);
    await messenger.sendMessage(to, report);
    expect(sent.map(isPicture)).toEqual([true, false]);
    expect(sent[1]?.blocks).toEqual(report.blocks.filter((block) => !isNativeBlock(block)));
    expect(sent[1]?.text).toBe(report.text);
    await messenger.sendMessage({ kind: 'post', post: { channel: 'C1', ts: '1.0' } }, report);
    clock.advance(DAY_MS - 1);
    await messenger.sendMessage(to, report);
    expect(sent.map(isPicture)).toEqual([true, false, false, false]);
    clock.advance(1);
    await messenger.sendMessage(to, report);
    expect(sent.map(isPicture).slice(4)).toEqual([true, false]);
  });

  it('is one of several: others get them', async () => {
    const { sent, messenger, moveTo } = start(older);
    await messenger.sendMessage(to, report);
    moveTo('T2');
    await messenger.sendMessage(to, report);
    expect(sent.map(isPicture)).toEqual([true, false, true, false]);
  });

  it('is told to the operator once, with a reference and the place that Slack named', async () => {
    const { logged, messenger } = start(older);
    await messenger.sendMessage(to, report);
    await messenger.sendMessage(to, report);
    expect(logged).toEqual([
      {
        ref: expect.stringMatching(/^[0-9A-Z]{4,}$/),
        team: 'T1',
        slackError: 'invalid_blocks',
        details: ['/blocks/5/type'],
        blocks: ['data_visualization'],
      },
    ]);
  });

  it('is not remembered when the blocks in words are refused, too: then the fault is ours', async () => {
    const { sent, messenger } = start(({ blocks }) => (blocks ? 'invalid_blocks' : null));
    await messenger.sendMessage(to, report);
    expect(sent.map(({ blocks }) => blocks !== undefined)).toEqual([true, true, false]);
    await messenger.sendMessage(to, report);
    expect(sent.slice(3).map(isPicture)).toEqual([true, false, false]);
  });

  it('is not one that refuses something else', async () => {
    const { sent, messenger } = start(() => 'is_archived');
    await expect(messenger.sendMessage(to, report)).rejects.toMatchObject({ slackError: 'is_archived' });
    expect(sent.map(isPicture)).toEqual([true]);
  });
});

describe('an acknowledgement, of which nobody hears whether it was taken', () => {
  it('has no charts and tables until the workspace has taken some', async () => {
    const { messenger } = start(() => null);
    expect(isPicture(await messenger.forAcknowledgement(report))).toBe(false);
    await messenger.sendMessage(to, report);
    expect(await messenger.forAcknowledgement(report)).toEqual(report);
  });

  it('has none where they are refused', async () => {
    const { messenger } = start(older);
    await messenger.sendMessage(to, report);
    expect(isPicture(await messenger.forAcknowledgement(report))).toBe(false);
  });

  it('stays as it is when there are none in it', async () => {
    const { messenger } = start(() => null);
    const words = { text: 'words', blocks: [] };
    expect(await messenger.forAcknowledgement(words)).toBe(words);
  });
});

it('a store that does not answer keeps nobody from a message', async () => {
  const { sent, messenger, kv } = start(() => null);
  kv.get = () => Promise.reject(new Error('away'));
  kv.set = () => Promise.reject(new Error('away'));
  await messenger.sendMessage(to, report);
  expect(sent.map(isPicture)).toEqual([true]);
  expect(isPicture(await messenger.forAcknowledgement(report))).toBe(false);
});
