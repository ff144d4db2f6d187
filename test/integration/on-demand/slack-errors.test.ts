import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { signSlackRequest } from '../../../sim/slack/people/signing.ts';
import type { SimMessage } from '../../../sim/slack/stores/message-store.ts';
import { SLACK_IDS } from '../../../sim/slack/stores/workspace.ts';
import { keys } from '../../../src/storage/keys.ts';
import { clickForEdit, clickForNew } from '../support/clicks.ts';
import { createSentenceBook } from '../support/sentences.ts';
import { addWebinar } from '../support/webinars.ts';
import { isReport, openWorld, SLACK_MODE, textOf, type World } from '../support/world.ts';

const { apple, banana, general, events, announcements } = SLACK_IDS;
const book = createSentenceBook('what goes wrong in Slack');
let world: World;
/** For what leaves it as it is. */
let report: SimMessage;

beforeAll(async () => {
  world = await openWorld();
  report = await reportOf();
});
afterEach(() => {
  world.slack.clearFaults();
  world.zoom.clearFaults();
});
afterAll(async () => {
  book.print();
  await world?.close();
});

const reportOf = () => world.askForReport(addWebinar(world).id);
const callsOf = (name: string) => world.slack.calls.filter(({ method }) => method === name).length;
const directMessages = () => world.slack.messagesFor(apple, world.slack.workspace.openDirect(apple).id);

describe('an answer that Slack does not take', () => {
  it.each([
    ['500 once', () => world.slack.fail({ method: 'response_url', kind: 'http500' })],
    ['a rate limit', () => world.slack.fail({ method: 'response_url', kind: 'ratelimited', retryAfter: 1 })],
    ['no answer once', () => world.slack.fail({ method: 'response_url', kind: 'reset' })],
  ])('is sent again after %s', async (_what, fail) => {
    const before = callsOf('response_url');
    fail();
    expect(isReport(await reportOf())).toBe(true);
    expect(callsOf('response_url') - before).toBe(2);
  });

  it.each([
    ['is used up', () => world.slack.fail({ method: 'response_url', kind: 'error', error: 'used_url', always: true })],
    ['has expired', () => world.slack.clock.advance(31 * 60_000)],
  ])('comes as a direct message when the response_url %s', async (what, spoil) => {
    const before = directMessages().length;
    const { id, topic } = addWebinar(world);
    await world.ask(id);
    spoil();
    const message = await world.slack.waitFor(() => directMessages()[before], 15_000);
    expect(isReport(message)).toBe(true);
    expect(book.add(`the response_url ${what}`, message)).toContain(topic);
  });

  it('comes as plain text when Slack refuses the blocks, with and without its picture', async () => {
    world.slack.fail({ method: 'response_url', kind: 'error', error: 'invalid_blocks' });
    world.slack.fail({ method: 'response_url', kind: 'error', error: 'invalid_blocks' });
    const { message } = await world.ask(addWebinar(world).id);
    const plain = await world.become(message, (_text, now) => now.ts !== message.ts);
    expect(plain.blocks).toEqual([]);
    expect(book.add('invalid_blocks', plain)).toMatch(/^Webinar quality: Fair\. Case \d+\. .*2 of 25 .*Worst: /);
  });

  it('is given up, and logged, when nothing is left to try', async () => {
    world.slack.fail({ method: 'response_url', kind: 'error', error: 'used_url', always: true });
    world.slack.fail({ method: 'conversations.open', kind: 'error', error: 'user_disabled', always: true });
    const before = callsOf('conversations.open');
    await world.ask(addWebinar(world).id);
    const isLogged = () => world.bots[0]?.lines.some((line) => line.includes('"slackError":"user_disabled"'));
    await expect.poll(isLogged, { timeout: 10_000 }).toBe(true);
    expect(callsOf('conversations.open') - before).toBe(1);
  });
});

describe('Share in channel', () => {
  const shared = (channel: string) =>
    world.slack
      .messagesFor(banana, channel)
      .filter((message) => message.ephemeralFor === undefined && isReport(message));

  it('posts once for a double click', async () => {
    const report = await reportOf();
    const before = shared(general).length;
    await Promise.all([1, 2].map(() => world.slack.click({ user: apple, message: report, button: 'report.share' })));
    const told = await world.slack.waitFor(() => {
      const last = world.slack
        .messagesFor(apple, general)
        .slice(-3)
        .filter(({ ephemeralFor }) => ephemeralFor);
      return last.some((message) => textOf(message).includes('a moment ago')) ? last : null;
    });
    for (const message of told) book.add('shared twice', message);
    expect(shared(general).length).toBe(before + 1);
  });

  it('works where the bot is no member', async () => {
    const { message } = await world.ask(addWebinar(world).id, { channel: events });
    const report = await world.become(message, (_text, now) => isReport(now));
    const told = await clickForNew(world, report, 'report.share');
    expect(isReport(told)).toBe(true);
    expect(told.ephemeralFor).toBeUndefined();
    expect(shared(events)).toHaveLength(1);
  });

  it.each([
    ['an archived channel', 'is_archived', /I can't post in #C0GENERAL01: it is archived\. Choose another channel/],
    ['a read-only channel', 'restricted_action_read_only_channel', /posting is restricted there/],
    ['a permission that is missing', 'missing_scope', /the app lacks a permission.* Ref \w{6}/],
    ['a token that was revoked', 'token_revoked', /no longer accepts the bot's token.*SLACK_BOT_TOKEN/],
  ])('is explained for %s', async (what, error, says) => {
    const report = await reportOf();
    world.slack.fail({ method: 'chat.postMessage', kind: 'error', error });
    const told = await clickForNew(world, report, 'report.share');
    expect(told.ephemeralFor).toBe(apple);
    expect(book.add(`Share: ${what}`, told)).toMatch(says);
    // And is not taken for a double click once it is put right: for a token, once auth.test has been asked again.
    const shareAgain = async () => {
      const isShared = () => shared(general).some(({ text }) => text === report.text);
      // Once it was, there is no button any more.
      if (!isShared()) await world.slack.click({ user: apple, message: report, button: 'report.share' });
      return isShared();
    };
    await expect.poll(shareAgain, { timeout: 10_000, interval: 250 }).toBe(true);
  });

  it('is explained in a channel that only admins write to', async () => {
    const { message } = await world.ask(addWebinar(world).id, { channel: announcements });
    const report = await world.become(message, (_text, now) => isReport(now));
    expect(textOf(await clickForNew(world, report, 'report.share'))).toContain('posting is restricted there');
    expect(shared(announcements)).toHaveLength(0);
  });

  it('is tried again when Slack had a hiccup', async () => {
    const report = await reportOf();
    const before = shared(general).length;
    world.slack.fail({ method: 'chat.postMessage', kind: 'ratelimited', retryAfter: 1 });
    await world.slack.click({ user: apple, message: report, button: 'report.share' });
    await expect.poll(() => shared(general).length).toBe(before + 1);
  });
});

describe('a click', () => {
  it('is answered to the one who clicked, and to nobody else', async () => {
    const report = await reportOf();
    await world.slack.click({ user: apple, message: report, button: 'report.share' });
    const post = await world.slack.waitFor(() =>
      world.slack.messagesFor(banana, general).find((one) => one.text === report.text && !one.ephemeralFor),
    );
    const list = await clickForNew(world, post, 'report.list.severity', { user: banana });
    expect(list.ephemeralFor).toBe(banana);
    expect(textOf(list)).toContain('Worst connections – 1–2 of 2');
    expect(world.slack.current(post)?.edits).toBe(0);
  });

  it.each([
    ['500 once', () => world.slack.fail({ method: 'response_url', kind: 'http500' })],
    ['a rate limit', () => world.slack.fail({ method: 'response_url', kind: 'ratelimited', retryAfter: 1 })],
  ])('is answered after %s', async (_what, fail) => {
    const before = callsOf('response_url');
    fail();
    expect(textOf(await clickForNew(world, report, 'report.list.severity'))).toContain('Worst connections – 1–2 of 2');
    expect(callsOf('response_url') - before).toBe(2);
  });

  it('on Details is answered after a hiccup', async () => {
    const list = await clickForNew(world, report, 'report.list.severity');
    const [calls, views] = [callsOf('views.open'), world.slack.openViews(apple).length];
    world.slack.fail({ method: 'views.open', kind: 'http500' });
    await world.slack.click({ user: apple, message: list, button: 'list.details' });
    await world.slack.waitFor(() => world.slack.openViews(apple).length === views + 1);
    expect(callsOf('views.open') - calls).toBe(2);
  });

  it('on Details that comes too late is explained', async () => {
    const list = await clickForNew(world, report, 'report.list.severity');
    world.slack.fail({ method: 'views.open', kind: 'error', error: 'expired_trigger_id' });
    expect(book.add('Details, too late', await clickForNew(world, list, 'list.details'))).toContain('Click again');
  });

  it.each(['files.getUploadURLExternal', 'files.completeUploadExternal'])(
    'on Export CSV explains a failing %s',
    async (method) => {
      world.slack.fail({ method, kind: 'error', error: 'missing_scope' });
      expect(book.add(`CSV: ${method}`, await clickForNew(world, report, 'Export CSV'))).toContain(
        'lacks a permission',
      );
    },
  );

  it.each([
    ['no JSON', 'garbage'],
    ['other JSON', '{"v":1,"report":"x","view":"list","sort":"name","page":0}'],
    ['a page out of this world', '{"v":1,"report":"x","view":"list","sort":"loss","page":1e9}'],
    ['a prototype', '{"__proto__":{"v":1},"report":"x"}'],
    ['2,000 characters', 'x'.repeat(2000)],
    ['nothing', ''],
  ])('with %s in the button is refused', async (what, value) => {
    const told = await clickForNew(world, report, 'report.list.loss', { value });
    expect(told.ephemeralFor).toBe(apple);
    expect(book.add(`a button with ${what}`, told)).toContain('This button is from another version of the bot');
  });

  const madeUp = 'madeUp{}*\n../AAAA==';
  const list = JSON.stringify({ v: 1, report: madeUp, view: 'list', sort: 'loss', page: 0 });
  it.each([
    ['report.list.loss', list],
    ['Export CSV', `export ${madeUp}`],
    ['report.share', list],
  ])('on %s of a made-up report is explained', async (button, value) => {
    const calls = world.zoom.requests.length;
    const told = await clickForNew(world, report, button, { value });
    expect(book.add(`made-up report, ${button}`, told)).toContain('The pages of this report are no longer kept');
    expect(world.zoom.requests.length).toBe(calls);
  });

  it('on a page far behind the end shows the last page', async () => {
    const list = await clickForNew(world, report, 'report.list.loss');
    const value = JSON.stringify({ ...stateOf(list, 'list.page.next'), page: 999 });
    expect(textOf(await clickForEdit(world, list, 'list.page.next', { value }))).toContain('21–25 of 25');
  });

  it.each(['id:../../users/me', 'id:93201235621?type=live', 'id:', '../../users/me\n', 'x'.repeat(150)])(
    'on Refresh of %j asks Zoom nothing',
    async (key) => {
      const calls = world.zoom.requests.length;
      const told = await clickForNew(world, report, 'Refresh', { value: `refresh ${key}` });
      expect(book.add('Refresh of what is no webinar', told)).toContain('another version of the bot');
      expect(world.zoom.requests.length).toBe(calls);
    },
  );

  it('on an expired report offers to read it again, and does', async () => {
    const report = await reportOf();
    await forget(report);
    const told = await clickForNew(world, report, 'report.list.severity');
    expect(book.add('an expired report', told)).toContain('[Read it again]');
    const again = await clickForEdit(world, told, 'failure.read-again');
    expect(isReport(await world.become(again, (_text, now) => isReport(now)))).toBe(true);
  });

  it('on Refresh of a shared report that cannot be read leaves the report in place', async () => {
    const report = await reportOf();
    await world.slack.click({ user: apple, message: report, button: 'report.share' });
    const post = await world.slack.waitFor(() =>
      world.slack.messagesFor(banana, general).find((one) => one.text === report.text && !one.ephemeralFor),
    );
    world.zoom.fail({ endpoint: '*', kind: 'status', status: 400, code: 200, message: 'No permission.', always: true });
    await forget(report);
    const reading = await clickForNew(world, post, 'Refresh', { user: banana });
    const told = await world.become(
      reading,
      (text) => text.includes('No permission') || text.includes('Business or Education'),
    );
    expect([reading, told].map(({ ephemeralFor }) => ephemeralFor)).toEqual([banana, banana]);
    book.add('Refresh of a shared report', told);
    expect(world.slack.current(post)?.edits).toBe(0);
    world.zoom.clearFaults();
    const refreshed = await clickForEdit(world, post, 'Refresh', { user: banana });
    expect(isReport(refreshed)).toBe(true);
    expect(textOf(refreshed)).not.toContain('Share');
  });
});

describe('what is not meant for the bot', () => {
  it('another command is answered', async () => {
    const { message } = await world.slack.typeCommand({
      user: apple,
      channel: general,
      command: '/webinar',
      text: 'x',
    });
    expect(message && book.add('another command', message)).toContain("I don't know /webinar");
  });

  it.skipIf(SLACK_MODE === 'socket').each([
    ['a wrong signature', () => 'v0=00', 0],
    ['no signature', () => '', 0],
    ['a signature of yesterday', (timestamp: string, body: string) => signed(timestamp, body), 86_400],
  ])('%s is refused with 401', async (_what, sign, ageSeconds) => {
    expect(await post(world.bots[0]?.url, sign, ageSeconds)).toBe(401);
  });

  it.skipIf(SLACK_MODE === 'socket')(
    'what is signed with the old or the new secret is answered while one is replaced',
    async () => {
      const { settings } = world.slack;
      const old = settings.signingSecret;
      const [first] = world.bots;
      world.useBot(await world.startBot({ SLACK_SIGNING_SECRET: `new-signing-secret,${old}` }));
      expect(textOf((await world.ask('help')).message)).toContain('/webinar-qos');
      settings.signingSecret = 'new-signing-secret';
      expect(textOf((await world.ask('help')).message)).toContain('/webinar-qos');
      const report = await reportOf();
      const list = await clickForNew(world, report, 'report.list.severity');
      expect(textOf(list)).toContain('Worst connections');
      const byAnother = (timestamp: string, body: string) => signSlackRequest('another-secret', timestamp, body);
      expect(await post(world.bots.at(-1)?.url, byAnother)).toBe(401);
      settings.signingSecret = old;
      if (first) world.useBot(first);
    },
  );

  it('has not harmed the process: a good ask is answered', async () => {
    expect(isReport(await reportOf())).toBe(true);
    expect(world.slack.errors).toEqual([]);
    expect(world.bots[0]?.lines.join('\n')).not.toMatch(/"failure":"internal"|nobody was listening/);
  });
});

/** A command as Slack sends it. @returns the status */
async function post(url: string | undefined, sign: typeof signed, ageSeconds = 0): Promise<number> {
  const body = new URLSearchParams({ command: '/webinar-qos', text: '93201235621' }).toString();
  const timestamp = String(Math.floor(Date.now() / 1000) - ageSeconds);
  const response = await fetch(`${url}/slack/events`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': sign(timestamp, body),
    },
  });
  return response.status;
}

const signed = (timestamp: string, body: string) =>
  signSlackRequest(world.slack.settings.signingSecret, timestamp, body);

function stateOf(message: SimMessage, actionId: string): Record<string, unknown> {
  const json = JSON.stringify(message.blocks);
  const found = new RegExp(`"action_id":"${actionId}".*?"value":("(?:[^"\\\\]|\\\\.)*")`).exec(json)?.[1];
  return JSON.parse(JSON.parse(found ?? '""'));
}

/** As if the report's time had come. */
async function forget(report: SimMessage): Promise<void> {
  const redis = new Redis(world.redis?.url ?? '');
  const key = String(stateOf(report, 'report.list.loss').report);
  expect(await redis.del(keys.reportHead(key).name)).toBe(1);
  await redis.quit();
}
