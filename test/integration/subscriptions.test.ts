import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { findElement } from '../../sim/slack/people/find-button.ts';
import type { SimMessage } from '../../sim/slack/stores/message-store.ts';
import { SLACK_IDS } from '../../sim/slack/stores/workspace.ts';
import { SAMPLE_IDS } from '../../sim/zoom/samples/sample-webinars.ts';
import { keys } from '../../src/storage/keys.ts';
import { clickForEdit } from './support/clicks.ts';
import { openWorld, textOf, type World } from './support/world.ts';

const { apple, banana, botUser, general, events, leads, board } = SLACK_IDS;
let world: World;

beforeAll(async () => {
  world = await openWorld({ env: { REPORT_CHANNEL: leads } });
});
afterAll(() => world.close());
afterEach(async () => {
  world.slack.clearFaults();
  for (const place of ['', ' in #events']) await ask(`unsubscribe everything${place}`);
  expect(world.slack.errors).toEqual([]);
});

/** Apple types in #general. */
async function ask(text: string, user: string = apple, channel: string = general): Promise<SimMessage> {
  return (await world.ask(text, { user, channel })).message;
}

async function answerTo(...asked: Parameters<typeof ask>): Promise<string> {
  return textOf(await ask(...asked));
}

/** What the list says of each subscription, but for the operator's in #leads. */
function entriesOf(list: SimMessage): string[] {
  const lines = textOf(list).split('\n');
  return lines.filter((line) => /^\*.*\* – /.test(line) && !line.includes(leads));
}

async function listed(user?: string, channel?: string): Promise<string[]> {
  return entriesOf(await ask('subscriptions', user, channel));
}

/** All subscriptions as they lie in the store. */
async function stored(): Promise<string> {
  const redis = new Redis(world.redis?.url ?? '');
  try {
    return JSON.stringify(await redis.hgetall(keys.subscriptions.name));
  } finally {
    redis.disconnect();
  }
}

/** Clicks, and gives the message once it has changed. */
async function clickInPlace(message: SimMessage, button: string): Promise<SimMessage> {
  const before = textOf(message);
  await world.slack.click({ user: apple, message, button });
  return world.slack.waitFor(() => {
    const now = world.slack.current(message);
    return now && textOf(now) !== before ? now : null;
  });
}

/** Clicks, and gives the private message that appears beside the other. */
async function clickForAnswer(message: SimMessage, button: string, user: string = apple): Promise<SimMessage> {
  const last = () => world.slack.lastMessageFor(user, message.channel);
  const before = last()?.ts;
  await world.slack.click({ user, message, button });
  return world.slack.waitFor(() => {
    const now = last();
    return now && now.ts !== before ? now : null;
  });
}

describe('every form of subscribing', () => {
  it.each<[string, string, string]>([
    ['subscribe', 'every webinar', 'unsubscribe'],
    ['subscribe 932 0123 5621', 'webinar 932 0123 5621', 'unsubscribe https://zoom.us/j/93201235621?pwd=a&b=c'],
    [
      'subscribe https://zoom.us/w/93201235621?tk=x only bad',
      'webinar 932 0123 5621, if its quality was Bad',
      'unsubscribe 93201235621',
    ],
    ['subscribe topic: “All-Hands”', 'every webinar with “All-Hands” in its title', 'unsubscribe topic: all-hands'],
    [
      'subscribe topic: R&D <news> only poor',
      'every webinar with “R&D <news>” in its title, if its quality was Poor or worse',
      'unsubscribe topic: r&d <news>',
    ],
    [
      'subscribe host: Jane.Doe@Example.com only fair',
      'every webinar of the host j…@…, if its quality was Fair or worse',
      'unsubscribe host: jane.doe@example.com',
    ],
    [
      'subscribe host: z8yCxJjiSuGpO5QkqVoG_g',
      'every webinar of the host z8yCxJ…',
      'unsubscribe host: z8yCxJjiSuGpO5QkqVoG_g',
    ],
  ])('%s: is confirmed, listed, and taken back by words', async (typed, what, untyped) => {
    expect(await answerTo(typed)).toContain(`From now on #${general} gets the report of ${what}. `);
    expect(await listed()).toEqual([expect.stringContaining(`#${general}* – ${what}`)]);
    expect(await answerTo(untyped)).toContain(`Removed: #${general} no longer gets the report of ${what}.`);
    expect(await listed()).toEqual([]);
  });

  it('with <mailto:…>, as Slack sends addresses, means the same host; the address is told nowhere', async () => {
    const host = '<mailto:jane.doe@example.com|jane.doe@example.com>';
    const type = (text: string) => world.slack.typeCommand({ user: apple, channel: general, text, escaped: false });
    await type(`subscribe host: ${host}`);
    await ask('subscribe host: jane.doe@example.com');
    expect(await listed()).toHaveLength(1);
    expect(world.bots.flatMap(({ lines }) => lines).join('\n')).not.toContain('jane.doe');
    expect(JSON.stringify(world.slack.history)).not.toContain('jane.doe');
  });

  it.skipIf(inject('redisBinary') === '')('keeps a keyed hash of the address, not the address', async () => {
    await ask('subscribe host: jane.doe@example.com');
    expect(await stored()).toContain('hostKey');
    expect(await stored()).not.toContain('jane.doe');
  });

  it('goes into another channel by its name, for the one who typed it to see', async () => {
    world.slack.workspace.setBotMember(events, true);
    expect(await answerTo('subscribe topic: all-hands only bad in #events')).toContain(`From now on #${events} gets`);
    expect(await listed()).toEqual([expect.stringContaining(`#${events}* – every webinar with “all-hands”`)]);
    expect(await listed(banana)).toEqual([]);
    expect(await listed(banana, events)).toHaveLength(1);
    expect(await answerTo('unsubscribe topic: all-hands in #events')).toContain('Removed');
    expect(await listed()).toEqual([]);
    world.slack.workspace.setBotMember(events, false);
  });

  it('that is no form of it is explained, and stores nothing', async () => {
    const requests = world.zoom.requests.length;
    expect(await answerTo('subscribe every second day')).toContain('“every second day” is nothing to subscribe to');
    expect(await answerTo('subscribe only terrible')).toContain('fair, poor or bad');
    expect(await answerTo('subscribe in #nowhere')).toContain('nowhere” is. Type #');
    expect(await listed()).toEqual([]);
    expect(world.zoom.requests.length).toBe(requests);
  });
});

describe('taking back', () => {
  it('by the button removes one and shows what is left', async () => {
    await ask('subscribe');
    await ask('subscribe 932 0123 5621');
    const list = await ask('subscriptions');
    expect(textOf(list)).toContain(`By @${apple}`);
    const once = await clickInPlace(list, 'subscription.remove');
    expect(textOf(once)).toContain(`Removed: #${general} no longer gets the report of every webinar.`);
    expect(entriesOf(once)).toEqual([expect.stringContaining('webinar 932 0123 5621')]);
    const twice = await clickInPlace(once, 'subscription.remove');
    expect(entriesOf(twice)).toEqual([]);
  });

  it('by the button of an old list says that it is gone', async () => {
    await ask('subscribe');
    const list = await ask('subscriptions');
    await ask('unsubscribe');
    expect(textOf(await clickInPlace(list, 'subscription.remove'))).toContain('This subscription was removed before.');
  });

  it('of everything leaves only what the operator has set', async () => {
    await ask('subscribe');
    await ask('subscribe topic: all-hands');
    expect(await answerTo('unsubscribe everything')).toContain('• every webinar with “all-hands” in its title');
    expect(await answerTo('unsubscribe')).toContain(`There is no such subscription of #${general}.`);
    expect(await answerTo('unsubscribe everything', apple, leads)).toContain('the operator has set it');
    expect(textOf(await ask('subscriptions'))).toContain('Set by the operator, since');
  });

  it('explains a button with a value that is none', async () => {
    await ask('subscribe');
    const list = await ask('subscriptions');
    const click = { user: apple, message: list, button: 'subscription.remove', value: '{"v":1,"report":"x"}' };
    await world.slack.click(click);
    const told = await world.slack.waitFor(() => {
      const last = world.slack.lastMessageFor(apple, general);
      return last?.ts === list.ts ? null : last;
    });
    expect(textOf(told)).toContain('This button is from another version');
    expect(await listed()).toHaveLength(1);
  });
});

describe('what somebody else has subscribed to', () => {
  beforeEach(() => world.slack.workspace.setBotMember(events, true));
  afterEach(() => world.slack.workspace.setBotMember(events, false));

  it('is changed from another channel by whoever is in it, and by nobody else', async () => {
    const { members } = world.slack.workspace.channel(events);
    members.delete(banana);
    await ask('subscribe topic: all-hands in #events');
    const before = await listed(apple, events);
    expect(before).toHaveLength(1);
    for (const what of [
      'unsubscribe topic: all-hands',
      'unsubscribe everything',
      'subscribe topic: ALL-HANDS only bad',
    ]) {
      expect(await answerTo(`${what} in #events`, banana)).toContain(
        `Only people who are in #${events} can change what is posted there`,
      );
    }
    expect(await listed(apple, events)).toEqual(before);
    members.add(banana);
    expect(await answerTo('subscribe topic: ALL-HANDS only bad in #events', banana)).toContain('From now on');
    expect(await answerTo('unsubscribe topic: all-hands in #events', banana)).toContain('Removed');
    expect(await listed()).toEqual([]);
  });

  it('is not changed when Slack does not say who is in the channel', async () => {
    world.slack.fail({ method: 'conversations.members', kind: 'error', error: 'internal_error', times: 2 });
    expect(await answerTo('subscribe in #events')).toContain('Slack did not tell me in time whether you may ask');
    expect(await listed()).toEqual([]);
  });

  it('is not removed by a button that was made for another channel', async () => {
    await ask('subscribe in #events');
    await ask('subscribe', banana);
    const theirs = await ask('subscriptions', apple, events);
    const list = await ask('subscriptions', banana);
    const value = String(findElement(theirs.blocks, 'subscription.remove').element.value);
    await world.slack.click({ user: banana, message: list, button: 'subscription.remove', value });
    await world.slack.waitFor(() => {
      const last = world.slack.lastMessageFor(banana, general);
      return last?.ts !== list.ts && last && textOf(last).includes('This button is from another version') ? last : null;
    });
    expect((await listed(banana, events)).filter((line) => line.includes(`#${events}*`))).toHaveLength(1);
  });
});

describe('a channel in which the bot cannot post', () => {
  it.each<[string, string, string, string]>([
    ['archived', 'in #archive', general, 'it is archived. Choose another channel.'],
    ['public, without the bot', 'in #events', general, 'I am not a member. Type `/invite @Webinar QoS` there'],
    ['private, without the bot', '', board, 'I am not a member. Type `/invite @Webinar QoS` there'],
  ])('is refused: %s', async (_case, where, channel, reason) => {
    expect(await answerTo(`subscribe ${where}`, apple, channel)).toContain(reason);
    expect(await listed(apple, channel)).toEqual([]);
  });

  it('is taken on trust while Slack does not say', async () => {
    world.slack.fail({ method: 'conversations.info', kind: 'http500' });
    expect(await answerTo('subscribe')).toContain('could not be checked with Slack');
    expect(await listed()).toHaveLength(1);
  });

  it('is taken where the bot may post in every public channel', async () => {
    world.slack.settings.scopes.push('chat:write.public');
    expect(await answerTo('subscribe in #events')).toContain(`From now on #${events} gets`);
    world.slack.settings.scopes.pop();
  });
});

describe('"Post here when it ends"', () => {
  /** Asks for the running webinar and waits for the answer that says so. */
  async function askForRunning(channel: string): Promise<SimMessage> {
    const message = await ask(SAMPLE_IDS.running, apple, channel);
    return world.become(message, (text) => text.includes('has not ended yet'));
  }

  it('subscribes once to the webinar that runs, in the channel of the click', async () => {
    const told = await clickForEdit(world, await askForRunning(general), 'Post here when it ends');
    expect(textOf(told)).not.toContain('[Post here');
    expect(textOf(told)).toContain('I will post the report of webinar 932 0123 0555 here when it has ended');
    expect(await listed()).toEqual([expect.stringContaining('webinar 932 0123 0555 when it ends, once')]);
    expect(await answerTo('unsubscribe 932 0123 0555')).toContain('Removed');
  });

  it('works in direct messages with the bot', async () => {
    const { id } = world.slack.workspace.openDirect(apple);
    const told = await clickForEdit(world, await askForRunning(id), 'Post here when it ends');
    expect(textOf(told)).toContain('here when it has ended');
    expect(await listed()).toEqual([expect.stringContaining('Your direct messages with me')]);
    await ask('unsubscribe everything', apple, id);
  });

  it('asks for an invitation where the bot is no member', async () => {
    expect(world.slack.workspace.channel(board).members.has(botUser)).toBe(false);
    const told = await clickForAnswer(await askForRunning(board), 'Post here when it ends');
    expect(textOf(told)).toContain('`/invite @Webinar QoS`');
    expect(await listed(apple, board)).toEqual([]);
  });
});
