import type { App } from '@slack/bolt';
import { beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../../../src/errors.ts';
import { subscriptionButton } from '../../../../src/messages/subscriptions/subscription-button.ts';
import type { Subscription, Subscriptions } from '../../../../src/reports/subscriptions/subscription.ts';
import { createSubscriptions } from '../../../../src/reports/subscriptions/subscription-store.ts';
import { registerSubscriptionActions } from '../../../../src/slack/actions/subscription-actions.ts';
import { createMemoryKv } from '../../../../src/storage/memory-kv.ts';
import { createManualClock } from '../../../setup/manual-clock.ts';
import { createQuietLogger } from '../../../setup/quiet-logger.ts';

const clock = createManualClock();
let subscriptions: Subscriptions;
let one: Subscription;
beforeEach(async () => {
  let ids = 0;
  const newId = () => `s${++ids}`;
  subscriptions = createSubscriptions({ kv: createMemoryKv(clock), clock, newId, reportChannel: null });
  const wanted = { channelId: 'C1', minimumGrade: 'Good', once: false, createdBy: 'U1' } as const;
  one = await subscriptions.add({ ...wanted, filter: { kind: 'all' } });
  await subscriptions.add({ ...wanted, filter: { kind: 'topic', text: 'all-hands' } });
});

/** Clicks, and gives what the person then reads. */
async function click(action: 'subscription.remove' | 'subscription.resume', changes: Partial<Subscriptions> = {}) {
  const read: string[] = [];
  type Listener = (given: object) => Promise<void>;
  let listener: Listener = () => expect.unreachable('no action was registered');
  const app = {
    action(_name: RegExp, given: Listener) {
      listener = given;
    },
  };
  // The only method that is used, and of its arguments those that are.
  registerSubscriptionActions(app as unknown as App, {
    subscribing: {
      subscriptions: { ...subscriptions, ...changes },
      checkChannel: async () => 'fine',
      isInChannel: async () => true,
      hashIdentity: (text) => text,
      openDirectMessage: async (userId) => `D${userId}`,
    },
    messenger: {
      async sendMessage(_to, { text }) {
        read.push(text);
        return null;
      },
    },
    ...{ clock, sleep: async () => undefined, logger: createQuietLogger(), onClick: () => undefined },
  });
  const { action_id, value } = subscriptionButton(action, one.id, 'Remove');
  const body = {
    ...{ user: { id: 'U1' }, channel: { id: 'C1' }, response_url: 'https://slack.example/actions/1' },
    actions: [{ action_id, value }],
  };
  await listener({ ack: async () => undefined, body });
  return read;
}

/** Works once; from then on the store is away. */
function onceOnly(): Pick<Subscriptions, 'all'> {
  let calls = 0;
  return {
    all: () => {
      calls += 1;
      return calls === 1
        ? subscriptions.all()
        : Promise.reject(new AppError({ kind: 'storage-unavailable' }, 'made up'));
    },
  };
}

describe('the buttons of the list of subscriptions', () => {
  it('remove one, and show the others', async () => {
    const [text = ''] = await click('subscription.remove');
    expect(text).toMatch(/^Removed: .*every webinar/);
    expect(text).toContain('all-hands');
    expect(await subscriptions.all()).toHaveLength(1);
  });

  it('resume one, and show it as active', async () => {
    await subscriptions.pauseChannel('C1', 'is_archived');
    const [text = ''] = await click('subscription.resume');
    expect(text).toMatch(/^Resumed: /);
    expect(text.match(/\(paused\)/g)).toHaveLength(1);
  });

  it('make whoever resumes it the owner of what was paused because its owner left', async () => {
    one = await subscriptions.add({
      channelId: 'C1',
      filter: { kind: 'all' },
      minimumGrade: 'Good',
      once: true,
      createdBy: 'U9',
    });
    await subscriptions.pauseOwner('U9', 'owner-left');
    await click('subscription.resume');
    expect(await subscriptions.all()).toContainEqual({ ...one, createdBy: 'U1', paused: null });
  });

  it('do not deny a change that was made, only because the store is away afterwards', async () => {
    const read = await click('subscription.remove', onceOnly());
    expect(read).toHaveLength(1);
    expect(read[0]).toMatch(/^Removed: /);
  });

  it('say that it is not known when the change may have been made', async () => {
    const unknown = new AppError({ kind: 'storage-outcome-unknown', asked: 'subscription' }, 'made up');
    const [text] = await click('subscription.remove', { remove: () => Promise.reject(unknown) });
    expect(text).toMatch(/I can't say yet whether this was changed.*`\/webinar-qos subscriptions`/);
  });
});
