import { createHmac } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSimClock } from '../../../../sim/runtime/clock.ts';
import { readBody, type SimServer, startServer } from '../../../../sim/runtime/http-server.ts';
import { buttonLabels } from '../../../../sim/slack/people/find-button.ts';
import { signSlackRequest } from '../../../../sim/slack/people/signing.ts';
import { type SlackSim, startSlackSim } from '../../../../sim/slack/slack-sim.ts';
import { SLACK_IDS } from '../../../../sim/slack/stores/workspace.ts';

const { apple, banana, general, board } = SLACK_IDS;
const post = { user: apple, channel: general };
let time = 1_773_172_800_000;
let slack: SlackSim;
let bot: SimServer;
let seen: { headers: Record<string, unknown>; body: string; form: URLSearchParams }[];
/** What the bot does with a request; by default it acknowledges with nothing. */
let onRequest: (form: URLSearchParams, response: ServerResponse) => void;

beforeEach(async () => {
  seen = [];
  onRequest = (_, response) => response.end();
  bot = await startServer(async (request, response) => {
    const body = (await readBody(request)).toString();
    const form = new URLSearchParams(body);
    seen.push({ headers: request.headers, body, form });
    onRequest(form, response);
  });
  slack = await startSlackSim({ botUrl: bot.origin, clock: createSimClock(() => time), ackTimeoutMs: 200 });
});
afterEach(async () => {
  await slack.stop();
  await bot.stop();
});

const json = (response: ServerResponse, body: unknown) =>
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
const buttons = (...labels: string[]) => ({
  type: 'actions',
  elements: labels.map((label) => ({
    type: 'button',
    action_id: `act.${label.toLowerCase()}`,
    value: `value of ${label}`,
    text: { type: 'plain_text', text: label },
  })),
});
const payloadOf = (index: number) => JSON.parse(seen[index]?.form.get('payload') ?? 'null');

interface Said {
  readonly ok: boolean;
  readonly error?: string;
  readonly response_metadata: { readonly messages: string[] };
  readonly view: { readonly id: string; readonly hash: string };
}

async function respond(url: string, body: unknown) {
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
  const said = (await response.json()) as Said; // safe: the answer of the simulator
  return { status: response.status, ...said };
}

describe('signSlackRequest', () => {
  it('signs the documented test vector', () => {
    const facts = {
      body: 'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c',
      signature: 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
    };
    expect(signSlackRequest('8f742231b10e8888abcd99yyyzzz85a5', '1531420618', facts.body)).toBe(facts.signature);
  });
});

describe('typeCommand', () => {
  it('posts the documented form, exactly typed and signed', async () => {
    await slack.typeCommand({ ...post, text: '932 0123 5621' });
    const { headers, body, form } = seen[0] ?? { headers: {}, body: '', form: new URLSearchParams() };
    expect(headers['content-type']).toBe('application/x-www-form-urlencoded');
    const base = `v0:${headers['x-slack-request-timestamp']}:${body}`;
    const signature = createHmac('sha256', slack.settings.signingSecret).update(base).digest('hex');
    expect(headers['x-slack-signature']).toBe(`v0=${signature}`);
    expect(Object.fromEntries(form)).toMatchObject({
      command: '/webinar-qos',
      text: '932 0123 5621',
      user_id: apple,
      channel_id: general,
      channel_name: 'general',
      is_enterprise_install: 'false',
    });
  });

  it('escapes links, people and channels, unless asked not to', async () => {
    await slack.typeCommand({ ...post, text: 'https://zoom.us/j/93201235621 for @banana in #general & co' });
    await slack.typeCommand({ ...post, text: '<https://zoom.us/j/1>', escaped: false });
    expect(seen.map(({ form }) => form.get('text'))).toEqual([
      `<https://zoom.us/j/93201235621> for <@${banana}|banana> in <#${general}|general> &amp; co`,
      '<https://zoom.us/j/1>',
    ]);
  });

  it('shows the acknowledgement to the asker only', async () => {
    onRequest = (_, response) => json(response, { text: 'report', blocks: [buttons('Next')] });
    const { message, status } = await slack.typeCommand(post);
    expect(status).toBe(200);
    expect(message).toMatchObject({ ephemeralFor: apple, text: 'report' });
    expect(slack.messagesFor(banana, general)).toEqual([]);
    onRequest = (_, response) => response.end('plain words');
    expect((await slack.typeCommand(post)).message?.text).toBe('plain words');
  });

  it('shows in_channel answers, and the command, to all', async () => {
    onRequest = (_, response) => json(response, { response_type: 'in_channel', text: 'report' });
    await slack.typeCommand({ ...post, text: 'recent' });
    expect(slack.messagesFor(banana, general).map((message) => message.text)).toEqual([
      '/webinar-qos recent',
      'report',
    ]);
  });

  it('does not show an acknowledgement that Slack would not take', async () => {
    onRequest = (_, response) => json(response, { text: 'a', blocks: [{ type: 'nonsense' }] });
    expect((await slack.typeCommand(post)).message).toBeNull();
    expect(slack.errors).toMatchObject([{ what: 'invalid_ack', detail: expect.stringContaining('/blocks/0') }]);
  });

  it('tells the asker of time-outs and refusals', async () => {
    onRequest = () => {};
    const late = await slack.typeCommand(post);
    expect(late).toMatchObject({ status: null, failure: 'operation_timeout' });
    expect(late.ms).toBeGreaterThanOrEqual(190);
    expect(slack.lastMessageFor(apple, general)?.text).toBe('/webinar-qos failed with the error "operation_timeout"');
    onRequest = (_, response) => response.writeHead(500).end();
    expect((await slack.typeCommand(post)).message?.text).toContain('dispatch_failed');
    expect(slack.errors.map((error) => error.what)).toEqual(['operation_timeout', 'dispatch_failed']);
  });

  it('knows who is where', async () => {
    await expect(slack.typeCommand({ user: SLACK_IDS.cherry, channel: board })).rejects.toThrow('not a member');
  });
});

describe('the response_url of a command', () => {
  const urlOf = (index: number) => seen[index]?.form.get('response_url') ?? '';

  it('answers five times in thirty minutes, also where the bot is not a member', async () => {
    await slack.typeCommand({ user: apple, channel: board });
    for (let use = 0; use < 5; use += 1) expect((await respond(urlOf(0), { text: `${use}` })).status).toBe(200);
    expect(await respond(urlOf(0), { text: 'six' })).toMatchObject({ status: 404, error: 'used_url' });
    expect(slack.messagesFor(apple, board)).toHaveLength(5);
    await slack.typeCommand(post);
    time += 30 * 60_000 + 1;
    expect(await respond(urlOf(1), { text: 'late' })).toMatchObject({ status: 404, error: 'expired_url' });
  });

  it('replaces nothing, whatever is asked for: each use is one more message', async () => {
    onRequest = (_, response) => json(response, { text: 'reading' });
    await slack.typeCommand(post);
    await respond(urlOf(0), { text: 'half', replace_original: true, response_type: 'ephemeral' });
    await respond(urlOf(0), { text: 'done', replace_original: true, response_type: 'in_channel' });
    expect(slack.messagesFor(apple, general).map(({ text }) => text)).toEqual(['reading', 'half', 'done']);
    expect(slack.messagesFor(banana, general).map(({ text }) => text)).toEqual(['done']);
    expect(slack.history.every(({ kind }) => kind === 'posted')).toBe(true);
  });

  it('is private unless told otherwise, which the bot is reproached for all the same', async () => {
    await slack.typeCommand(post);
    await respond(urlOf(0), { text: 'for whom?' });
    expect(slack.messagesFor(banana, general)).toEqual([]);
    expect(slack.errors).toMatchObject([{ what: 'no_response_type', detail: 'to the response_url of a command' }]);
  });

  it('can speak to all, but not delete', async () => {
    await slack.typeCommand(post);
    await respond(urlOf(0), { text: 'for all', response_type: 'in_channel' });
    expect(slack.lastMessageFor(banana, general)?.text).toBe('for all');
    expect((await respond(urlOf(0), { delete_original: true })).status).toBe(400);
  });

  it('refuses blocks and bodies that Slack refuses, and fails on demand', async () => {
    await slack.typeCommand(post);
    const refused = await respond(urlOf(0), { text: 'a', blocks: [{ type: 'table', rows: [] }] });
    expect(refused).toMatchObject({ status: 400, error: 'invalid_blocks' });
    expect(refused.response_metadata.messages[0]).toContain('/blocks/0/rows');
    expect((await respond(urlOf(0), {})).error).toBe('no_text');
    slack.fail({ method: 'response_url', kind: 'ratelimited', retryAfter: 3 });
    const limited = await fetch(urlOf(0), { method: 'POST', body: '{"text":"a"}' });
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '3']);
    expect(slack.calls.map((call) => call.error)).toEqual(['invalid_blocks', 'no_text', 'ratelimited']);
  });
});

describe('click', () => {
  async function ephemeral(...labels: string[]) {
    onRequest = (_, response) => json(response, { text: 'report', blocks: [buttons(...labels)] });
    const { message } = await slack.typeCommand(post);
    if (!message) throw new Error('no message');
    onRequest = (_, response) => response.end();
    return message;
  }

  it('sends the value and no message when the message is ephemeral', async () => {
    const message = await ephemeral('Worst connections (16)', 'Next');
    expect(buttonLabels(message.blocks)).toEqual(['Worst connections (16)', 'Next']);
    await slack.click({ user: apple, message, button: 'Worst connections' });
    expect(payloadOf(1)).toMatchObject({
      type: 'block_actions',
      user: { id: apple },
      container: { type: 'message', is_ephemeral: true, message_ts: message.ts, channel_id: general },
      actions: [{ type: 'button', value: 'value of Worst connections (16)' }],
    });
    expect(payloadOf(1)).not.toHaveProperty('message');
    expect(payloadOf(1).response_url).not.toBe(seen[0]?.form.get('response_url'));
  });

  it('looks behind the three dots, and sends the entry that was chosen', async () => {
    const option = (text: string) => ({ text: { type: 'plain_text', text }, value: `value of ${text}` });
    const menu = { type: 'overflow', action_id: 'act.menu', options: ['Export CSV', 'Refresh'].map(option) };
    const row = { type: 'actions', elements: [...buttons('Share').elements, menu] };
    onRequest = (_, response) => json(response, { text: 'report', blocks: [row] });
    const { message } = await slack.typeCommand(post);
    if (!message) throw new Error('no message');
    onRequest = (_, response) => response.end();
    expect(buttonLabels(message.blocks)).toEqual(['Share', 'Export CSV', 'Refresh']);
    await slack.click({ user: apple, message, button: 'Refresh' });
    await slack.click({ user: apple, message, button: 'Export', value: 'made up' });
    await slack.click({ user: apple, message, button: 'act.menu', option: 'Refresh' });
    const chosen = [1, 2, 3].map((index) => payloadOf(index).actions[0]);
    expect(chosen[0]).toEqual({
      type: 'overflow',
      action_id: 'act.menu',
      block_id: expect.any(String),
      action_ts: expect.any(String),
      selected_option: option('Refresh'),
    });
    expect(chosen[1].selected_option).toEqual({ ...option('Export CSV'), value: 'made up' });
    expect(chosen[2].selected_option).toEqual(option('Refresh'));
    await expect(slack.click({ user: apple, message, button: 'Earlier' })).rejects.toThrow('"Refresh" (act.menu)');
  });

  it('sends the message when all can see it, and finds buttons beside sections', async () => {
    const accessory = buttons('Details').elements[0];
    const section = { type: 'section', text: { type: 'mrkdwn', text: 'Apple A' }, accessory };
    onRequest = (_, response) => json(response, { response_type: 'in_channel', text: 'all', blocks: [section] });
    const { message } = await slack.typeCommand(post);
    if (!message) throw new Error('no message');
    onRequest = (_, response) => response.end();
    await slack.click({ user: banana, message, button: 'act.details' });
    expect(payloadOf(1)).toMatchObject({
      container: { is_ephemeral: false },
      message: { ts: message.ts, text: 'all' },
    });
    await expect(slack.click({ user: banana, message, button: 'Share' })).rejects.toThrow('there are "Details"');
  });

  it('brings a response_url that edits, deletes or adds to the clicked message', async () => {
    const message = await ephemeral('Next');
    await slack.click({ user: apple, message, button: 'Next' });
    const url = payloadOf(1).response_url;
    await respond(url, { text: 'list', replace_original: false, response_type: 'ephemeral' });
    expect(slack.messagesFor(apple, general).map((one) => one.text)).toEqual(['report', 'list']);
    await respond(url, { text: 'page 2', replace_original: true });
    expect(slack.current(message)).toMatchObject({ text: 'page 2', ephemeralFor: apple, edits: 1 });
    expect((await respond(url, { delete_original: true, text: 'a' })).status).toBe(400);
    await respond(url, { delete_original: true });
    expect(slack.current(message)).toBeUndefined();
    expect((await respond(url, { text: 'a', replace_original: true })).error).toBe('message_not_found');
    expect((await respond(url, { text: 'a' })).error).toBe('used_url');
  });

  it('brings a response_url that speaks to everybody unless told otherwise', async () => {
    await slack.click({ user: apple, message: await ephemeral('Next'), button: 'Next' });
    await respond(payloadOf(1).response_url, { text: 'beside it' });
    expect(slack.messagesFor(banana, general).map(({ text }) => text)).toEqual(['beside it']);
    expect(slack.errors).toMatchObject([{ what: 'no_response_type', detail: 'to the response_url of a click' }]);
  });

  it('is impossible for somebody else', async () => {
    const message = await ephemeral('Next');
    await expect(slack.click({ user: banana, message, button: 'Next' })).rejects.toThrow('does not see');
  });
});

describe('modals', () => {
  const view = (title: string, more = {}) => ({
    type: 'modal',
    title: { type: 'plain_text', text: title },
    blocks: [buttons('Try')],
    ...more,
  });

  async function call(method: string, args: object) {
    const headers = { authorization: `Bearer ${slack.settings.botToken}`, 'content-type': 'application/json' };
    const response = await fetch(`${slack.apiUrl}${method}`, { method: 'POST', headers, body: JSON.stringify(args) });
    return (await response.json()) as Said; // safe: the answer of the simulator
  }
  async function newTrigger() {
    await slack.typeCommand(post);
    return seen.at(-1)?.form.get('trigger_id');
  }

  it('open with a fresh trigger, once', async () => {
    const trigger = await newTrigger();
    expect((await call('views.open', { trigger_id: trigger, view: view('x'.repeat(25)) })).error).toBe(
      'invalid_arguments',
    );
    expect(await call('views.open', { trigger_id: trigger, view: view('Details') })).toMatchObject({ ok: true });
    expect((await call('views.open', { trigger_id: trigger, view: view('Details') })).error).toBe(
      'exchanged_trigger_id',
    );
    const old = await newTrigger();
    time += 3001;
    expect((await call('views.open', { trigger_id: old, view: view('Details') })).error).toBe('expired_trigger_id');
    slack.settings.triggerErrors = 'trigger_expired';
    expect((await call('views.open', { trigger_id: old, view: view('Details') })).error).toBe('trigger_expired');
    expect(slack.openViews(apple)).toHaveLength(1);
  });

  it('stack three high, and change by id with the right hash', async () => {
    await call('views.open', { trigger_id: await newTrigger(), view: view('One') });
    await call('views.push', { trigger_id: await newTrigger(), view: view('Two') });
    const third = await call('views.push', { trigger_id: await newTrigger(), view: view('Three') });
    expect((await call('views.push', { trigger_id: await newTrigger(), view: view('Four') })).error).toBe(
      'push_limit_reached',
    );
    const { id, hash } = third.view;
    expect((await call('views.update', { view_id: id, hash: 'old', view: view('New') })).error).toBe('hash_conflict');
    expect((await call('views.update', { view_id: id, hash, view: view('New') })).ok).toBe(true);
    expect(slack.openViews(apple).at(-1)?.payload.title).toEqual({ type: 'plain_text', text: 'New' });
    await slack.closeView(apple);
    expect(slack.openViews(apple)).toHaveLength(2);
  });

  it('send clicks and submissions with the view in them', async () => {
    const submit = { type: 'plain_text', text: 'Go' };
    await call('views.open', { trigger_id: await newTrigger(), view: view('Form', { submit, private_metadata: 'm' }) });
    const [open] = slack.openViews(apple);
    if (!open) throw new Error('no modal');
    await slack.click({ user: apple, view: open, button: 'Try' });
    expect(payloadOf(seen.length - 1)).toMatchObject({
      container: { type: 'view', view_id: open.id },
      view: { id: open.id },
    });
    onRequest = (_, response) => json(response, { response_action: 'update', view: view('Done') });
    await slack.submitView({ user: apple, values: { a: { b: { value: 'c' } } } });
    expect(payloadOf(seen.length - 1)).toMatchObject({
      type: 'view_submission',
      view: { private_metadata: 'm', state: { values: { a: { b: { value: 'c' } } } } },
    });
    expect(slack.openViews(apple)[0]?.payload.title).toMatchObject({ text: 'Done' });
    onRequest = (_, response) => response.end();
    await slack.submitView({ user: apple });
    expect(slack.openViews(apple)).toEqual([]);
  });
});

describe('waitFor', () => {
  it('sees changes as they come, and gives up', async () => {
    const waiting = slack.waitFor(() => slack.lastMessageFor(apple, general));
    slack.say(banana, general, 'hello');
    expect((await waiting).text).toBe('hello');
    await expect(slack.waitFor(() => false, 60)).rejects.toThrow('in vain');
  });
});
