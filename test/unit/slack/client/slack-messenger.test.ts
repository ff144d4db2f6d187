import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import type { WebClient } from '@slack/web-api';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Content } from '../../../../src/reports/delivery/content.ts';
import { DeliveryError } from '../../../../src/reports/delivery/delivery-error.ts';
import { createNativeData } from '../../../../src/slack/client/native-data.ts';
import { createSlackMessenger } from '../../../../src/slack/client/slack-messenger.ts';
import { createMemoryKv } from '../../../../src/storage/memory-kv.ts';
import { sampleHead } from '../../../messages/samples.ts';
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
    client: {
      chat,
      files: { delete: () => Promise.reject(new DeliveryError('final', slackError)) },
    } as unknown as WebClient,
    calls: { make: (_method, call) => call(), makeWithToken: (_method, call) => call() },
    nativeData: createNativeData({
      kv: createMemoryKv(createManualClock()),
      team: () => 'T1',
      logger: createQuietLogger(),
    }),
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

describe('a file that is to be deleted', () => {
  it.each(['file_deleted', 'file_not_found'])('is no failure when it is gone already: %s', async (slackError) => {
    await expect(start(slackError).messenger.deleteFile('F1')).resolves.toBeUndefined();
  });

  it('is one when Slack refuses it', async () => {
    await expect(start('cant_delete_file').messenger.deleteFile('F1')).rejects.toMatchObject({ kind: 'final' });
  });
});

/** A response_url, and what was posted to it. */
async function startResponseUrl() {
  const bodies: unknown[] = [];
  const server = createServer(async (request, response) => {
    bodies.push(JSON.parse(await text(request)));
    response.end('ok');
  });
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { bodies, responseUrl: `http://127.0.0.1:${port}/actions/1` };
}

describe('a body that goes to a response_url', () => {
  const report: Content = { kind: 'report', head: sampleHead() };
  const failure: Content = { kind: 'failure', failure: { kind: 'too-old' }, reference: '7F3A' };
  const ephemeral = { response_type: 'ephemeral', replace_original: false };

  it.each([
    ['an answer to a command', report, { isPrivate: true, replaces: false }, ephemeral],
    ['a failed command', failure, { isPrivate: true, replaces: false }, ephemeral],
    [
      'a click only one person sees',
      report,
      { isPrivate: true, replaces: true },
      { response_type: 'ephemeral', replace_original: true },
    ],
    [
      'a click that everybody sees',
      report,
      { isPrivate: false, replaces: true },
      { response_type: 'in_channel', replace_original: true },
    ],
    ['a failure after such a click', failure, { isPrivate: false, replaces: true }, ephemeral],
  ])('says who sees it, whatever it is: %s', async (_case, content, how, expected) => {
    const { messenger } = start('');
    const { bodies, responseUrl } = await startResponseUrl();
    await messenger.send({ kind: 'response-url', responseUrl, ...how }, content);
    expect(bodies).toMatchObject([expected]);
  });
});
