import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import type { SimMessage } from '../../sim/slack/stores/message-store.ts';
import { SLACK_IDS } from '../../sim/slack/stores/workspace.ts';
import { postsIn, subscribe } from './support/channels.ts';
import { clickForEdit } from './support/clicks.ts';
import { addRunning, endAndTell } from './support/ended.ts';
import { metricOf } from './support/metrics.ts';
import { openWorld, textOf, type World } from './support/world.ts';

const { apple, banana, botUser } = SLACK_IDS;
const AV = 'C0AVTEAM001';
/** All of them members from the beginning: for minutes the bot takes what it heard of a channel as true. */
const PEOPLE = Array.from({ length: 9 }, (_, index) => `U0LEAVER00${index}`);
const OPERATOR_CHANNEL = SLACK_IDS.general;

/** Subscriptions have to outlive the bot. */
const withRedis = describe.skipIf(inject('redisBinary') === '');
let world: World;
let counter = 0;

beforeAll(async () => {
  const env = { REPORT_DELAYS_S: '1', REPORT_CHANNEL: OPERATOR_CHANNEL, ACCESS_CHANNELS: AV };
  world = await openWorld({ env });
  const members = new Set([...PEOPLE, apple, banana, botUser]);
  for (const id of PEOPLE) world.slack.workspace.addUser({ id, name: id.toLowerCase() });
  world.slack.workspace.addChannel({ id: AV, name: 'av-team', members });
  world.slack.settings.postRate = 'off';
});
afterAll(() => world?.close());
afterEach(() => {
  world.slack.clearFaults();
  expect(world.slack.errors).toEqual([]);
});

/** The next of those who may ask, in a channel of their own with Banana. */
function nextPerson(): { user: string; channel: string } {
  const user = PEOPLE[counter] ?? '';
  counter += 1;
  const channel = `C0LEAVER00${counter}`;
  world.slack.workspace.addChannel({ id: channel, name: user, members: new Set([user, apple, banana, botUser]) });
  return { user, channel };
}

/** What happens to an account. */
function become(user: string, what: { guest?: 'multi'; deactivated?: true }): void {
  world.slack.workspace.addUser({ ...world.slack.workspace.user(user), ...what });
}

/** The next sweep: a bot that starts begins with one. */
async function sweep(): Promise<void> {
  await world.bots.at(-1)?.stop();
  const bot = await world.startBot();
  world.useBot(bot);
  const done = () => metricOf(bot, 'webinar_qos_jobs_total', { name: 'ended.sweep', outcome: 'done' });
  await expect.poll(done, { timeout: 15_000 }).toBeGreaterThan(0);
}

const toldTo = (user: string) =>
  world.slack
    .messagesFor(user, world.slack.workspace.openDirect(user).id)
    .filter(({ ephemeralFor, user: by }) => ephemeralFor === undefined && by === botUser)
    .map(textOf);
const NO_LONGER = /no longer gets the reports? of/;
const noticesIn = (channel: string) =>
  postsIn(world, channel)
    .map(textOf)
    .filter((text) => NO_LONGER.test(text));
const listOf = async (user: string, channel: string): Promise<SimMessage> =>
  (await world.ask('subscriptions', { user, channel })).message;

withRedis('the subscriptions of somebody who left the workspace', () => {
  it('are paused, the channel is told once, and go on as those of who resumes them', async () => {
    const { user, channel } = nextPerson();
    await subscribe(world, channel, 'topic: leaving party', user);
    await subscribe(world, channel, 'to me', user);
    become(user, { deactivated: true });
    await sweep();
    await expect.poll(() => noticesIn(channel)).toHaveLength(1);
    expect(noticesIn(channel)[0]).toContain('whoever subscribed is not in this workspace any more');
    const first = 'The leaving party';
    await endAndTell(world, addRunning(world, { topic: first }), { bot: world.bots.at(-1) });
    // The operator's channel is untouched.
    await world.slack.waitFor(() => postsIn(world, OPERATOR_CHANNEL).find((post) => textOf(post).includes(first)));
    expect(postsIn(world, channel)).toHaveLength(1);
    expect(toldTo(user)).toEqual([]);
    // Nobody can mend it but whoever resumes it.
    expect(await metricOf(world.bots.at(-1), 'webinar_qos_paused_subscriptions')).toBe(0);

    const list = await listOf(banana, channel);
    expect(textOf(list)).toContain('Click Resume, and it goes on as yours');
    const resumed = await clickForEdit(world, list, 'subscription.resume', { user: banana });
    expect(textOf(resumed)).toContain(`By @${banana}`);
    await sweep();
    const next = 'Another leaving party';
    await endAndTell(world, addRunning(world, { topic: next }), { bot: world.bots.at(-1) });
    await world.slack.waitFor(() => postsIn(world, channel).find((post) => textOf(post).includes(next)));
    expect(noticesIn(channel)).toHaveLength(1);
  });
});

withRedis('the subscriptions of somebody who lost access', () => {
  it.each<[string, (user: string) => void]>([
    ['as a guest', (user) => become(user, { guest: 'multi' })],
    ['as nobody in the channel that is listed', (user) => void world.slack.workspace.channel(AV).members.delete(user)],
  ])('%s are paused, and the person and the channel are told once', async (_why, lose) => {
    const { user, channel } = nextPerson();
    await subscribe(world, channel, '932 0123 5621', user);
    await subscribe(world, channel, '932 0123 5621 to me', user);
    lose(user);
    await sweep();
    await expect.poll(() => [noticesIn(channel).length, toldTo(user).length]).toEqual([1, 1]);
    expect(noticesIn(channel)[0]).toContain('whoever subscribed may not ask me any more');
    expect(toldTo(user)[0]).toMatch(/You may not ask me.*\n.*webinar 932 0123 5621\n.*Direct messages with me/);
    await sweep();
    expect([noticesIn(channel).length, toldTo(user).length]).toEqual([1, 1]);

    // Subscribing once more is another way to go on with it.
    await subscribe(world, channel, '932 0123 5621', banana);
    await sweep();
    const list = textOf(await listOf(banana, channel));
    expect(list).toContain(`By @${banana}`);
    expect(list).not.toContain('Paused');
    expect(noticesIn(channel)).toHaveLength(1);
  });
});

withRedis('when Slack does not say whether somebody may still ask', () => {
  it.each<[string, () => () => void]>([
    ['as it fails', () => fail({ kind: 'http500' })],
    ['as it limits', () => fail({ kind: 'ratelimited', retryAfter: 30 })],
    ['as a scope lacks', withoutScope],
  ])('%s, nothing is paused, and the log says so', async (_why, begin) => {
    const { user, channel } = nextPerson();
    await subscribe(world, channel, '', user);
    become(user, { deactivated: true });
    const end = begin();
    await sweep();
    const said = world.bots.at(-1)?.lines.filter((line) => line.includes('may still ask is not known'));
    expect(said).toHaveLength(1);
    end();
    expect(textOf(await listOf(banana, channel))).not.toContain('Paused');
    // As soon as it says so again.
    await sweep();
    await expect.poll(() => noticesIn(channel)).toHaveLength(1);
  });
});

function fail(fault: { kind: 'http500' } | { kind: 'ratelimited'; retryAfter: number }): () => void {
  world.slack.fail({ method: 'users.info', ...fault, always: true });
  return () => world.slack.clearFaults();
}

function withoutScope(): () => void {
  const { settings } = world.slack;
  const scopes = [...settings.scopes];
  settings.scopes = scopes.filter((scope) => scope !== 'users:read');
  return () => {
    settings.scopes = scopes;
  };
}
