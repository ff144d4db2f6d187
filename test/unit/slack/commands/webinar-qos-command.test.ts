import type { App } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError, type Failure } from '../../../../src/errors.ts';
import { DEFAULT_THRESHOLDS } from '../../../../src/qos/thresholds.ts';
import { DeliveryError } from '../../../../src/reports/delivery/delivery-error.ts';
import { NOTHING_KNOWN } from '../../../../src/reports/on-demand/progress.ts';
import type { Reply } from '../../../../src/reports/on-demand/request-report.ts';
import type { Subscription } from '../../../../src/reports/subscriptions/subscription.ts';
import { createSubscriptions } from '../../../../src/reports/subscriptions/subscription-store.ts';
import { type CommandDependencies, registerCommands } from '../../../../src/slack/commands/webinar-qos-command.ts';
import { createMemoryKv } from '../../../../src/storage/memory-kv.ts';
import { sampleHead } from '../../../messages/samples.ts';
import { createManualClock } from '../../../setup/manual-clock.ts';
import { createQuietLogger } from '../../../setup/quiet-logger.ts';
import { sleepOnFakeTimers } from '../../reports/support.ts';

const RESPONSE_URL = 'https://slack.example/commands/1';
const READING: Reply = {
  kind: 'reading',
  requestId: 'r1',
  progress: { ...NOTHING_KNOWN, webinar: '93201235621' },
};
const NOTHING_STARTED = /nothing was started/;
const NOT_KNOWN = /I can't say yet whether this was (?:started|changed)/;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** What somebody reads who types a command, and when. */
function start({ reply = READING as Reply | Failure, takesMs = 0, refuse = false } = {}) {
  const clock = createManualClock();
  const logger = createQuietLogger();
  const read: { text: string; atMs: number; as: string }[] = [];
  const startedAt = Date.now();
  const tell = (text: string, as: string) => void read.push({ text, atMs: Date.now() - startedAt, as });
  const after = async <T>(answer: T | Failure): Promise<T> => {
    await sleepOnFakeTimers(takesMs);
    if (isFailure(answer)) throw new AppError(answer, 'made up');
    return answer;
  };
  const subscriptions = createSubscriptions({
    kv: createMemoryKv(clock),
    clock,
    newId: () => 's1',
    reportChannel: null,
  });
  const deps: CommandDependencies = {
    requestReport: () => after(reply),
    store: { find: async () => null },
    thresholds: DEFAULT_THRESHOLDS,
    gate: { checkOperator: () => undefined },
    forgetting: { find: async () => [] },
    status: () => Promise.reject(new Error('nobody asks for it here')),
    subscribing: {
      subscriptions: {
        ...subscriptions,
        all: async () => after<Subscription[]>(await subscriptions.all()),
        add: async (one) => after(await subscriptions.add(one)),
      },
      checkChannel: async () => 'fine',
      isInChannel: async () => true,
      hashIdentity: (text) => text,
      openDirectMessage: async (userId) => `D${userId}`,
    },
    messenger: {
      async sendMessage(to, { text }) {
        expect(to).toMatchObject({ kind: 'response-url', responseUrl: RESPONSE_URL });
        tell(text, to.kind === 'response-url' ? to.as : '');
        if (refuse) throw new DeliveryError('gone', 'used_url');
        return null;
      },
      forAcknowledgement: async (message) => message,
    },
    ...{ sleep: sleepOnFakeTimers, clock, logger },
  };
  type Listener = (given: object) => Promise<void>;
  let listener: Listener = () => expect.unreachable('no command was registered');
  const app = {
    command(name: string | RegExp, given: Listener) {
      if (typeof name === 'string') listener = given;
    },
  };
  // The only method that is used, and of its arguments those that are.
  registerCommands(app as unknown as App, deps);

  return {
    logger,
    async type(text: string) {
      const command = { text, user_id: 'U1', channel_id: 'C1', response_url: RESPONSE_URL };
      const done = listener({
        command,
        context: {},
        ack: async (body: { text: string }) => tell(body.text, 'acknowledgement'),
      });
      await vi.runAllTimersAsync();
      await done;
      return read;
    },
  };
}

function isFailure(answer: unknown): answer is Failure {
  const kind = typeof answer === 'object' && answer !== null && 'kind' in answer ? answer.kind : null;
  return typeof kind === 'string' && (kind.startsWith('storage') || kind === 'slack-channel');
}

describe('a command that is answered in time', () => {
  it('is told once, by the acknowledgement', async () => {
    expect(await start({ takesMs: 2_499 }).type('93201235621')).toMatchObject([
      { as: 'acknowledgement', atMs: 2_499, text: expect.stringContaining('Reading quality data') },
    ]);
  });

  it.each<[Failure, RegExp]>([
    [{ kind: 'storage-unavailable' }, NOTHING_STARTED],
    [{ kind: 'storage-outcome-unknown', asked: 'report' }, NOT_KNOWN],
  ])('says what is known when it fails: $kind', async (reply, words) => {
    expect(await start({ reply }).type('93201235621')).toMatchObject([{ text: expect.stringMatching(words) }]);
  });
});

describe('a command whose answer takes longer than Slack does', () => {
  it('is acknowledged as not known yet; a report that is read comes by itself, with no word in between', async () => {
    const { type, logger } = start({ takesMs: 2_700 });
    expect(await type('93201235621')).toMatchObject([
      { as: 'acknowledgement', atMs: 2_500, text: expect.stringMatching(NOT_KNOWN) },
    ]);
    expect(logger.lines).toContainEqual(
      expect.objectContaining({ level: 'warn', fields: expect.objectContaining({ command: 'report' }) }),
    );
  });

  it('is told afterwards that nothing was started, when that turns out', async () => {
    const read = await start({ reply: { kind: 'storage-unavailable' }, takesMs: 2_700 }).type('93201235621');
    expect(read).toMatchObject([
      { as: 'acknowledgement', atMs: 2_500, text: expect.stringMatching(NOT_KNOWN) },
      { as: 'ephemeral', atMs: 3_400, text: expect.stringMatching(NOTHING_STARTED) },
    ]);
  });

  it('is not told the same once more when it stays unknown', async () => {
    const reply: Failure = { kind: 'storage-outcome-unknown', asked: 'report' };
    expect(await start({ reply, takesMs: 4_000 }).type('93201235621')).toHaveLength(1);
  });

  it('gets the report that was kept after all: nothing else would bring it', async () => {
    const reply: Reply = { kind: 'report', head: sampleHead(), justRead: false };
    expect(await start({ reply, takesMs: 2_700 }).type('93201235621')).toMatchObject([
      { text: expect.stringMatching(NOT_KNOWN) },
      { as: 'ephemeral', text: expect.stringContaining('Webinar quality: Fair') },
    ]);
  });

  it('that subscribes is told what it has become, in words that fit the first', async () => {
    expect(await start({ takesMs: 2_700 }).type('subscribe')).toMatchObject([
      { as: 'acknowledgement', atMs: 2_500, text: expect.stringContaining("I can't say yet whether this was changed") },
      { as: 'ephemeral', text: expect.stringContaining('From now on') },
    ]);
  });

  it.each(['unsubscribe', 'subscriptions'])('is answered afterwards: %s', async (text) => {
    const read = await start({ takesMs: 2_700 }).type(text);
    expect(read.map(({ as }) => as)).toEqual(['acknowledgement', 'ephemeral']);
    expect(read[0]?.text).toMatch(/^The bot's storage is slow/);
    expect(read[1]?.text).toMatch(/subscri/i);
    expect(read.map((one) => one.text).join()).not.toMatch(NOTHING_STARTED);
  });

  it('leaves a line in the log when Slack does not take the late answer', async () => {
    const { type, logger } = start({ reply: { kind: 'storage-unavailable' }, takesMs: 2_700, refuse: true });
    await type('93201235621');
    expect(logger.lines.at(-1)).toMatchObject({ level: 'error', fields: { ref: expect.any(String) } });
  });
});
