import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SLACK_IDS } from '../../sim/slack/stores/workspace.ts';
import { SAMPLE_IDS } from '../../sim/zoom/samples/sample-webinars.ts';
import { clickForEdit, clickForNew } from './support/clicks.ts';
import { pushVisits } from './support/ended.ts';
import { findLeaks, type Secret, secretText } from './support/leaks.ts';
import { dumpRedis } from './support/redis-dump.ts';
import { addWebinar } from './support/webinars.ts';
import { openWorld, type World } from './support/world.ts';
import { type OtlpReceiver, startOtlpReceiver } from './tracing/otlp-receiver.ts';

const { apple } = SLACK_IDS;
/** All addresses of the simulator's people end so. */
const ADDRESS: Secret = { what: 'an e-mail address', pattern: /(?:@|%40|＠)example|\\u0040example/i };
const ACCESS_TOKEN: Secret = { what: 'an access token', pattern: /eyJ[\w-]{20,}/ };
const RESPONSE_URL: Secret = { what: 'a response_url', pattern: /\/(?:commands|actions)\/T0SIM/ };
/** What Zoom's participants list tells of a person's computer and network; sim/zoom/webinars/list-row makes it up. */
const MACHINES: readonly Secret[] = [
  { what: 'an IP address', pattern: /203\.0\.113\.\d|198\.51\.100\.\d|2001:db8:/ },
  { what: 'a MAC address', pattern: /f85e-a0[0-9a-f]{2}/i },
  { what: 'the name of a computer', pattern: /LAPTOP-SIM|Simbook/i },
  { what: 'the id of a disk', pattern: /SIMDISK/i },
  { what: 'a microphone or speaker', pattern: /Simphone|Simspeaker/i },
  { what: 'a camera', pattern: /Simcam/i },
  { what: 'a telephone number', pattern: /4915550\d/ },
  { what: 'a domain', pattern: /workgroup\.example/i },
];
/** Where requests wait for their answer, a response_url has to lie. */
const PENDING_REQUEST = /^qos:v2:request:[0-9a-f]+$/;

/** A row with nothing but what must not be kept, and the ids that make it a row. */
const LIST_ROW = {
  ...{ user_id: '7', email: 'pat@example.com', ip_address: '203.0.113.9', internal_ip_addresses: ['198.51.100.7'] },
  ...{ mac_addr: 'f85e-a012-92d8', pc_name: 'LAPTOP-SIM7', harddisk_id: 'SIMDISK7', microphone: 'Simphone BT7' },
};

let world: World;
let collector: OtlpReceiver;
let secrets: Secret[];
const dumps = new Map<string, string>();

beforeAll(async () => {
  collector = await startOtlpReceiver();
  world = await openWorld({ env: { LOG_LEVEL: 'debug', OTEL_EXPORTER_OTLP_ENDPOINT: collector.url } });
  const { zoom, slack } = world;
  const { clientId, clientSecret, accountId } = zoom.settings;
  secrets = [
    ADDRESS,
    ACCESS_TOKEN,
    secretText('the client secret', clientSecret),
    secretText('the credentials', `${clientId}:${clientSecret}`),
    secretText('the account', accountId),
    secretText('the signing secret', slack.settings.signingSecret),
    secretText('the bot token', slack.settings.botToken),
    { what: 'any bot token', pattern: /xox[a-z]-/i },
    ...MACHINES,
  ];
  await goThroughEverything();
}, 90_000);
afterAll(async () => {
  await world?.close();
  await collector?.stop();
});

async function keepDump(moment: string): Promise<void> {
  for (const [key, value] of await dumpRedis(world.redis?.url ?? '')) dumps.set(`${moment} ${key}`, value);
}

/** A day in the life: reads, clicks, and everything that can go wrong on the way. */
async function goThroughEverything(): Promise<void> {
  const { zoom, slack } = world;
  zoom.setLatency(300);
  const asked = await world.ask(SAMPLE_IDS.allHands);
  await slack.waitFor(() => zoom.countOf('qosSummary') >= 3);
  await keepDump('while reading');
  zoom.setLatency(0);
  const report = await world.become(asked.message, (text) => text.includes('Worst connections'));

  let list = await clickForNew(world, report, 'report.list.severity');
  list = await clickForEdit(world, list, 'list.page.next');
  await slack.click({ user: apple, message: list, button: 'list.details' });
  await slack.waitFor(() => slack.openViews(apple).length > 0);
  await slack.click({ user: apple, message: report, button: 'report.share' });
  await slack.click({ user: apple, message: report, button: 'Export CSV' });
  await slack.waitFor(() => [...slack.files.values()].some(({ content }) => content));

  // Errors are where things slip into logs: with the token, the address, the page token and the URL at hand.
  const settled = (typed: string) =>
    world.ask(typed).then(({ message }) => world.become(message, (text) => !text.includes('Reading')));
  const hostile = 'No permission for apple.a@example.com. Bearer eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.e30.x';
  zoom.fail({ endpoint: 'qosSummary', kind: 'status', status: 400, code: 200, message: hostile, after: 1 });
  await settled(addWebinar(world).id);
  zoom.fail({ endpoint: 'qosSummary', kind: 'status', status: 400, code: 9999, message: hostile, after: 1 });
  await settled(addWebinar(world).id);
  for (const kind of ['reset', 'truncated', 'html'] as const) zoom.fail({ endpoint: 'qosSummary', kind, after: 1 });
  await settled(addWebinar(world).id);
  for (const after of [0, 1, 2]) {
    zoom.fail({ endpoint: 'participants', kind: 'status', status: 400, code: 9999, message: hostile, after });
  }
  zoom.fail({ endpoint: 'participants', kind: 'wrongBody', body: { participants: [LIST_ROW, 7, null] } });
  await settled(addWebinar(world).id);
  await settled(addWebinar(world).id);
  zoom.clearFaults();
  zoom.revokeTokens();
  zoom.fail({ endpoint: 'token', kind: 'status', status: 400, message: hostile });
  await settled(addWebinar(world).id);
  await world.ask('apple.a@example.com');
  slack.fail({ method: 'response_url', kind: 'http500' });
  await settled(addWebinar(world).id);
  // A job that fails for good is kept, to be looked at.
  slack.fail({ method: 'response_url', kind: 'error', error: 'used_url', always: true });
  slack.fail({ method: 'conversations.open', kind: 'error', error: 'user_disabled', always: true });
  await world.ask(addWebinar(world).id);
  await slack.waitFor(() => world.bots[0]?.lines.some((line) => line.includes('user_disabled')), 10_000);
  slack.clearFaults();
  // Of two thirds of the people, so that pages are read, too.
  const pushed = addWebinar(world);
  await pushVisits(world, pushed, { missing: 0.33 });
  await keepDump('pushed');
  await world.askForReport(pushed.id);
  await keepDump('afterwards');
}

/** The page tokens that went over the wire. */
function pageTokens(): Secret[] {
  const tokens = world.zoom.requests.flatMap(({ url }) =>
    new URL(url, 'http://zoom').searchParams.getAll('next_page_token'),
  );
  expect(new Set(tokens).size).toBeGreaterThan(5);
  return [...new Set(tokens)].map((token) => secretText('a page token', token));
}

describe('after a day of use', () => {
  it("the participants list was read, and nothing of a person's computer or network is anywhere", () => {
    expect(world.zoom.countOf('participants')).toBeGreaterThan(5);
    const texts = [...dumps].map(([key, value]) => [key, `${key} ${value}`] as const);
    const lists = texts.filter(([key]) => key.endsWith(':read:list'));
    // It was kept while the webinar was read, with what the method names.
    expect(lists.join()).toMatch(/role[^}]+host.+location[^}]+Hamburg/);
    // So was what was pushed.
    const collected = texts.filter(([key]) => /:collected(?::data)?$/.test(key)).join();
    expect(collected).toMatch(/audio_output.+device[^}]+Windows/s);
    const lines = (world.bots[0]?.lines ?? []).map((line, index) => [`line ${index}`, line] as const);
    expect(lines.join('\n')).toContain('the participants list was joined');
    const messages = world.slack.history.map(
      ({ message }) => [`message ${message.ts}`, JSON.stringify(message)] as const,
    );
    expect(findLeaks([...texts, ...lines, ...messages], [...MACHINES, ADDRESS])).toEqual([]);
  });

  it('no log line holds an address, a credential, a response_url or a page token', () => {
    const lines = world.bots[0]?.lines ?? [];
    expect(lines.length).toBeGreaterThan(10);
    // They were there to be logged.
    expect(lines.join('\n')).toContain('No permission for [e-mail]');
    expect(lines.join('\n')).toContain('Bearer [token]');
    const numbered = lines.map((line, index) => [`line ${index}`, line] as const);
    expect(findLeaks(numbered, [...secrets, RESPONSE_URL, ...pageTokens()])).toEqual([]);
    for (const line of lines) expect(() => JSON.parse(line)).not.toThrow();
  });

  it('Redis holds no address and no credential in clear, and response_urls only where answers wait', () => {
    expect([...dumps.keys()].filter((key) => key.startsWith('while reading')).length).toBeGreaterThan(3);
    expect([...dumps.keys()].some((key) => key.includes('{qos}'))).toBe(true);
    const keysAndValues = [...dumps].map(([key, value]) => [key, `${key} ${value}`] as const);
    expect(findLeaks(keysAndValues, secrets)).toEqual([]);
    const others = keysAndValues.filter(([key]) => !PENDING_REQUEST.test(key.split(' ').at(-1) ?? ''));
    expect(findLeaks(others, [RESPONSE_URL])).toEqual([]);
    expect(findLeaks(keysAndValues, [RESPONSE_URL])).not.toEqual([]);
  });

  it('the metrics hold no address, no credential, no name and no webinar', async () => {
    const text = await (await fetch(`${world.bots[0]?.url}/metrics`)).text();
    expect(text).toContain('# TYPE');
    const names = { what: 'a name', pattern: /Apple|Badger|All-Hands|93201235621|9440000|U0APPLE|C0GENERAL/ };
    expect(findLeaks([['/metrics', text]], [...secrets, RESPONSE_URL, names])).toEqual([]);
  });

  it('the traces hold no address, no credential, no response_url and no page token, with all that failed', async () => {
    const failed = () => collector.spans().filter((span) => span.failed).length;
    await expect.poll(failed, { timeout: 10_000 }).toBeGreaterThan(3);
    const sent = collector.bodies.map((body, index) => [`body ${index}`, body] as const);
    expect(findLeaks(sent, [...secrets, RESPONSE_URL, ...pageTokens()])).toEqual([]);
  });

  it('no message, window or file holds an address or a credential', () => {
    const { slack } = world;
    const messages = slack.history.map(({ message }) => [`message ${message.ts}`, JSON.stringify(message)] as const);
    const views = slack.openViews(apple).map((view) => ['a window', JSON.stringify(view.payload)] as const);
    const files = [...slack.files.values()].map(({ name, content }) => [name, String(content)] as const);
    expect(messages.length).toBeGreaterThan(10);
    expect(views).toHaveLength(1);
    expect(files).toHaveLength(2);
    expect(findLeaks([...messages, ...views, ...files], [...secrets, RESPONSE_URL])).toEqual([]);
  });
});

describe('the search itself', () => {
  it.each([
    ['an address', 'from Apple.A@Example.COM'],
    ['an address in a URL', 'email=apple.a%40example.com'],
    ['an access token', '{"token":"eyJhbGciOiJIUzI1NiJ9abcdefgh.x"}'],
    ['an IP address', JSON.stringify(LIST_ROW.internal_ip_addresses)],
    ['a MAC address', JSON.stringify({ mac: LIST_ROW.mac_addr.toUpperCase() })],
    ['a disk', LIST_ROW.harddisk_id],
    ['the bot token', 'xoxb-sim-000000000000-abcdefghijklmnop'],
    ['the client secret', 'SimClientSecret0123456789abcdefg'],
    [
      'the credentials of a Basic header',
      Buffer.from('SimClientId0123456789A:SimClientSecret0123456789abcdefg').toString('base64'),
    ],
  ])('finds %s', (_what, text) => {
    expect(findLeaks([['planted', `before ${text} after`]], secrets)).not.toEqual([]);
  });

  it('finds what was planted in Redis, in every kind of value', async () => {
    const redis = new Redis(world.redis?.url ?? '');
    const address = 'planted@example.com';
    await redis.hset('planted:hash', 'field', address);
    await redis.rpush('planted:list', address);
    await redis.sadd('planted:set', address);
    await redis.zadd('planted:zset', 1, address);
    await redis.xadd('planted:stream', '*', 'field', address);
    await redis.set(`planted:${address}`, 'in the key');
    const dump = await dumpRedis(world.redis?.url ?? '');
    redis.disconnect();
    const leaks = findLeaks(
      [...dump].map(([key, value]) => [key, `${key} ${value}`] as const),
      [ADDRESS],
    );
    expect(leaks.filter((leak) => leak.startsWith('planted:'))).toHaveLength(6);
  });
});
