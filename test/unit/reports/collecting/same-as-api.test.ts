import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { samplePeople } from '../../../../sim/zoom/samples/sample-people.ts';
import { type EventMishaps, planEvents } from '../../../../sim/zoom/webhook/plan-events.ts';
import { dataSummaryEvents, qosSummaryEvents } from '../../../../sim/zoom/webhook/summary-events.ts';
import { listRow } from '../../../../sim/zoom/webinars/list-row.ts';
import type { SimParticipant, SimWebinar } from '../../../../sim/zoom/webinars/webinar.ts';
import type { Person } from '../../../../src/qos/person.ts';
import type { ReadVisit } from '../../../../src/webinar/participant.ts';
import { toUnmeasuredVisit } from '../../../../src/zoom/endpoints/participants.ts';
import { readQosRow } from '../../../../src/zoom/endpoints/qos-row.ts';
import { parseWebhook } from '../../../../src/zoom/webhook/parse.ts';
import { readPushedVisit } from '../../../../src/zoom/webhook/pushed-visit.ts';
import { PUSHED_ROWS } from '../../zoom/webhook/support.ts';
import { createPushedWorld } from '../reading/pushed-support.ts';
import { createFakeSource, ID, inPages, UUID } from '../support.ts';

type World = ReturnType<typeof createPushedWorld>;

function toWebinar(participants: readonly SimParticipant[]): SimWebinar {
  return {
    ...{ id: ID, uuid: UUID, topic: 'Fruit', participants },
    startedAt: '2026-01-15T08:00:00Z',
    endedAt: '2026-01-15T09:00:00Z',
  };
}

/** Zoom's API and its list, with the rows of the webinar in rising order of their ids, as pushed rows are. */
function sourceOf(webinar: SimWebinar) {
  const idOf = ({ qosRow }: SimParticipant) => String(qosRow.participant_id);
  const rising = webinar.participants.toSorted(
    (one, other) => idOf(one).length - idOf(other).length || (idOf(one) < idOf(other) ? -1 : 1),
  );
  const rows = rising.map(({ qosRow }) => readQosRow(qosRow, PUSHED_ROWS.parseStreams)?.visit);
  const visits = webinar.participants.map((one) =>
    toUnmeasuredVisit(PUSHED_ROWS.parseParticipantRow(listRow(webinar, one, true))),
  );
  return createFakeSource({
    page: inPages(rows.filter((row): row is ReadVisit => row !== undefined)),
    list: () => ({ visits, unusableRows: 0, nextPageToken: null }),
  });
}

/** Event by event, as the door reads them. */
async function push({ collecting }: World, events: readonly object[]): Promise<void> {
  for (const event of events) {
    const parsed = parseWebhook(JSON.parse(JSON.stringify(event)));
    const visit = parsed.kind === 'pushed' ? readPushedVisit(parsed.event, PUSHED_ROWS) : null;
    if (!visit) throw new Error('an event of the simulator was not understood');
    await collecting.add(visit);
  }
}

/** All that is graded, and the three orders; labels and scores apart, which events alone have. */
async function resultOf({ store }: World) {
  const head = await store.getHead(UUID);
  if (!head) throw new Error('there is no report');
  const people: Omit<Person, 'zoomQuality' | 'zoomScores'>[] = [];
  for await (const some of store.readPeople(head)) {
    people.push(...some.map(({ zoomQuality: _, zoomScores: _scores, ...person }) => person));
  }
  const orders = await Promise.all(
    (['severity', 'loss', 'latency'] as const).map(async (sort) =>
      (await store.getTop(UUID, sort, 1_000))?.people.map(({ id }) => id),
    ),
  );
  const { zoomAgreement: _, ...summary } = head.summary;
  return { people, orders, summary, rowsRead: head.rowsRead, state: head.state };
}

async function byApi(webinar: SimWebinar) {
  const world = createPushedWorld(sourceOf(webinar));
  await world.make({ participantCount: webinar.participants.length });
  expect(world.froms).toEqual(['api']);
  return resultOf(world);
}

async function byEvents(webinar: SimWebinar, mishaps: EventMishaps) {
  const world = createPushedWorld(sourceOf(webinar));
  const choices = { eventMs: Date.parse('2026-01-15T09:00:00Z') };
  const events = [...qosSummaryEvents(webinar, choices), ...dataSummaryEvents(webinar, choices)];
  const { prompt, late } = planEvents(events, mishaps);
  await push(world, [...prompt, ...late]);
  await world.make({ participantCount: webinar.participants.length });
  expect(world.froms).toEqual(['events']);
  expect(world.fake.tokens).toEqual([]);
  return resultOf(world);
}

const crowd = fc.record({
  seed: fc.nat(10_000),
  count: fc.integer({ min: 12, max: 60 }),
  presenters: fc.integer({ min: 0, max: 2 }),
  fair: fc.integer({ min: 0, max: 2 }),
  poor: fc.integer({ min: 0, max: 2 }),
  bad: fc.integer({ min: 0, max: 3 }),
  noData: fc.integer({ min: 0, max: 2 }),
  rejoins: fc.integer({ min: 0, max: 5 }),
});
const mishaps = fc.record({
  doubled: fc.constantFrom(0, 0.3, 1),
  late: fc.constantFrom(0, 0.2),
  shuffled: fc.boolean(),
  seed: fc.nat(1_000),
});

describe('a report of events', () => {
  it('has the same people, grades and orders as one of the API, in whatever order and however often they come', async () => {
    await fc.assert(
      fc.asyncProperty(crowd, mishaps, async (people, ways) => {
        const webinar = toWebinar(samplePeople(people));
        expect(await byEvents(webinar, ways)).toEqual(await byApi(webinar));
      }),
      { numRuns: 15 },
    );
  }, 30_000);

  it("has Zoom's own labels and scores beside them", async () => {
    const webinar = toWebinar(samplePeople({ count: 20, bad: 2 }));
    const world = createPushedWorld();
    await push(world, qosSummaryEvents(webinar, { eventMs: 0 }));
    const head = await world.make({ participantCount: 20 });
    expect(head.worst[0]).toMatchObject({ zoomQuality: { audio: 'bad' }, zoomScores: { audio: 1.62 } });
    expect(head.summary.zoomAgreement.compared).toBeGreaterThan(10);
  });
});
