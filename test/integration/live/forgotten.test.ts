import { expect, it, vi } from 'vitest';
import { SLACK_IDS } from '../../../sim/slack/stores/workspace.ts';
import { startedEvent } from '../../../sim/zoom/webhook/webhook-bodies.ts';
import { addChannel, postsIn, subscribe } from '../support/channels.ts';
import { clickForEdit } from '../support/clicks.ts';
import { addRunning, endAndTell, pushEvents, sendEvent } from '../support/ended.ts';
import { withRedis } from '../support/final-report.ts';
import { dumpRedis } from '../support/redis-dump.ts';
import { startWorld, textOf } from '../support/world.ts';
import { minuteEvent } from './minute-event.ts';

const { apple } = SLACK_IDS;
const MINUTE_MS = 60_000;
const REMOVED = 'Removed: what I kept of this webinar was deleted.';

it('a warning is taken back by forget, also in a channel that has unsubscribed since and when all else is gone', async () => {
  const world = await startWorld({
    env: {
      ...{ ACCESS_OPERATORS: apple, LIVE_RULES: 'presenter loss 5% for 2m' },
      ...{ REPORT_DELAYS_S: '600', REPORT_QUIET_S: '600' },
    },
  });
  const webinar = addRunning(world);
  const [left, stays] = [addChannel(world), addChannel(world)];
  for (const channel of [left, stays]) await subscribe(world, channel, `${webinar.id} live`);
  const [bot] = world.bots;
  await sendEvent(bot, startedEvent(webinar, { eventMs: Date.now() }));
  const startMs = Date.now() - 10 * MINUTE_MS;
  const [pat = '', max = ''] = webinar.participants.map(({ qosRow }) => String(qosRow.participant_id));
  const minute = (count: number, who: string) => minuteEvent(webinar, who, startMs + count * MINUTE_MS, { loss: 14 });
  const probe = minuteEvent(webinar, 'probe', startMs, { type: 'audio_output', kbps: 0 });
  await vi.waitUntil(async () => (await sendEvent(bot, probe)).body.includes('"minute"'), 10_000);

  // Two presenters, so that there is one warning in the channel and one in its thread.
  for (const count of [1, 2]) await pushEvents(world, [minute(count, pat), minute(count, max)]);
  const bothWarned = () => [left, stays].every((channel) => postsIn(world, channel).length === 2);
  await world.slack.waitFor(bothWarned, 15_000);
  await world.ask(`unsubscribe ${webinar.id}`, { channel: left });
  await endAndTell(world, webinar);
  const texts = () => [left, stays].flatMap((channel) => postsIn(world, channel).map(textOf));
  await world.slack.waitFor(() => texts().every((text) => text.includes('The webinar ended at')), 15_000);

  const keysOfRun = async () =>
    [...(await dumpRedis(world.redis?.url ?? '')).keys()].filter((key) => key.includes(`{${webinar.uuid}}`));
  const ended = (await keysOfRun()).filter((key) => !key.endsWith(':live:posts'));
  await withRedis(world, (client) => client.del(...ended));
  const { message: question } = await world.ask(`forget ${webinar.id}`);
  await clickForEdit(world, question, 'forget.confirm');
  await world.slack.waitFor(() => texts().every((text) => text.includes(REMOVED)), 15_000);
  expect(texts()).toHaveLength(4);
  await expect.poll(async () => (await keysOfRun()).filter((key) => key.includes(':live'))).toEqual([]);
  expect(textOf((await world.ask(`forget ${webinar.id}`)).message)).toContain('I keep nothing');
  expect(world.slack.errors).toEqual([]);
});
