import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createSimClock, realNowMs } from '../../sim/runtime/clock.ts';
import type { SimMessage } from '../../sim/slack/stores/message-store.ts';
import { SLACK_IDS } from '../../sim/slack/stores/workspace.ts';
import { samplePeople } from '../../sim/zoom/samples/sample-people.ts';
import { addChannel, subscribe, untilFinal } from './support/channels.ts';
import { addRunning, endAndTell } from './support/ended.ts';
import { addWebinar } from './support/webinars.ts';
import { isReport, startWorld, textOf, type World } from './support/world.ts';

const { apple, banana, general } = SLACK_IDS;
const DAY_MS = 86_400_000;
const STARTED = /Reading quality data|Webinar quality/;

/** Each ask goes to the next of the bots. */
function inTurn(world: World) {
  let turn = 0;
  return async (text: string, user: string = apple): Promise<string> => {
    turn += 1;
    const bot = world.bots[turn % world.bots.length];
    if (bot) world.useBot(bot);
    return textOf((await world.ask(text, { user, channel: general })).message);
  };
}

/** A minute with enough time left for all that is typed in it. */
async function atTheBeginningOfAMinute(): Promise<void> {
  await expect.poll(() => Date.now() % 60_000, { timeout: 20_000 }).toBeLessThan(45_000);
}

describe('the reads that a person may start', () => {
  it('are five in a minute over all replicas; what is kept, and what others have started, is free', async () => {
    const world = await startWorld({ replicas: 2, env: { READS_PER_MINUTE: '5' } });
    const ask = inTurn(world);
    const webinars = Array.from({ length: 8 }, () => addWebinar(world));
    await atTheBeginningOfAMinute();
    for (const { id } of webinars.slice(0, 5)) expect(await ask(id)).toMatch(STARTED);
    const refused = await ask(webinars[5]?.id ?? '');
    expect(refused).toMatch(
      /^You started 5 reads in this minute; the next in \d+ s\. .*Reports that are kept are free\.$/,
    );
    expect(await ask(`${webinars[5]?.id} fresh`)).toContain('You started 5 reads in this minute');
    // Free: what is kept, what somebody else has just started, and to ask for all that is no read.
    await expect.poll(() => ask(webinars[0]?.id ?? ''), { timeout: 10_000 }).toMatch(/Webinar quality/);
    expect(await ask(webinars[6]?.id ?? '', banana)).toMatch(STARTED);
    expect(await ask(webinars[6]?.id ?? '')).toMatch(STARTED);
    expect(await ask('help')).not.toContain('You started');
    expect(await ask(webinars[7]?.id ?? '')).toContain('You started 5 reads in this minute');
    // Nothing reached Zoom for what was refused.
    const lookedUp = JSON.stringify(world.zoom.requests);
    expect(lookedUp).not.toContain(webinars[5]?.id);
    expect(lookedUp).not.toContain(webinars[7]?.id);
  });

  it('are so many in a day', async () => {
    const world = await startWorld({ replicas: 2, env: { READS_PER_DAY: '4' } });
    const ask = inTurn(world);
    const webinars = Array.from({ length: 5 }, () => addWebinar(world));
    for (const { id } of webinars.slice(0, 4)) expect(await ask(id)).toMatch(STARTED);
    expect(await ask(webinars[4]?.id ?? '')).toMatch(/^You started 4 reads today; the next after 00:00 UTC/);
    expect(await ask(webinars[4]?.id ?? '', banana)).toMatch(STARTED);
  });
});

describe('the calls of the day', () => {
  it('are kept in part for automatic reports, however many ask', async () => {
    const env = { ZOOM_HEAVY_PER_DAY: '60', QUOTA_RESERVE_PERCENT: '30', REPORT_DELAYS_S: '1,2' };
    const world = await startWorld({ replicas: 2, env });
    const ask = inTurn(world);
    const channel = addChannel(world);
    const running = addRunning(world);
    await subscribe(world, channel, running.id);
    const people = [apple, banana, SLACK_IDS.cherry];
    const asked = Array.from({ length: 24 }, () => addWebinar(world));
    await Promise.all(asked.map(({ id }, i) => ask(id, people[i % people.length])));
    const isTold = (message: SimMessage) => /left today|daily limit/.test(textOf(message));
    await world.slack.waitFor(() => world.slack.messagesFor(apple, general).find(isTold), 20_000);
    // They go on asking while the webinar ends.
    const more = asked.slice(0, 6).map(({ id }) => ask(`${id} fresh`, banana).catch(() => ''));
    await endAndTell(world, running);
    const report = await untilFinal(world, channel, 30_000);
    expect(isReport(report)).toBe(true);
    expect(textOf(report)).toContain('complete data from Zoom');
    await Promise.all(more);
  });

  it('that will not do for a read are told before it begins, with what it costs and when it goes on; smaller reads are made', async () => {
    const env = { ZOOM_HEAVY_PER_DAY: '60', QUOTA_RESERVE_PERCENT: '0' };
    const world = await startWorld({ env });
    const small = addWebinar(world);
    const large = addWebinar(world, { participants: samplePeople({ count: 580, bad: 4, seed: 7 }) });
    await world.askForReport(addWebinar(world).id);
    const { message } = await world.ask(large.id);
    const told = textOf(await world.become(message, (text) => text.includes('left today')));
    expect(told).toMatch(
      /This read needs about 58 calls to Zoom, and \d\d are left today\. Reading begins by itself \(/,
    );
    expect(told).toMatch(/Until then, Zoom's own labels: \d+ of [\d,]+/);
    expect(isReport(await world.askForReport(small.id))).toBe(true);
  });

  it('begin anew at 00:00 UTC: what waited is read, and everybody may start reads again', async () => {
    const toMidnightMs = DAY_MS - (Date.now() % DAY_MS);
    const shiftMs = toMidnightMs - 15_000;
    const clock = createSimClock(() => realNowMs() + shiftMs);
    const env = {
      ...{ ZOOM_HEAVY_PER_DAY: '60', QUOTA_RESERVE_PERCENT: '0', READS_PER_DAY: '2' },
      ...{
        NODE_OPTIONS: `--import ${join(import.meta.dirname, '../../sim/bot/shift-clock.mjs')}`,
        CLOCK_SHIFT_MS: String(shiftMs),
      },
    };
    const world = await startWorld({ env, slack: { clock, clockSkewMs: shiftMs }, zoom: { clock } });
    const ago = { startedAt: new Date(clock.now() - 8 * 3_600_000), endedAt: new Date(clock.now() - 7 * 3_600_000) };
    const when = { startedAt: ago.startedAt.toISOString(), endedAt: ago.endedAt.toISOString() };
    const large = addWebinar(world, { ...when, participants: samplePeople({ count: 580, bad: 4, seed: 7 }) });
    const [first, third] = [addWebinar(world, when), addWebinar(world, when)];
    await world.askForReport(first.id);
    const { message } = await world.ask(large.id);
    const told = await world.become(message, (text) => text.includes('left today'));
    expect(textOf(told)).toContain('Reading begins by itself');
    expect(textOf((await world.ask(third.id)).message)).toContain('You started 2 reads today');
    expect(clock.now() % DAY_MS).toBeGreaterThan(DAY_MS / 2);
    const report = await world.become(message, (_text, now) => isReport(now), 40_000);
    expect(clock.now() % DAY_MS).toBeLessThan(DAY_MS / 2);
    expect(textOf(report)).toContain('complete data from Zoom');
    expect(textOf((await world.ask(third.id)).message)).toMatch(STARTED);
  });
});
