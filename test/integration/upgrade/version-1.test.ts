import { describe, expect, inject, it } from 'vitest';
import { SAMPLE_IDS } from '../../../sim/zoom/samples/sample-webinars.ts';
import { addChannel, postsIn, subscribe, untilFinal, untilPosted } from '../support/channels.ts';
import { clickForNew } from '../support/clicks.ts';
import { addRunning, endAndTell, sendEnded } from '../support/ended.ts';
import { untilDone, withRedis } from '../support/final-report.ts';
import { turnIntoVersion1 } from '../support/version-1.ts';
import { isReport, startWorld, textOf, type World } from '../support/world.ts';

/** The bot ends, in its way or by force; what it leaves is what version 1 would have left; and this version starts. */
async function upgrade(world: World, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  await Promise.all(world.bots.map((bot) => bot.stop(signal)));
  await turnIntoVersion1(world.redis?.url ?? '');
  expect(await withRedis(world, (redis) => redis.keys('qos:v2:*'))).toEqual([]);
  world.useBot(await world.startBot());
}

describe.skipIf(inject('redisBinary') === '')('a Redis that version 1 has written', () => {
  it('has its questions answered, though a read was cut off in the middle', { timeout: 120_000 }, async () => {
    const world = await startWorld();
    world.zoom.setLatency(5);
    const { message } = await world.ask(SAMPLE_IDS.large);
    await world.slack.waitFor(() => world.zoom.countOf('qosSummary') >= 100, 30_000);
    await upgrade(world, 'SIGKILL');
    const before = world.zoom.countOf('qosSummary');
    const report = await world.become(message, (_text, now) => isReport(now), 90_000);
    expect(textOf(report)).toContain('Yearly Kick-off');
    // From the checkpoint that version 1 left.
    expect(world.zoom.countOf('qosSummary') - before).toBeLessThan(150);
  });

  it('has the buttons of its messages answered: its reports are read again', async () => {
    const world = await startWorld();
    const report = await world.askForReport(SAMPLE_IDS.allHands);
    await upgrade(world, 'SIGTERM');
    const told = await clickForNew(world, report, 'Worst connections');
    expect(textOf(told)).toContain('no longer kept');
    const { message } = await world.ask(SAMPLE_IDS.allHands);
    const again = await world.become(message, (_text, now) => isReport(now));
    const list = await clickForNew(world, again, 'Worst connections');
    expect(textOf(list)).toMatch(/1–\d of \d/);
  });

  it('keeps its subscriptions, and edits the post that stands in a channel instead of making another', async () => {
    const world = await startWorld({ env: { REPORT_DELAYS_S: '1,8' } });
    const webinar = addRunning(world);
    const channel = addChannel(world);
    await subscribe(world, channel, webinar.id);
    const ended = await endAndTell(world, webinar);
    await untilPosted(world, channel);
    await upgrade(world, 'SIGKILL');
    await untilFinal(world, channel);
    await untilDone(world, webinar, 60_000);
    expect((await sendEnded(world, ended, { bot: world.bots[1] })).status).toBe(200);
    expect(postsIn(world, channel)).toHaveLength(1);
    const list = await world.ask('subscriptions', { channel });
    expect(textOf(list.message)).toContain(webinar.id.replace(/(\d{3})(\d{4})(\d+)/, '$1 $2 $3'));
  });

  it('is taken over once, also by replicas that start together', async () => {
    const world = await startWorld();
    const channel = addChannel(world);
    await subscribe(world, channel);
    await world.bots[0]?.stop();
    await turnIntoVersion1(world.redis?.url ?? '');
    const bots = await Promise.all([world.startBot(), world.startBot(), world.startBot()]);
    for (const bot of bots) {
      world.useBot(bot);
      const { message } = await world.ask('subscriptions', { channel });
      expect(textOf(message)).toContain('every webinar');
    }
    const left = await withRedis(world, (redis) => redis.keys('qos:v1:*'));
    expect(left.filter((key) => !/token|lane|alias|lock/.test(key))).toEqual([]);
  });
});
