import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addChannel, postsIn, subscribe, untilFinal } from '../support/channels.ts';
import { clickForEdit } from '../support/clicks.ts';
import { addRunning, endAndTell } from '../support/ended.ts';
import { untilDone } from '../support/final-report.ts';
import { openWorld, textOf, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld({ env: { REPORT_DELAYS_S: '1' } });
});
afterAll(() => world?.close());

/** Apple asks for a webinar that still runs and has the report posted when it ends. */
async function askToBeTold(channel: string, typed: string): Promise<void> {
  const { message } = await world.ask(typed, { channel });
  const running = await world.become(message, (text) => text.includes('has not ended yet'));
  const told = await clickForEdit(world, running, 'Post here when it ends');
  expect(textOf(told)).toContain('I will post the report');
}

describe('every form of subscribing', () => {
  it('brings the webinars that it names, and no others', async () => {
    const wanted = addRunning(world, { topic: 'The Pear – All-Hands', hostEmail: 'Jane.Doe@Example.com' });
    const other = addRunning(world, { topic: 'Something Else', hostEmail: 'john.roe@example.com' });
    const all = addChannel(world);
    await subscribe(world, all);
    const forms = [wanted.id, `https://zoom.us/j/${wanted.id}`, 'topic: PEAR', 'host: jane.doe@example.com'];
    const some = await Promise.all(
      forms.map(async (typed) => {
        const channel = addChannel(world);
        await subscribe(world, channel, typed);
        return channel;
      }),
    );
    const once = addChannel(world);
    await askToBeTold(once, wanted.id);

    for (const webinar of [wanted, other]) {
      await endAndTell(world, webinar);
      await untilDone(world, webinar);
    }
    for (const channel of [all, ...some, once]) await untilFinal(world, channel);
    await world.slack.waitFor(() => postsIn(world, all).length === 2);
    for (const channel of [...some, once]) {
      expect(postsIn(world, channel).map(textOf)).toEqual([expect.stringContaining('The Pear')]);
    }
    const list = textOf((await world.ask('subscriptions', { channel: once })).message);
    expect(list).toContain('Subscriptions – 5');
    expect(list).not.toMatch(/once/);
  });

  it('brings what a Zoom user hosted', async () => {
    const channel = addChannel(world);
    // The host of every event of the simulated Zoom.
    await subscribe(world, channel, 'host: simHostAbCdEfGhIjKlMn');
    const webinar = addRunning(world);
    await endAndTell(world, webinar);
    expect(textOf(await untilFinal(world, channel))).toContain(webinar.topic);
  });
});
