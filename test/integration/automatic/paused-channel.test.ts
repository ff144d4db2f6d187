import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SimMessage } from '../../../sim/slack/stores/message-store.ts';
import { SLACK_IDS } from '../../../sim/slack/stores/workspace.ts';
import { addChannel, postsIn, subscribe, untilFinal } from '../support/channels.ts';
import { clickForEdit } from '../support/clicks.ts';
import { addRunning, endAndTell } from '../support/ended.ts';
import { untilDone } from '../support/final-report.ts';
import { metricOf } from '../support/metrics.ts';
import { openWorld, textOf, type World } from '../support/world.ts';

const { apple, banana, cherry } = SLACK_IDS;

/** Slack's word, and how the channel comes to it; what only an admin can do is said by a fault. */
const REFUSALS: readonly (readonly [
  error: string,
  make?: (channel: string) => void,
  undo?: (channel: string) => void,
])[] = [
  ['not_in_channel', (id) => slack().setBotMember(id, false), (id) => slack().setBotMember(id, true)],
  ['is_archived', (id) => setArchived(id, true), (id) => setArchived(id, false)],
  ['restricted_action_read_only_channel', (id) => setReadOnly(id, true), (id) => setReadOnly(id, false)],
  ['channel_not_found'],
  ['restricted_action'],
  ['restricted_action_thread_only_channel'],
  ['restricted_action_non_threadable_channel'],
  ['restricted_action_thread_locked'],
  ['ekm_access_denied'],
  ['messages_tab_disabled'],
];

let world: World;
const slack = () => world.slack.workspace;
const setArchived = (id: string, archived: boolean) => Object.assign(slack().channel(id), { archived });
const setReadOnly = (id: string, readOnly: boolean) => Object.assign(slack().channel(id), { readOnly });

beforeAll(async () => {
  world = await openWorld({ replicas: 2, env: { REPORT_DELAYS_S: '1' } });
});
afterAll(() => world?.close());

const paused = () => metricOf(world.bots[1], 'webinar_qos_paused_subscriptions');
const toldTo = (user: string) =>
  world.slack.messagesFor(user, slack().openDirect(user).id).filter(({ ephemeralFor }) => ephemeralFor === undefined);
const aboutChannel = (user: string, channel: string) => toldTo(user).filter((one) => textOf(one).includes(channel));

describe('a channel that can no longer be posted to', () => {
  it('is paused, each owner is told once, and goes on after a click', { timeout: 90_000 }, async () => {
    // Direct messages have Slack's pace, too; it is not what is looked at here.
    world.slack.settings.postRate = 'off';
    const topic = 'Case of the Closed Doors';
    const channels = REFUSALS.map(() => addChannel(world));
    for (const channel of channels) {
      await subscribe(world, channel, 'topic: closed doors');
      await subscribe(world, channel, 'topic: the closed doors', apple);
      await subscribe(world, channel, 'topic: case of the closed', banana);
    }
    for (const [index, [error, make]] of REFUSALS.entries()) {
      const channel = channels[index] ?? '';
      if (make) make(channel);
      else world.slack.fail({ method: 'chat.postMessage', channel, kind: 'error', error, always: true });
    }

    const first = addRunning(world, { topic });
    await endAndTell(world, first);
    await expect.poll(() => [toldTo(apple).length, toldTo(banana).length], { timeout: 30_000 }).toEqual([10, 10]);
    await expect.poll(paused).toBe(3 * REFUSALS.length);
    for (const channel of channels) {
      expect([apple, banana, cherry].map((user) => aboutChannel(user, channel).length)).toEqual([1, 1, 0]);
    }
    const errors = REFUSALS.map(([error]) => error);
    const refused = world.slack.calls.filter(({ channel, ok }) => channels.includes(channel ?? '') && !ok);
    expect(refused.map(({ error }) => error).sort()).toEqual([...errors].sort());

    // Nothing is tried, and nobody is told, as long as it is so.
    const next = addRunning(world, { topic });
    await endAndTell(world, next);
    await untilDone(world, next);
    expect(world.zoom.requests.filter(({ url }) => url.includes(encodeURIComponent(next.uuid)))).toEqual([]);
    expect(toldTo(apple).length + toldTo(banana).length).toBe(20);
    expect(channels.flatMap((channel) => postsIn(world, channel))).toEqual([]);

    world.slack.clearFaults();
    for (const [index, [, , undo]] of REFUSALS.entries()) undo?.(channels[index] ?? '');
    for (const channel of channels) await resume(channel);
    await expect.poll(paused).toBe(2 * REFUSALS.length);
    await endAndTell(world, addRunning(world, { topic }));
    for (const channel of channels) {
      await untilFinal(world, channel);
      expect(postsIn(world, channel)).toHaveLength(1);
    }
  });
});

/** Apple lists the channel's subscriptions and resumes the first that is paused. */
async function resume(channel: string): Promise<SimMessage> {
  const { message } = await world.ask('subscriptions', { channel });
  expect(textOf(message)).toMatch(/paused/i);
  return clickForEdit(world, message, 'subscription.resume');
}
