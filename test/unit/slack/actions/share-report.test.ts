import { beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../../../src/errors.ts';
import { createCopies } from '../../../../src/reports/delivery/copies.ts';
import { DeliveryError } from '../../../../src/reports/delivery/delivery-error.ts';
import { shareReport } from '../../../../src/slack/actions/share-report.ts';
import type { Kv } from '../../../../src/storage/kv.ts';
import { createMemoryKv } from '../../../../src/storage/memory-kv.ts';
import { sampleHead } from '../../../messages/samples.ts';
import { createManualClock } from '../../../setup/manual-clock.ts';
import { createQuietLogger } from '../../../setup/quiet-logger.ts';

/** The report in the place of the one with the button. */
const REPLACED = 'the report, Shared in #C1 by you.';
const REPLACED_BEFORE = 'the report, Shared in #C1 a moment ago: look for it at the end of the channel.';
const SHARED = 'Shared: everybody in this channel can see the report now.';
const ALREADY = 'This report was shared here a moment ago. Look for it at the end of the channel.';
const unknown = new AppError({ kind: 'storage-outcome-unknown', asked: null }, 'made up');

let kv: Kv;
beforeEach(() => {
  kv = createMemoryKv(createManualClock());
});

/** What took the place of the report, or came beside it. */
function shown(to: { kind: string; as?: string }, text: string): string {
  if (to.as !== 'private-replacement') return text;
  const [words] = /Shared in .*$/.exec(text) ?? [];
  return `the report, ${words}`;
}

/** Somebody who clicks "Share in channel"; what is sent where. */
function start(refuse: (to: string) => DeliveryError | null = () => null, changes: Partial<Kv> = {}, isPrivate = true) {
  const sent: string[] = [];
  const logger = createQuietLogger();
  const share = () =>
    shareReport(
      {
        ...{ userId: 'U1', channelId: 'C1', isPrivate, triggerId: null, actionId: 'report.share', value: '' },
        responseUrl: 'https://slack.example/actions/1',
      },
      'report',
      {
        store: { getHead: async (key) => sampleHead({ key }) },
        messenger: {
          async sendMessage(to, { text }) {
            const error = refuse(to.kind);
            if (error) throw error;
            sent.push(to.kind === 'channel' ? 'post' : shown(to, text));
            return null;
          },
        },
        kv: { ...kv, ...changes },
        copies: createCopies(kv),
        channelNames: 'names',
        ...{ sleep: async () => undefined, logger },
      },
    );
  return { share, sent, logger };
}

describe('sharing a report', () => {
  it('posts it once, and says so; a second click is told where it is', async () => {
    const { share, sent } = start();
    await share();
    await share();
    expect(sent).toEqual(['post', REPLACED, REPLACED_BEFORE]);
  });

  it('leaves a message alone that others see, and tells the one who clicked', async () => {
    const { share, sent } = start(undefined, {}, false);
    await share();
    await share();
    expect(sent).toEqual(['post', SHARED, ALREADY]);
  });

  it('that was posted is no failure when only the word of it could not be told', async () => {
    const { share, sent, logger } = start((to) => (to === 'channel' ? null : new DeliveryError('gone', 'used_url')));
    await share();
    expect(sent).toEqual(['post']);
    expect(logger.lines).toMatchObject([{ level: 'warn', fields: { action: 'report.share' } }]);
  });

  it('says that nothing was done when the store did not answer before the post, and the next click posts', async () => {
    let isSlow = true;
    const { share, sent } = start(undefined, {
      async setIfAbsent(...given) {
        const isSet = await kv.setIfAbsent(...given);
        if (isSlow) throw unknown;
        return isSet;
      },
    });
    await expect(share()).rejects.toMatchObject({ failure: { kind: 'storage-unavailable' } });
    isSlow = false;
    await share();
    expect(sent).toEqual(['post', REPLACED]);
  });

  it('that Slack may have posted stays Slack’s failure, also when the store fails afterwards', async () => {
    const noAnswer = new DeliveryError('passing', 'no answer');
    const { share } = start(() => noAnswer, { deleteIfEquals: () => Promise.reject(unknown) });
    await expect(share()).rejects.toBe(noAnswer);
  });

  it('leaves the mark of another click alone', async () => {
    const noMark: Partial<Kv> = { setIfAbsent: () => Promise.reject(unknown) };
    await start().share();
    await expect(start(undefined, noMark).share()).rejects.toThrow();
    const { share, sent } = start();
    await share();
    expect(sent).toEqual([REPLACED_BEFORE]);
  });
});
