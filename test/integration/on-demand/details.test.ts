import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SimMessage } from '../../../sim/slack/stores/message-store.ts';
import type { SimView } from '../../../sim/slack/stores/view-store.ts';
import { SLACK_IDS } from '../../../sim/slack/stores/workspace.ts';
import { toPlainText } from '../../../sim/slack/to-plain-text.ts';
import { SAMPLE_IDS, sampleWebinars } from '../../../sim/zoom/samples/sample-webinars.ts';
import { clickForNew } from '../support/clicks.ts';
import { openWorld, type World } from '../support/world.ts';

const { apple } = SLACK_IDS;
let world: World;
let list: SimMessage;

beforeAll(async () => {
  world = await openWorld({ zoom: { webinars: sampleWebinars(Date.now()) } });
  list = await clickForNew(world, await world.askForReport(SAMPLE_IDS.allHands), 'report.list.severity');
});
afterAll(() => world?.close());

/** Clicks, and gives the modal that comes on top. */
async function clickForView(given: { message: SimMessage } | { view: SimView }, button: string, value?: string) {
  const before = world.slack.openViews(apple).at(-1)?.id;
  await world.slack.click({ user: apple, button, ...given, ...(value !== undefined && { value }) });
  return world.slack.waitFor(() => {
    const top = world.slack.openViews(apple).at(-1);
    return top && top.id !== before ? top : null;
  });
}

describe('Connection details', () => {
  it('have the same as text for a ticket above them, and go back', async () => {
    const details = await clickForView({ message: list }, 'list.details');
    const name = /^# (.+) – /m.exec(toPlainText(details))?.[1] ?? 'nobody';
    const ticket = toPlainText(await clickForView({ view: details }, 'Copy for a ticket'));
    expect(ticket).toContain(`, ${name}, `);
    expect(ticket).toMatch(/^UUID: \S{20,}$/m);
    expect(ticket).toMatch(/^ {2}Lost sound: Fair from 2 %, Poor from 5 %, Bad from 10 %$/m);
    expect(ticket).not.toMatch(/@|undefined|NaN|\bnull\b/);
    await world.slack.closeView(apple);
    expect(world.slack.openViews(apple).at(-1)?.id).toBe(details.id);
    await world.slack.closeView(apple);
  });

  it('have a text that can be sent to somebody who had trouble', async () => {
    const details = await clickForView({ message: list }, 'list.details');
    const letter = toPlainText(await clickForView({ view: details }, 'Text for this person'));
    expect(letter).toMatch(/^(?:Hi .+|Hello), in “.+” on .+/m);
    expect(letter).toContain('If it happens again, please tell me');
    await world.slack.closeView(apple);
    await world.slack.closeView(apple);
  });

  it('say in a modal of their own when the report is no longer kept', async () => {
    const details = await clickForView({ message: list }, 'list.details');
    const gone = JSON.stringify({ v: 1, report: 'Z29uZWdvbmVnb25lZ29uZQ==', view: 'person', person: 'n1' });
    const note = toPlainText(await clickForView({ view: details }, 'details.ticket', gone));
    expect(note).toContain('The pages of this report are no longer kept');
    await world.slack.closeView(apple);
    await world.slack.closeView(apple);
  });

  it('make Slack complain about nothing', () => {
    expect(world.slack.errors).toEqual([]);
    expect(world.slack.calls.filter(({ ok }) => !ok)).toEqual([]);
  });
});
