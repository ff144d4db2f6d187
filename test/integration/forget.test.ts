import { WebClient } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import type { SimMessage } from '../../sim/slack/stores/message-store.ts';
import { SLACK_IDS } from '../../sim/slack/stores/workspace.ts';
import type { SimWebinar } from '../../sim/zoom/webinars/webinar.ts';
import { addChannel, postsIn, subscribe, untilFinal, untilPosted } from './support/channels.ts';
import { clickForEdit } from './support/clicks.ts';
import { addRunning, endAndTell, pushVisits } from './support/ended.ts';
import { untilDone, withRedis } from './support/final-report.ts';
import { dumpRedis } from './support/redis-dump.ts';
import { addWebinar } from './support/webinars.ts';
import { isReport, startWorld, textOf, type World } from './support/world.ts';

const { apple, banana, cherry, general } = SLACK_IDS;
const OPERATOR = { ACCESS_OPERATORS: apple, REPORT_DELAYS_S: '1,2', REPORT_QUIET_S: '1' };
/** What says that a run ended and was told, so that no sweep begins again; and BullMQ's own. */
const STAYS = /:(?:ended|automatic|automatic:channels|post:\w+|counted|shared:\w+)$/;

/** Keys of the bot that name a run or its number. */
async function keysOf({ redis }: World, { uuid, id }: SimWebinar): Promise<string[]> {
  const dump = await dumpRedis(redis?.url ?? '');
  return [...dump.keys()]
    .filter((key) => key.startsWith('qos:') && (key.includes(uuid) || key.includes(id)))
    .toSorted();
}

/** Apple types it, and clicks; gives what is said then. */
async function forget(world: World, webinar: string, user: string = apple): Promise<SimMessage> {
  const { message } = await world.ask(`forget ${webinar}`, { user });
  return clickForEdit(world, message, 'forget.confirm', { user });
}

/** Banana asks, and Slack takes nothing more at the response_url. */
async function askByDirectMessage(world: World, webinar: SimWebinar): Promise<SimMessage> {
  const { slack } = world;
  slack.fail({ method: 'response_url', kind: 'error', error: 'used_url', always: true });
  await world.ask(webinar.id, { user: banana });
  const { id } = slack.workspace.openDirect(banana);
  const direct = await slack.waitFor(() => slack.messagesFor(banana, id).find(isReport), 15_000);
  slack.clearFaults();
  return direct;
}

const filesIn = ({ slack }: World, channel: string) => slack.messagesFor(banana, channel).flatMap(({ files }) => files);

describe('forgetting a webinar', () => {
  it('deletes report, rows and what was pushed, asks once, and puts “removed” in the place of its messages', async () => {
    const world = await startWorld({ replicas: 2, env: OPERATOR });
    const channel = addChannel(world);
    const webinar = addRunning(world);
    await subscribe(world, channel, webinar.id);
    await pushVisits(world, webinar, { missing: 0.4 });
    await endAndTell(world, webinar);
    await untilFinal(world, channel);
    await untilDone(world, webinar);
    const mine = await world.askForReport(webinar.id);
    await world.slack.click({ user: apple, message: mine, button: 'report.share' });
    const shared = await world.slack.waitFor(() => postsIn(world, general)[0]);
    const names = webinar.participants
      .map(({ qosRow }) => String(qosRow.user_name))
      .filter((name) => /\w+ \w/.test(name));
    const namesKept = async () => {
      // In Socket Mode what an envelope was answered with stays for six minutes: docs/privacy.md.
      const kept = [...(await dumpRedis(world.redis?.url ?? ''))].filter(([key]) => !key.includes(':slack:envelope:'));
      const all = JSON.stringify(kept);
      return names.filter((name) => all.includes(name));
    };

    const isNoted = async () => (await keysOf(world, webinar)).some((key) => key.endsWith(':shared-posts'));
    await expect.poll(isNoted).toBe(true);
    const before = await keysOf(world, webinar);
    expect(before.length).toBeGreaterThan(8);
    expect((await namesKept()).length).toBeGreaterThan(10);
    const { message: question } = await world.ask(`forget ${webinar.id}`);
    expect(textOf(question)).toMatch(
      /^Delete all that I keep of “Case \d+” \(\d+ \d+ \d+\): .*This cannot be undone\./s,
    );
    expect(await keysOf(world, webinar)).toEqual(before);

    const done = await clickForEdit(world, question, 'forget.confirm');
    expect(textOf(done)).toContain('Deleting what I keep of it now');
    const removed = (text: string) => text.includes('Removed: what I kept of this webinar was deleted.');
    await untilPosted(world, channel, removed);
    await world.slack.waitFor(() => removed(textOf(world.slack.current(shared) ?? shared)));
    await expect.poll(async () => (await keysOf(world, webinar)).filter((key) => !STAYS.test(key))).toEqual([]);
    expect(await namesKept()).toEqual([]);
    expect(textOf((await world.ask(`forget ${webinar.id}`)).message)).toContain('I keep nothing of webinar');
    if (process.env.PRINT_KEYS)
      process.stdout.write(`before:\n${before.join('\n')}\nafter:\n${(await keysOf(world, webinar)).join('\n')}\n`);

    // Who asks again has it read again, and the buttons of what was said before say that it is gone.
    expect(textOf(await world.askForReport(webinar.id))).toContain('Webinar quality');
    expect(world.slack.errors).toEqual([]);
  });

  it('is for operators and for whoever has subscribed to the host’s webinars; a button is not enough', async () => {
    const world = await startWorld({ env: OPERATOR });
    const webinar = addWebinar(world, { hostEmail: 'host.h@example.com' });
    await world.askForReport(webinar.id);
    const { message: question } = await world.ask(`forget ${webinar.id}`);
    const refused = 'Only operators of the bot';
    expect(textOf((await world.ask(`forget ${webinar.id}`, { user: banana })).message)).toContain(refused);
    await subscribe(world, general, 'host: host.h@example.com', banana);
    await subscribe(world, general, 'host: else@example.com', cherry);
    expect(textOf((await world.ask(`forget ${webinar.id}`, { user: cherry })).message)).toContain(refused);
    // The right is asked again when the button is clicked.
    const [first] = world.bots;
    world.useBot(await world.startBot({ ACCESS_OPERATORS: '' }));
    const { message: other } = await world.ask('help');
    await world.slack.click({ user: apple, message: question, button: 'forget.confirm' });
    await world.slack.waitFor(() => {
      const told = world.slack.lastMessageFor(apple, general);
      return told && told.ts !== other.ts && textOf(told).includes(refused);
    });
    if (first) world.useBot(first);
    expect((await keysOf(world, webinar)).some((key) => key.endsWith(':report'))).toBe(true);
    expect(textOf(await forget(world, webinar.id, banana))).toContain('Deleting what I keep of it now');
    await expect.poll(async () => (await keysOf(world, webinar)).some((key) => key.endsWith(':report'))).toBe(false);
    expect(textOf(await clickForEdit(world, question, 'forget.confirm'))).toContain('I keep nothing');
  });

  it('takes back what was sent as a direct message, and the files, also when the report itself is gone', async () => {
    const world = await startWorld({ env: OPERATOR });
    const { slack } = world;
    const webinar = addWebinar(world);
    const direct = await askByDirectMessage(world, webinar);
    await slack.click({ user: banana, message: direct, button: 'Export CSV' });
    await slack.waitFor(() => filesIn(world, direct.channel).length === 2);
    const left = async () =>
      (await keysOf(world, webinar)).filter((key) => key.endsWith(':shared-posts') || key.endsWith(':shared-files'));
    await expect.poll(left).toHaveLength(2);
    // As after REPORT_TTL_H. One of the files somebody has deleted already.
    const copies = await left();
    const others = (await keysOf(world, webinar)).filter((key) => key.includes('{') && !copies.includes(key));
    await withRedis(world, (client) => client.del(...others));
    const [first] = slack.files.keys();
    await new WebClient(slack.settings.botToken, { slackApiUrl: slack.apiUrl }).files.delete({
      file: first ?? '',
    });

    expect(textOf(await forget(world, webinar.id))).toContain('Deleting what I keep of it now');
    await slack.waitFor(() => textOf(slack.current(direct) ?? direct).startsWith('Removed: '));
    await expect.poll(() => [...slack.files.values()].map(({ deleted }) => deleted)).toEqual([true, true]);
    await expect.poll(left).toEqual([]);
    expect(textOf((await world.ask(`forget ${webinar.id}`)).message)).toContain('I keep nothing');
    expect(slack.errors).toEqual([]);
  });

  it('ends what is still to come: nothing is read or posted after it', async () => {
    const env = { ...OPERATOR, REPORT_DELAYS_S: '3,4' };
    const world = await startWorld({ env });
    const [first, second] = [addChannel(world), addChannel(world)];
    const webinar = addRunning(world);
    const other = addRunning(world);
    await subscribe(world, first, webinar.id);
    await subscribe(world, second, other.id);
    await pushVisits(world, webinar, { missing: 0.5 });
    await endAndTell(world, webinar);
    await forget(world, webinar.id);
    await endAndTell(world, other);
    await untilFinal(world, second);
    await untilDone(world, other);
    expect(postsIn(world, first)).toEqual([]);
    expect((await keysOf(world, webinar)).filter((key) => !STAYS.test(key))).toEqual([]);
  });

  it('waits for a read that is under way, and tells who waits that nothing is kept', async () => {
    const world = await startWorld({ env: OPERATOR });
    const webinar = addWebinar(world);
    world.zoom.setLatency(700);
    const { message } = await world.ask(webinar.id, { user: banana });
    await world.slack.waitFor(() => world.zoom.countOf('qosSummary') > 0, 10_000);
    await forget(world, webinar.id);
    await expect
      .poll(async () => (await keysOf(world, webinar)).filter((key) => !STAYS.test(key)), { timeout: 20_000 })
      .toEqual([]);
    const told = await world.become(message, (text) => /Webinar quality|no longer kept/.test(text));
    expect(textOf(told)).toMatch(/Webinar quality|no longer kept/);
  });
});
