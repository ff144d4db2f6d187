import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { BotProcess } from '../../../sim/bot/bot-process.ts';
import type { SimMessage } from '../../../sim/slack/stores/message-store.ts';
import { SAMPLE_IDS } from '../../../sim/zoom/samples/sample-webinars.ts';
import { defaultZoomSettings } from '../../../sim/zoom/settings.ts';
import { createSentenceBook } from '../support/sentences.ts';
import { addWebinar, toIso } from '../support/webinars.ts';
import { isReport, openWorld, textOf, type World } from '../support/world.ts';
import { REFUSALS, SETBACKS, TROUBLES, without } from '../support/zoom-troubles.ts';

const book = createSentenceBook('what is wrong');
let world: World;
/** Its silence takes the better part of a minute: it goes on beside the other cases. */
let hanging: Promise<SimMessage>;
let silentWorld: World;

beforeAll(async () => {
  [world, silentWorld] = await Promise.all([openWorld(), openWorld({ redis: 'none' })]);
  silentWorld.zoom.fail({ endpoint: 'webinar', kind: 'hang', always: true });
  hanging = lastWord(SAMPLE_IDS.allHands, 90_000, silentWorld);
  // Awaited much later.
  hanging.catch(() => undefined);
});
afterEach(() => {
  world.zoom.clearFaults();
  Object.assign(world.zoom.settings, defaultZoomSettings());
  // Or the next case goes on with a token of fewer scopes.
  world.zoom.revokeTokens();
});
afterAll(async () => {
  book.print();
  await Promise.all([world?.close(), silentWorld?.close()]);
});

/** Asks, and waits until the bot no longer says that it is reading. */
async function lastWord(typed: string, timeoutMs?: number, { ask, become } = world): Promise<SimMessage> {
  const { message } = await ask(typed);
  const isReading = (text: string) => text.includes('Reading quality data');
  return isReading(textOf(message)) ? become(message, (text) => !isReading(text), timeoutMs) : message;
}

/** A bot that shares nothing with the others, until the test ends. */
async function startBotAlone(env: Readonly<Record<string, string>>): Promise<BotProcess> {
  const bot = await world.startBot({ REDIS_URL: '', ...env });
  world.useBot(bot);
  onTestFinished(async () => {
    if (world.bots[0]) world.useBot(world.bots[0]);
    await bot.stop();
  });
  return bot;
}

/** Everything that the asker saw since the acknowledgement, up to the report. */
function seenBefore(report: SimMessage, asked: SimMessage): string[] {
  const shown = world.slack.history.map(({ message }) => message);
  return shown.filter(({ ts, ephemeralFor }) => ephemeralFor && ts >= asked.ts && ts < report.ts).map(textOf);
}

describe('what can be seen without Zoom', () => {
  it.each<[what: string, typed: string, says: RegExp]>([
    ['nothing typed', '', /Who had a poor connection, and why\?[\s\S]*\/webinar-qos 932 0123 5621/],
    ['help', 'help', /Who had a poor connection/],
    ['a word', 'all-hands', /^“all-hands” is not a webinar ID\. Use the 9 to 11 digits/],
    ['8 digits', '1234 5678', /^“1234 5678” is not a webinar ID/],
    ['12 digits', '932012356211', /^“932012356211” is not a webinar ID/],
    ['an ID and other words', '932 0123 5621 please', /^“932 0123 5621 please” is not a webinar ID/],
    ['two IDs', '93201235621 93201230120', /is not a webinar ID/],
    ['a path as an ID', '../../users/me', /is not a webinar ID/],
    ['mark-up', '<!channel> *93201235621*', /^“<!channel> ∗93201235621∗” is not a webinar ID/],
    ['a registration link', 'https://example.zoom.us/webinar/register/WN_abcDEF123-_x', /registration token/],
    ['the same as Slack wraps it', '<https://example.zoom.us/webinar/register/WN_abcDEF123-_x>', /registration token/],
    ['another site', 'https://example.com/j/93201235621', /is not a webinar ID/],
    ['4,000 characters', 'x'.repeat(4000), /^“x{59}…” is not a webinar ID/],
    ['4,000 digits', '9'.repeat(4000), /is not a webinar ID/],
    ['4,000 dots and dashes', '-.'.repeat(2000), /is not a webinar ID/],
  ])('%s', async (what, typed, says) => {
    const calls = world.zoom.requests.length;
    const { message, ms } = await world.ask(typed);
    // Slack waits no longer.
    expect(ms).toBeLessThan(3_000);
    expect(message.ephemeralFor).toBeDefined();
    expect(book.add(what, message).replace(/^# /, '')).toMatch(says);
    expect(world.zoom.requests.length).toBe(calls);
  });
});

describe('a webinar that has no report', () => {
  it.each(TROUBLES)('$what', async ({ what, typed, webinar, make, says, pages, alone }) => {
    const bot = alone ? await startBotAlone(alone) : world.bots[0];
    const { id } = typed === undefined ? addWebinar(world, webinar?.()) : { id: typed };
    world.zoom.clearRequests();
    make?.(world);
    const message = await lastWord(id);
    expect(book.add(what, message)).toMatch(says);
    expect(message.ephemeralFor).toBeDefined();
    expect(world.zoom.countOf('qosSummary')).toBe(pages);
    const reference = /Ref (\w+)/.exec(textOf(message))?.[1];
    if (reference) expect(bot?.lines.some((line) => line.includes(`"ref":"${reference}"`))).toBe(true);
  });
});

it.each(REFUSALS)(
  '$what is told once: within the hour nobody asks Zoom for it again',
  async ({ what: _what, says, ...fault }) => {
    const { id } = addWebinar(world);
    world.zoom.fail({ endpoint: 'qosSummary', kind: 'status', always: true, ...fault });
    await lastWord(id);
    world.zoom.clearRequests();
    const again = await world.ask(id);
    expect(textOf(again.message)).toMatch(says);
    expect(textOf(again.message)).not.toMatch(/by (?:my|it)self|nothing to do/);
    expect(world.zoom.countOf('webinar') + world.zoom.countOf('qosSummary')).toBe(0);
    // Put right by an admin: `fresh` asks anew.
    world.zoom.clearFaults();
    expect(isReport(await world.askForReport(`${id} fresh`))).toBe(true);
  },
);

describe('what passes by itself', () => {
  it.each(SETBACKS)('$what: the report comes all the same', async ({ what, make, pages }) => {
    const { id } = addWebinar(world);
    world.zoom.clearRequests();
    make(world);
    const { message: asked } = await world.ask(id);
    const report = await world.become(asked, (_text, now) => isReport(now));
    book.add(what, report);
    expect(textOf(report)).toContain('2 of 25');
    expect(world.zoom.countOf('qosSummary')).toBe(pages);
    // One message before it, and nothing else: the acknowledgement.
    expect(seenBefore(report, asked)).toEqual([expect.stringContaining('Reading quality data')]);
  });

  it('a scope that is added works at the next ask', async () => {
    const { id } = addWebinar(world);
    without(world, 'dashboard:read:list_webinar_participants_qos:admin');
    const { message } = await world.ask(id);
    await world.become(message, (text) => text.includes('A Zoom admin can add it'));
    world.zoom.settings.scopes = defaultZoomSettings().scopes;
    expect(isReport(await world.askForReport(id))).toBe(true);
  });

  it('data that grows while it is read is preliminary, and says so', async () => {
    const { id } = addWebinar(world, {
      endedAt: toIso(Date.now() - 120_000),
      growth: [{ upTo: 12 }, { afterMs: 3_600_000, upTo: 25 }],
    });
    const report = await world.askForReport(id);
    expect(book.add('12 of 25 people are there', report)).toMatch(/preliminary/i);
    expect(report.text).toContain('(preliminary)');
  });

  it('rows of a running webinar are "live, so far"', async () => {
    world.zoom.settings.liveRows = true;
    const report = await world.askForReport(SAMPLE_IDS.running);
    expect(book.add('running, with rows', report)).toContain('(live, so far)');
    expect(report.text).toContain('live, so far');
  });
});

describe('Zoom that is out for good', () => {
  it('is explained within 90 seconds when it takes calls and never answers', { timeout: 100_000 }, async () => {
    const message = await hanging;
    expect(book.add('no answer at all, for ever', message)).toMatch(/Zoom did not answer as it should/);
  });

  it('has not harmed the process: a good ask is answered', async () => {
    expect(isReport(await world.askForReport(SAMPLE_IDS.allHands))).toBe(true);
    expect(world.slack.errors).toEqual([]);
    const lines = world.bots[0]?.lines.join('\n');
    // It is the log of a process that reads, whatever stood before this case.
    expect(lines).toContain('"report made"');
    expect(lines).not.toContain('"failure":"internal"');
    expect(lines).not.toContain('nobody was listening');
  });
});
