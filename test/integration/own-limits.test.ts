import { expect, it } from 'vitest';
import { SLACK_IDS } from '../../sim/slack/stores/workspace.ts';
import { SAMPLE_IDS } from '../../sim/zoom/samples/sample-webinars.ts';
import { startWorld, textOf } from './support/world.ts';

it('grades by the limits that are set, says so, and shows no report that was made by others', async () => {
  const world = await startWorld({ env: { AUDIO_LOSS_LIMITS: '0.01,0.02,0.03,0.04', AUDIENCE_LIMITS: '1,2,4' } });
  const { zoom, slack, bots, ask, askForReport, startBot, useBot } = world;
  const strict = textOf(await askForReport(SAMPLE_IDS.good));
  expect(strict).toContain('Webinar quality: Bad');
  expect(strict).toContain('(Bad from 0.03 %)');
  expect(strict).toContain('graded with limits of our own');
  expect(zoom.countOf('qosSummary')).toBe(12);
  expect(textOf((await ask('help')).message)).toContain('Audience, by the share in trouble: Fair from 1 %');

  if (world.redis === null) return;
  await bots[0]?.stop();
  const other = await startBot({ AUDIO_LOSS_LIMITS: '', AUDIENCE_LIMITS: '' });
  useBot(other);
  // Somebody else: the strict report is in the first one's conversation.
  const { message } = await ask(SAMPLE_IDS.good, { user: SLACK_IDS.banana });
  const usual = textOf(await world.become(message, (text) => text.includes('Webinar quality: ')));
  expect(usual).toContain('Webinar quality: Good');
  expect(usual).not.toContain('limits of our own');
  expect(zoom.countOf('qosSummary')).toBe(24);
  expect(bots).toHaveLength(2);
  expect(slack.errors).toEqual([]);
});
