import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { SLACK_IDS } from '../../../sim/slack/stores/workspace.ts';
import { startedEvent } from '../../../sim/zoom/webhook/webhook-bodies.ts';
import type { SimWebinar } from '../../../sim/zoom/webinars/webinar.ts';
import { addChannel, postsIn, subscribe, versionsOf } from '../support/channels.ts';
import { addRunning, endAndTell, pushEvents, sendEvent } from '../support/ended.ts';
import { openWorld, textOf, type World } from '../support/world.ts';
import { minuteEvent, type Told } from './minute-event.ts';

const { apple } = SLACK_IDS;
const MINUTE_MS = 60_000;

let world: World;
beforeAll(async () => {
  world = await openWorld({
    replicas: 2,
    env: {
      LIVE_RULES: 'presenter loss 5% for 2m, audience poor 10% for 3m',
      REPORT_DELAYS_S: '600',
      REPORT_QUIET_S: '600',
    },
  });
});
afterAll(async () => {
  const { slack, bots } = world;
  if (process.env.PRINT_SENTENCES) for (const told of scenes) process.stdout.write(`${told()}\n`);
  await world.close();
  expect(slack.errors).toEqual([]);
  expect(bots.flatMap(({ lines }) => lines.filter((line) => line.includes('nobody was listening')))).toEqual([]);
});

/** What each scene's channel saw, message by message and version by version, as text. */
const scenes: (() => string)[] = [];

/** A running webinar, a channel that wants its warnings, and a clock of its own that is played by hand. */
async function scene(title: string) {
  const webinar = addRunning(world);
  const channel = addChannel(world);
  await subscribe(world, channel, `${webinar.id} live`);
  return sceneOf(webinar, channel, title);
}

async function sceneOf(webinar: SimWebinar, channel: string, title: string) {
  const line = (text: string) => text.split('\n')[0] ?? '';
  scenes.push(() => {
    const posts = postsIn(world, channel).map((post) => {
      const where = post.threadTs === undefined ? '' : '(in the thread) ';
      return `  ${where}${versionsOf(world, post).map(line).join('\n    then: ')}`;
    });
    return [`${webinar.topic}: ${title}`, ...(posts.length > 0 ? posts : ['  nothing'])].join('\n');
  });
  await sendEvent(world.bots[0], startedEvent(webinar, { eventMs: Date.now() }));
  const ids = webinar.participants.map(({ qosRow }) => String(qosRow.participant_id));
  let atMs = Date.now() - 40 * MINUTE_MS;
  // A new subscription is heeded after some seconds, by each process on its own.
  const probe = minuteEvent(webinar, 'probe', atMs, { type: 'audio_output', kbps: 0 });
  for (const bot of world.bots) {
    await vi.waitUntil(async () => (await sendEvent(bot, probe)).body.includes('"minute"'), 10_000);
  }
  return {
    webinar,
    channel,
    ids,
    /** Another minute: records by visit. */
    async minute(records: Readonly<Record<string, Told | readonly Told[]>>) {
      atMs += MINUTE_MS;
      const events = Object.entries(records).flatMap(([id, told]) =>
        [told].flat().map((one) => minuteEvent(webinar, id, atMs, one)),
      );
      await pushEvents(world, events);
    },
    pause(minutes: number) {
      atMs += minutes * MINUTE_MS;
    },
  };
}

const textsIn = (channel: string) => postsIn(world, channel).map(textOf);
/** Once everything that came was looked at: a warning of another presenter, played last, is there. */
async function untilLookedAt({ minute, channel }: Awaited<ReturnType<typeof scene>>, witness: string) {
  for (let count = 0; count < 2; count += 1) await minute({ [witness]: { loss: 50, type: 'as_input' } });
  await world.slack.waitFor(() => textsIn(channel).some((text) => text.includes('slides')), 15_000);
}

describe.concurrent('a presenter', () => {
  it('who loses 14 % of the voice for three minutes is warned of once, and it is over in place', async ({ task }) => {
    const show = await scene(task.name);
    const [pat = '', other = ''] = show.ids;
    await show.minute({ [pat]: { loss: 0.4 }, [other]: {} });
    await show.minute({ [pat]: { loss: 14 }, [other]: {} });
    await show.minute({ [pat]: { loss: 14, notice: 'network bandwidth low' }, [other]: {} });
    const warning = await world.slack.waitFor(() => postsIn(world, show.channel)[0], 15_000);
    expect(textOf(warning)).toMatch(/voice is breaking up.* in “Case \d+” – 14.0 % of it lost since /);
    expect(textOf(warning)).toContain("Zoom's app warned there itself: the network is too slow");
    expect(textOf(warning)).not.toContain('A presenter');
    await show.minute({ [pat]: { loss: 18 } });
    await show.minute({ [pat]: { loss: 0.2 } });
    await show.minute({ [pat]: { loss: 0.2 } });
    await world.slack.waitFor(() => textsIn(show.channel)[0]?.includes('Over since'), 15_000);
    expect(textsIn(show.channel)).toHaveLength(1);
    expect(textsIn(show.channel)[0]).toMatch(/Over since .*others lost up to 18.0 % of .*'s voice between/);
    const [now] = postsIn(world, show.channel);
    // Nothing personal is kept or told.
    expect(JSON.stringify(versionsOf(world, now ?? warning))).not.toContain('private');
  });

  it('who comes later is warned of in the thread of the first', async ({ task }) => {
    const show = await scene(task.name);
    const [pat = '', max = ''] = show.ids;
    for (let count = 0; count < 2; count += 1) await show.minute({ [pat]: { loss: 9 } });
    await world.slack.waitFor(() => postsIn(world, show.channel).length === 1, 15_000);
    for (let count = 0; count < 2; count += 1) await show.minute({ [pat]: { loss: 9 }, [max]: { loss: 30 } });
    const [first, second] = await world.slack.waitFor(() => {
      const posts = postsIn(world, show.channel);
      return posts.length === 2 ? posts : null;
    }, 15_000);
    expect(second?.threadTs).toBe(first?.ts);
  });

  it('who is muted, or has one bad minute, and one who only listens, is nothing to warn of', async ({ task }) => {
    const show = await scene(task.name);
    const [muted = '', once = '', listener = '', witness = ''] = show.ids;
    for (let count = 0; count < 4; count += 1) {
      await show.minute({
        [muted]: { loss: 60, kbps: 1.2 },
        [once]: { loss: count === 1 ? 40 : 0 },
        [listener]: { type: 'audio_output', loss: 45 },
      });
    }
    await untilLookedAt(show, witness);
    expect(textsIn(show.channel)).toHaveLength(1);
  });

  it('of whom there are no records for five minutes is neither warned of nor well again', async ({ task }) => {
    const show = await scene(task.name);
    const [pat = '', gap = ''] = show.ids;
    await show.minute({ [pat]: { loss: 9 }, [gap]: { loss: 9 } });
    await show.minute({ [pat]: { loss: 9 } });
    await world.slack.waitFor(() => postsIn(world, show.channel).length === 1, 15_000);
    show.pause(5);
    // One bad minute before the gap and one after it are no two in a row; one good one after it ends nothing.
    await show.minute({ [pat]: { loss: 0 }, [gap]: { loss: 9 } });
    await show.minute({ [pat]: { loss: 9 } });
    await untilLookedAt(show, show.ids[2] ?? '');
    const texts = textsIn(show.channel);
    expect(texts).toHaveLength(2);
    expect(texts[0]).not.toContain('Over since');
  });
});

describe.concurrent('a warning', () => {
  it('ends with the webinar', async ({ task }) => {
    const show = await scene(task.name);
    const [pat = ''] = show.ids;
    for (let count = 0; count < 2; count += 1) await show.minute({ [pat]: { loss: 9 } });
    await world.slack.waitFor(() => postsIn(world, show.channel).length === 1, 15_000);
    await endAndTell(world, show.webinar);
    await world.slack.waitFor(() => textsIn(show.channel)[0]?.includes('The webinar ended at'), 15_000);
  });

  it('is muted for the webinar by a click, and the live quality is shown to who asks', async ({ task }) => {
    const show = await scene(task.name);
    const [pat = '', max = '', ...listeners] = show.ids;
    const audience = Object.fromEntries(listeners.map((id) => [id, { type: 'audio_output', loss: 0.1 }]));
    for (let count = 0; count < 3; count += 1) await show.minute({ [pat]: { loss: 9 }, ...audience });
    const warning = await world.slack.waitFor(() => postsIn(world, show.channel)[0], 15_000);
    await world.slack.click({ user: apple, message: warning, button: 'live.show' });
    const view = await world.slack.waitFor(() =>
      world.slack.messagesFor(apple, show.channel).find((one) => textOf(one).includes('Live quality')),
    );
    expect(view.ephemeralFor).toBe(apple);
    expect(textOf(view)).toMatch(/voice: lost 9.0 % → 9.0 %/);
    expect(textOf(view)).toMatch(/Audience at .*: :white_check_mark: \d+ good/);
    await world.slack.click({ user: apple, message: warning, button: 'live.mute' });
    await world.slack.waitFor(
      () => textsIn(show.channel)[0]?.includes('warnings of this webinar are muted here'),
      15_000,
    );
    for (let count = 0; count < 3; count += 1) await show.minute({ [max]: { loss: 50 }, [pat]: { loss: 0 } });
    await world.slack.waitFor(() => textsIn(show.channel)[0]?.includes('Over since'), 15_000);
    expect(textsIn(show.channel)).toHaveLength(1);
  });

  it('is brought to its end in a channel that has unsubscribed meanwhile, and nothing new comes there', async ({
    task,
  }) => {
    const show = await scene(task.name);
    const [pat = '', max = ''] = show.ids;
    for (let count = 0; count < 2; count += 1) await show.minute({ [pat]: { loss: 9 } });
    await world.slack.waitFor(() => postsIn(world, show.channel).length === 1, 15_000);
    // Somebody else goes on wanting it.
    const other = addChannel(world);
    await subscribe(world, other, `${show.webinar.id} live`);
    await world.ask(`unsubscribe ${show.webinar.id}`, { channel: show.channel, user: apple });
    for (let count = 0; count < 2; count += 1) await show.minute({ [pat]: { loss: 0 }, [max]: { loss: 30 } });
    await world.slack.waitFor(() => textsIn(show.channel)[0]?.includes('Over since'), 15_000);
    await world.slack.waitFor(() => textsIn(other).some((text) => text.includes('30.0 %')), 15_000);
    expect(textsIn(show.channel)).toHaveLength(1);
  });

  it('comes to one person alone who asked for that', async ({ task }) => {
    const webinar = addRunning(world);
    const channel = addChannel(world);
    const { message } = await world.ask(`subscribe ${webinar.id} live to me`, { channel, user: apple });
    expect(textOf(message)).toContain('and warnings while it runs');
    const show = await sceneOf(webinar, channel, task.name);
    const [pat = ''] = show.ids;
    for (let count = 0; count < 2; count += 1) await show.minute({ [pat]: { loss: 9 } });
    const { id } = world.slack.workspace.openDirect(apple);
    const told = () => world.slack.messagesFor(apple, id).filter((one) => textOf(one).includes(webinar.topic));
    await world.slack.waitFor(() => told().length === 1, 15_000);
    expect(textsIn(channel)).toEqual([]);
    await world.ask(`unsubscribe ${webinar.id} to me`, { channel, user: apple });
  });

  it('of the audience comes when a tenth of it has had trouble for three minutes', async ({ task }) => {
    const show = await scene(task.name);
    const [, ...listeners] = show.ids;
    for (let count = 0; count < 5; count += 1) {
      await show.minute(
        Object.fromEntries(
          listeners.map((id, place) => [id, { type: 'audio_output', loss: place % 4 === 0 ? 12 : 0.1 }]),
        ),
      );
    }
    await world.slack.waitFor(() => textsIn(show.channel)[0]?.includes('The audience has trouble'), 15_000);
    expect(textsIn(show.channel)[0]).toMatch(/2\d\.\d % of the listeners have poor or bad quality/);
  });
});
