import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { BotProcess } from '../../sim/bot/bot-process.ts';
import type { SimMessage } from '../../sim/slack/stores/message-store.ts';
import { SLACK_IDS } from '../../sim/slack/stores/workspace.ts';
import { toPlainText } from '../../sim/slack/to-plain-text.ts';
import { SAMPLE_IDS } from '../../sim/zoom/samples/sample-webinars.ts';
import { clickForEdit, clickForNew } from './support/clicks.ts';
import { metricOf } from './support/metrics.ts';
import { isReport, openWorld, textOf, type World } from './support/world.ts';

const { apple, botUser } = SLACK_IDS;
/** Whose members may ask; one of them is of another organisation. */
const AV = 'C0AVTEAM001';
/** Everybody is in, who may ask and who may not. */
const HALL = 'C0HALL00001';

/** Who there is, and whether they may ask anywhere. */
const ROLES = {
  'in the channel': { id: 'U0CHANNEL01', may: true },
  'in the user group': { id: 'U0GROUP0001', may: true },
  named: { id: 'U0NAMED0001', may: true },
  operator: { id: 'U0OPERATOR1', may: true },
  'another member': { id: 'U0MEMBER001', may: false },
  'guest of several channels': { id: 'U0MULTI0001', may: false },
  'guest of one channel': { id: 'U0SINGLE001', may: false },
  'person of another organisation': { id: 'U0OUTSIDE01', may: false },
} as const;
type Role = keyof typeof ROLES;
const roles = Object.keys(ROLES) as Role[];

const WHO = /Only people in #C0AVTEAM001, and others whom the operator has named, may ask/;
const FULL_MEMBERS = /only full members of this workspace may ask/;
const REFUSED = /may ask\. Ask/;

let world: World;
let strict: BotProcess;
/** Without any list: every full member. */
let usual: BotProcess;
/** The report, as everybody in the hall, and in the team's channel, sees it. */
const shared = new Map<string, SimMessage>();

beforeAll(async () => {
  world = await openWorld({ replicas: 0 });
  usual = await world.startBot();
  strict = await world.startBot({
    ACCESS_CHANNELS: AV,
    ACCESS_USERS: `${ROLES.named.id},${ROLES['guest of one channel'].id}`,
    ACCESS_USERGROUPS: 'S0EDITORS01',
    ACCESS_OPERATORS: ROLES.operator.id,
  });
  const { workspace } = world.slack;
  for (const { id } of Object.values(ROLES)) workspace.addUser({ id, name: id.toLowerCase() });
  workspace.addUser({ id: ROLES['guest of several channels'].id, name: 'multi', guest: 'multi' });
  workspace.addUser({ id: ROLES['guest of one channel'].id, name: 'single', guest: 'single' });
  workspace.addUser({ id: ROLES['person of another organisation'].id, name: 'outside', team: 'T0OTHER0001' });
  workspace.usergroups.set(
    'S0EDITORS01',
    new Set([ROLES['in the user group'].id, ROLES['guest of several channels'].id]),
  );
  const all = Object.values(ROLES).map(({ id }) => id);
  const outside = ROLES['person of another organisation'].id;
  workspace.addChannel({
    id: AV,
    name: 'av-team',
    members: new Set([apple, ROLES['in the channel'].id, outside, botUser]),
  });
  workspace.addChannel({ id: HALL, name: 'hall', members: new Set([...all, apple, botUser]) });
  world.useBot(usual);
  for (const channel of [AV, HALL]) {
    const { message } = await world.ask(SAMPLE_IDS.good, { channel });
    const report = await world.become(message, (_text, now) => now.blocks.length > 3);
    await world.slack.click({ user: apple, message: report, button: 'report.share' });
    shared.set(
      channel,
      await world.slack.waitFor(() =>
        world.slack.messagesFor(apple, channel).find(({ ephemeralFor, threadTs }) => !ephemeralFor && !threadTs),
      ),
    );
  }
  world.useBot(strict);
});
afterAll(() => world?.close());
afterEach(() => {
  world.slack.clearFaults();
  world.useBot(strict);
  expect(world.slack.errors).toEqual([]);
});

const idOf = (role: Role): string => ROLES[role].id;

async function type(text: string, user: string, channel: string): Promise<string> {
  return textOf((await world.ask(text, { user, channel })).message);
}

function sharedIn(channel: string): SimMessage {
  const message = shared.get(channel);
  if (!message) throw new Error(`nothing was shared in ${channel}`);
  return message;
}

/** What somebody reads who does it: the private answer. */
const ACTIONS: Readonly<Record<string, (user: string, channel: string) => Promise<string>>> = {
  help: (user, channel) => type('help', user, channel),
  report: (user, channel) => type(SAMPLE_IDS.good, user, channel),
  find: (user, channel) => type(`${SAMPLE_IDS.good} find apple`, user, channel),
  subscribe: (user, channel) => type('subscribe 932 0123 5621', user, channel),
  subscriptions: (user, channel) => type('subscriptions', user, channel),
  unsubscribe: (user, channel) => type('unsubscribe 932 0123 5621', user, channel),
  'worst connections': async (user, channel) =>
    textOf(await clickForNew(world, sharedIn(channel), 'report.list.severity', { user })),
  'find a person': async (user, channel) => {
    const before = seenBy(user, channel);
    await world.slack.click({ user, message: sharedIn(channel), button: 'Find a person' });
    return world.slack.waitFor(() => {
      const [view] = world.slack.openViews(user);
      const fresh = seenBy(user, channel).find((text) => !before.includes(text));
      return view ? toPlainText(view) : (fresh ?? null);
    });
  },
};

function seenBy(user: string, channel: string): string[] {
  return world.slack.messagesFor(user, channel).map((message) => `${message.ts} ${textOf(message)}`);
}

const TABLE = roles.flatMap((role) =>
  [AV, HALL, 'direct messages'].flatMap((place) => {
    const isThere = place !== AV || ['in the channel', 'person of another organisation'].includes(role);
    const actions = Object.keys(ACTIONS).filter(
      (action) => place !== 'direct messages' || !/connections|a person/.test(action),
    );
    return isThere ? actions.map((action) => ({ role, place, action, allowed: ROLES[role].may })) : [];
  }),
);

describe('who may ask: role × place × action', () => {
  it.each(TABLE)('$role, in $place: $action – $allowed', async ({ role, place, action, allowed }) => {
    const user = idOf(role);
    const channel = place === 'direct messages' ? world.slack.workspace.openDirect(user).id : place;
    const zoomCalls = world.zoom.requests.length;
    const read = (await ACTIONS[action]?.(user, channel)) ?? '';
    if (allowed) {
      expect(read).not.toMatch(REFUSED);
    } else {
      expect(read).toMatch(role === 'another member' ? WHO : FULL_MEMBERS);
      expect(world.zoom.requests.length).toBe(zoomCalls);
    }
    // Nobody else reads it.
    const others = world.slack.messagesFor(apple, HALL).filter((message) => REFUSED.test(textOf(message)));
    expect(others).toEqual([]);
  });
});

describe('who may ask', () => {
  it('is every full member when nothing is set, and a guest where that is set', async () => {
    world.useBot(usual);
    expect(await type('help', idOf('another member'), HALL)).not.toMatch(REFUSED);
    expect(await type('help', idOf('guest of one channel'), HALL)).toMatch(FULL_MEMBERS);
    expect(await type('help', idOf('person of another organisation'), HALL)).toMatch(FULL_MEMBERS);
    const open = await world.startBot({ ACCESS_GUESTS: 'yes' });
    world.useBot(open);
    for (const role of roles) expect(await type('help', idOf(role), HALL)).not.toMatch(REFUSED);
    await open.stop();
  });

  it('is asked again by what a window sends, not only when it was opened', async () => {
    const user = idOf('another member');
    world.useBot(usual);
    await world.slack.click({ user, message: sharedIn(HALL), button: 'Find a person' });
    await world.slack.waitFor(() => world.slack.openViews(user).at(-1));
    world.useBot(strict);
    await world.slack.submitView({
      user,
      values: { 'find.name': { name: { type: 'plain_text_input', value: 'apple' } } },
    });
    const top = world.slack.openViews(user).at(-1);
    expect(top && toPlainText(top)).toMatch(WHO);
  });

  it('is asked of who pages, not of who shared, for private lists too', async () => {
    const user = idOf('another member');
    world.useBot(usual);
    const list = await clickForNew(world, sharedIn(HALL), 'report.list.loss', { user });
    await clickForEdit(world, list, 'Next', { user });
    world.useBot(strict);
    const refused = await clickForNew(world, list, 'By latency', { user });
    expect(textOf(refused)).toMatch(WHO);
    expect(refused.ephemeralFor).toBe(user);
  });
});

describe('when Slack does not say who may ask', () => {
  const somebody = (name: string) => {
    const id = `U0NEW${name}`;
    world.slack.workspace.addUser({ id, name });
    world.slack.workspace.channel(HALL).members.add(id);
    return id;
  };

  it.each([
    ['an error', { kind: 'error', error: 'internal_error' }],
    ['no answer', { kind: 'timeout' }],
    ['a server that is unwell', { kind: 'http500' }],
    ['a limit', { kind: 'ratelimited', retryAfter: 30 }],
    ['a page of a proxy', { kind: 'html' }],
  ] as const)('nobody is let in: %s', async (what, fault) => {
    world.useBot(usual);
    const user = somebody(what.replaceAll(/\W/g, '').toUpperCase());
    world.slack.fail({ method: 'users.info', ...fault, always: true });
    const began = Date.now();
    expect(await type('help', user, HALL)).toContain('Slack did not tell me in time whether you may ask');
    expect(Date.now() - began).toBeLessThan(2_900);
    // Not kept: the next try asks again.
    world.slack.clearFaults();
    if (fault.kind !== 'timeout') expect(await type('help', user, HALL)).not.toMatch(REFUSED);
  });

  it('once is not noticed', async () => {
    world.useBot(usual);
    world.slack.fail({ method: 'users.info', kind: 'http500' });
    expect(await type('help', somebody('ONCE'), HALL)).not.toMatch(REFUSED);
  });

  it('as a scope lacks, the scope is named, and the bot stays well', async () => {
    world.useBot(usual);
    const scopes = [...world.slack.settings.scopes];
    world.slack.settings.scopes = scopes.filter((scope) => scope !== 'users:read');
    expect(await type('help', somebody('SCOPE'), HALL)).toContain('lacks the scope `users:read`');
    world.slack.settings.scopes = scopes;
    expect((await fetch(`${usual.url}/readyz`)).status).toBe(200);
  });

  it('operators are let in all the same', async () => {
    world.slack.fail({ method: 'users.info', kind: 'http500', always: true });
    expect(await type('help', idOf('operator'), HALL)).not.toMatch(REFUSED);
  });
});

describe('how the bot is', () => {
  it('is for operators, who see the calls of all processes by kind and person', async () => {
    await world.startBot().then((other) => world.useBot(other));
    world.slack.workspace.channel(HALL).members.add(apple);
    await world.become((await world.ask(`${SAMPLE_IDS.badUplink} fresh`, { channel: HALL })).message, (_text, now) =>
      isReport(now),
    );
    world.useBot(strict);
    const counted = () => type('status', idOf('operator'), HALL);
    await expect
      .poll(counted, { timeout: 10_000 })
      .toMatch(new RegExp(`Most calls:\\* (?:@\\w+ \\d+ · )?@${apple} \\d+`));
    const status = await counted();
    expect(status).toMatch(/Webinar QoS \d+\.\d+\.\d+/);
    expect(status).toMatch(
      /Zoom calls today:\* \d+ of 60,000, 20 % of them kept for automatic reports \(asked for [1-9]/,
    );
    expect(status).toContain('Paused channels:* none');
  });

  it('is for nobody else, and says whom to ask, or that nobody is named', async () => {
    expect(await type('status', idOf('named'), HALL)).toContain(
      'Only operators of the bot may do that. Ask one of them.',
    );
    world.useBot(usual);
    expect(await type('status', idOf('operator'), HALL)).toContain('none are named yet: `ACCESS_OPERATORS`');
  });
});

describe('a refusal', () => {
  it('is one line in the log, with the reference that the person reads, and is counted', async () => {
    const before = await metricOf(strict, 'webinar_qos_refusals_total', { reason: 'guest' });
    const read = await type('help', idOf('guest of several channels'), HALL);
    const [, reference = ''] = /Ref (\w+)/.exec(read) ?? [];
    expect(reference).not.toBe('');
    const lines = () => strict.lines.filter((line) => line.includes(reference)).map((line) => JSON.parse(line));
    await expect
      .poll(lines)
      .toMatchObject([{ msg: 'somebody who may not ask was refused', reason: 'guest', ref: reference }]);
    expect(await metricOf(strict, 'webinar_qos_refusals_total', { reason: 'guest' })).toBe(before + 1);
  });

  it('costs Slack one question in five minutes for each person, whatever they try', async () => {
    const asked = () => world.slack.calls.filter(({ method }) => method === 'users.info').length;
    await type('help', idOf('guest of several channels'), HALL);
    const before = asked();
    for (let i = 0; i < 5; i += 1) await type('subscriptions', idOf('guest of several channels'), HALL);
    expect(asked()).toBe(before);
  });
});
