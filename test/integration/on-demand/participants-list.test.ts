import { describe, expect, it } from 'vitest';
import { SLACK_IDS } from '../../../sim/slack/stores/workspace.ts';
import { samplePeople } from '../../../sim/zoom/samples/sample-people.ts';
import type { SimParticipant } from '../../../sim/zoom/webinars/webinar.ts';
import { metricOf } from '../support/metrics.ts';
import { addWebinar } from '../support/webinars.ts';
import { isReport, startWorld, textOf, type World, type WorldOptions } from '../support/world.ts';

const READS_FOR_MS = 30_000;
const LIST_SCOPE = 'dashboard:read:list_webinar_participants:admin';

/** A webinar whose list takes several pages: 700 people, 20 of them with a bad connection. */
async function startLarge(options: WorldOptions = { redis: 'none' }, count = 700) {
  const world = await startWorld(options);
  const people = samplePeople({ count, presenters: 3, bad: 20, poor: 10, seed: 11 });
  return { world, id: addWebinar(world, { participants: people }).id, people };
}

/** People whose sound Zoom labels so. */
function poorIn(people: readonly SimParticipant[]): number {
  return people.filter(({ detail }) => /poor|bad/.test(String(detail.audio_quality))).length;
}

/** The last line of the report: what it rests on. */
async function basisOf(world: World, id: string): Promise<string> {
  return textOf(await world.askForReport(id, READS_FOR_MS));
}

describe('the participants list', () => {
  it('costs a thousand people four calls more: a hundred pages, four of the list, and two', async () => {
    const { world, id } = await startLarge({}, 1000);
    const report = await basisOf(world, id);
    const { zoom } = world;
    // Where the machine is busy calls come closer together than they left, and Zoom may have one repeated.
    const taken = zoom.requests.filter(({ status }) => status !== 429);
    expect(zoom.requests.length - taken.length).toBeLessThanOrEqual(2);
    const calls = Map.groupBy(taken, ({ endpoint }) => endpoint);
    expect(Object.fromEntries([...calls].map(([endpoint, all]) => [endpoint, all.length]))).toEqual({
      qosSummary: 100,
      participants: 4,
      webinar: 1,
      token: 1,
    });
    expect(report).toContain('Presenters (sending)');
    expect(report).not.toMatch(/participants list|who presented/);
    expect(await metricOf(world.bots[0], 'webinar_qos_participants_lists_total', { state: 'ok' })).toBe(1);
    const list = zoom.requests.find(({ endpoint }) => endpoint === 'participants')?.url;
    expect(list).toContain('/participants?type=past&page_size=300&include_fields=registrant_id');
  });

  it.each<[string, (world: World) => void, RegExp]>([
    [
      'without its scope',
      ({ zoom }) => {
        zoom.settings.scopes = zoom.settings.scopes.filter((scope) => scope !== LIST_SCOPE);
      },
      /the Zoom app lacks the scope for the participants list: roles, .* are unknown/,
    ],
    [
      'that fails',
      ({ zoom }) => zoom.fail({ endpoint: 'participants', kind: 'status', status: 400, code: 9999, always: true }),
      /Zoom's participants list could not be read: roles, .* are unknown/,
    ],
    [
      'whose second page fails',
      ({ zoom }) =>
        zoom.fail({ endpoint: 'participants', kind: 'status', status: 400, code: 9999, after: 1, always: true }),
      /only a part of Zoom's participants list could be read, with 300 of 700 joins/,
    ],
    [
      'that comes too late',
      ({ zoom }) => zoom.setLatency((endpoint) => (endpoint === 'participants' ? 60_000 : 0)),
      /Zoom's participants list came too late: roles, .* are unknown/,
    ],
    [
      'that is never answered',
      ({ zoom }) => zoom.fail({ endpoint: 'participants', kind: 'hang', always: true }),
      /Zoom's participants list came too late: roles, .* are unknown/,
    ],
    [
      'with half of the ids missing',
      ({ zoom }) => {
        zoom.settings.listWithoutUserId = 0.5;
      },
      /350 joins not in Zoom's participants list · 350 rows of Zoom's participants list without quality data/,
    ],
    [
      'that is shorter',
      ({ zoom }) => {
        zoom.settings.listRowsShare = 0.9;
      },
      /70 joins not in Zoom's participants list/,
    ],
    [
      'that is longer, in another order',
      ({ zoom }) => void Object.assign(zoom.settings, { listStrangers: 5, listOrder: 'reversed' }),
      /5 rows of Zoom's participants list without quality data/,
    ],
  ])('%s: everybody is graded, and the report says what it lacks', async (_name, break_, lacks) => {
    const { world, id } = await startLarge();
    break_(world);
    const report = await basisOf(world, id);
    expect(report).toMatch(lacks);
    expect(report).toMatch(/complete data from Zoom/);
    expect(world.slack.errors).toEqual([]);
    expect(world.slack.messagesFor(SLACK_IDS.apple, SLACK_IDS.general)).toHaveLength(2);
  });
});

describe('a read that takes long', () => {
  it("has one word in between, of Zoom's own labels, and no more", async () => {
    const { world, id, people } = await startLarge();
    world.zoom.setLatency((endpoint) => (endpoint === 'qosSummary' ? 700 : 20));
    const { message } = await world.ask(id);
    const early = await world.become(message, (text) => text.includes("Zoom's own labels are in"), READS_FOR_MS);
    const labelled = people.filter(({ detail }) => detail.audio_quality).length;
    expect(textOf(early)).toContain(
      `${poorIn(people)} of ${labelled} with poor or bad sound, ${700 - labelled} without a label.`,
    );
    expect(textOf(early)).toMatch(/The full report needs about (?:\d0 seconds|a minute); I post it here\./);
    expect(world.zoom.countOf('participants')).toBe(3);
    world.zoom.setLatency(0);
    await world.become(message, (_text, now) => isReport(now), READS_FOR_MS);
    expect(world.slack.messagesFor(SLACK_IDS.apple, SLACK_IDS.general)).toHaveLength(3);
  });

  it('that the calls of the day will not do for says what the few of the list told', async () => {
    const env = { ZOOM_HEAVY_PER_DAY: '20', QUOTA_RESERVE_PERCENT: '0' };
    const { world, id, people } = await startLarge({ redis: 'none', env });
    const { message } = await world.ask(id);
    const told = await world.become(message, (text) => text.includes('daily limit'), READS_FOR_MS);
    expect(textOf(told)).toContain(`Zoom's own labels: ${poorIn(people)} of `);
    expect(world.zoom.countOf('participants')).toBe(3);
    expect(world.zoom.requests.filter(({ endpoint }) => endpoint !== 'token').length).toBeLessThanOrEqual(20);
  });
});
