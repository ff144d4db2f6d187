import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SAMPLE_IDS } from '../../../sim/zoom/samples/sample-webinars.ts';
import { openWorld, textOf, type World } from '../support/world.ts';

const said: string[] = [];
let world: World;

beforeAll(async () => {
  world = await openWorld({ redis: 'none' });
});
afterAll(async () => {
  if (process.env.PRINT_SENTENCES === '1') process.stdout.write(`\n${said.join('\n')}\n\n`);
  await world?.close();
});

describe('the headline says who decided', () => {
  it.each([
    [
      'the presenter’s uplink',
      SAMPLE_IDS.badUplink,
      /Bad – Press.*\n.*The presenters were the problem: 14\.0 % of Panda P’s voice/,
    ],
    [
      'one city on Wi-Fi',
      SAMPLE_IDS.badRegion,
      /Presenters were fine\. 10 of 58 attendees.*Likely shared cause:.*(Lyon|Wifi)/s,
    ],
    ['nobody', SAMPLE_IDS.good, /Good – Onboarding.*\n.*Presenters were fine\./],
    [
      'whom the bot took for presenters',
      SAMPLE_IDS.rolesUnknown,
      /Panda P’s voice.*Zoom didn’t say who presented; I took those who sent/s,
    ],
    ['our numbers, where Zoom’s labels say otherwise', SAMPLE_IDS.labelsDisagree, /9 of 46 attendees/],
  ])('%s', async (who, id, headline) => {
    const text = textOf(await world.askForReport(id));
    said.push(
      `${who}:`,
      ...text
        .split('\n')
        .filter((line) => line.trim() !== '')
        .slice(0, 4),
    );
    expect(text).toMatch(headline);
  });
});
