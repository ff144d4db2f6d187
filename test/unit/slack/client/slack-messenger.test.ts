import type { WebClient } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import { DeliveryError } from '../../../../src/reports/delivery/delivery-error.ts';
import { createSlackMessenger } from '../../../../src/slack/client/slack-messenger.ts';
import { createManualClock } from '../../../setup/manual-clock.ts';
import { createQuietLogger } from '../../../setup/quiet-logger.ts';

const message = { text: 'the report', blocks: [] };
const post = { channel: 'C1', ts: '1.0' };

/** A Slack that does not let messages be edited any more. */
function start(slackError: string) {
  const posted: string[] = [];
  const chat = {
    update: () => Promise.reject(new DeliveryError('final', slackError)),
    postMessage: async ({ channel }: { channel: string }) => {
      posted.push(channel);
      return { ok: true, channel, ts: '2.0' };
    },
  };
  const messenger = createSlackMessenger({
    // The methods that are used.
    client: { chat } as unknown as WebClient,
    calls: { make: (_method, call) => call(), makeWithToken: (_method, call) => call() },
    clock: createManualClock(),
    logger: createQuietLogger(),
  });
  return { messenger, posted };
}

describe('a message that can no longer be edited', () => {
  it('is posted anew', async () => {
    const { messenger, posted } = start('edit_window_closed');
    expect(await messenger.sendMessage({ kind: 'post', post }, message)).toEqual({ channel: 'C1', ts: '2.0' });
    expect(posted).toEqual(['C1']);
  });

  it('stays as it is when it was only to be edited', async () => {
    const { messenger, posted } = start('edit_window_closed');
    await expect(messenger.sendMessage({ kind: 'post', post, isEditOnly: true }, message)).rejects.toMatchObject({
      slackError: 'edit_window_closed',
    });
    expect(posted).toEqual([]);
  });

  it('because somebody deleted it is not brought back', async () => {
    const { messenger, posted } = start('message_not_found');
    expect(await messenger.sendMessage({ kind: 'post', post, isEditOnly: true }, message)).toEqual(post);
    expect(posted).toEqual([]);
  });
});
