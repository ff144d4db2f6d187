import { beforeEach, describe, expect, it } from 'vitest';
import { analyseWebinar } from '../../../src/qos/analyse.ts';
import type { Analysis } from '../../../src/qos/analysis.ts';
import { ownLimitsOf, withOwnLimits } from '../../../src/qos/own-limits.ts';
import { DEFAULT_THRESHOLDS } from '../../../src/qos/thresholds.ts';
import { deflateText } from '../../../src/reports/packing/deflate.ts';
import { createVisitConverter } from '../../../src/reports/reading/pages/to-visit.ts';
import { METHOD_VERSION, type ReportHead, type Sort } from '../../../src/reports/report.ts';
import { createReportStore, type ReportStore } from '../../../src/reports/store.ts';
import { keys } from '../../../src/storage/keys.ts';
import type { Kv } from '../../../src/storage/kv.ts';
import { commitAnalysis, createSpiedKv, hashIdentity, interrupt, toReadVisit, toStream, UUID } from './support.ts';

const TTL_SECONDS = 3600;
const NOON = Date.UTC(2026, 0, 15, 12);
let world: ReturnType<typeof createSpiedKv>;
let store: ReportStore;
beforeEach(() => {
  world = createSpiedKv();
  store = createReportStore({ ...world, ttlSeconds: TTL_SECONDS });
});

/** Person 1 is the worst; those past `bad` are Good. */
function analyse(people: number, bad: number): Analysis {
  const toVisit = createVisitConverter(hashIdentity, () => true);
  const visits = Array.from({ length: people }, (_, index) =>
    toVisit(toReadVisit(index + 1, { streams: [toStream(index < bad ? 90 - index / 100 : 0.5)] })),
  );
  return analyseWebinar(visits, DEFAULT_THRESHOLDS);
}

function toHead(readId: string, analysis: Analysis, given: Partial<ReportHead> = {}): ReportHead {
  const { severity, loss, latency } = analysis.orders;
  return {
    method: METHOD_VERSION,
    readId,
    key: UUID,
    uuid: UUID,
    webinarId: '93201235621',
    topic: 'Quarterly update',
    startedAt: null,
    endedAt: null,
    participantCount: null,
    state: 'final',
    readAt: new Date(NOON).toISOString(),
    unchangedSince: new Date(NOON).toISOString(),
    thinnerRead: null,
    freshUntil: new Date(NOON + 120_000).toISOString(),
    rowsRead: analysis.people.length,
    unreadableRows: 0,
    unknownTypes: {},
    invalidValues: {},
    ownLimits: false,
    participantsList: { state: 'partial', listed: 3, joined: 2, unlisted: 1, unusable: 1 },
    summary: analysis.summary,
    worst: analysis.people.slice(0, 3),
    decidingPresenter: null,
    listLengths: { severity: severity.length, loss: loss.length, latency: latency.length },
    ...given,
  };
}

async function commit(readId: string, people: number, bad: number, given: Partial<ReportHead> = {}) {
  const analysis = analyse(people, bad);
  const head = toHead(readId, analysis, given);
  await commitAnalysis(store, head, analysis);
  return { head, analysis };
}

async function readEverybody(head: ReportHead, from = store): Promise<string[]> {
  const ids: string[] = [];
  for await (const portion of from.readPeople(head)) ids.push(...portion.map(({ id }) => id));
  return ids;
}

describe('the head of a report', () => {
  it('comes back as it was written, and goes after its time', async () => {
    const { head } = await commit('r1', 7, 3);
    expect(await store.getHead(UUID)).toEqual(head);
    world.clock.advance(TTL_SECONDS * 1000);
    expect(await store.getHead(UUID)).toBeNull();
  });

  it('is fresh until the moment it names', async () => {
    const { head } = await commit('r1', 7, 3);
    world.clock.advance(119_999);
    expect(await store.getFreshHead(UUID)).toEqual(head);
    world.clock.advance(1);
    expect(await store.getFreshHead(UUID)).toBeNull();
    expect(await store.getHead(UUID)).toEqual(head);
  });

  it('is missing when another method graded it, and then makes room for any read', async () => {
    const { head } = await commit('r1', 7, 3);
    const { method: _, ...old } = head;
    for (const other of [old, { ...old, method: METHOD_VERSION + 1 }]) {
      await world.kv.set(keys.reportHead(UUID).name, JSON.stringify(other), 60);
      expect(await store.getFreshHead(UUID)).toBeNull();
      expect(await store.getPage(UUID, 'severity', 0)).toBeNull();
      expect(await store.getPerson(UUID, 'visit1')).toBeNull();
    }
    // Fewer rows than the old one had: nothing to hold them against.
    const { head: newer } = await commit('r2', 3, 1);
    expect(await store.getHead(UUID)).toEqual(newer);
  });

  it('is missing when other limits graded it, older reads too, and then makes room for any read', async () => {
    const own = withOwnLimits({ audioLossLimitsPercent: [1, 2, 3, 4] });
    const stricter = createReportStore({ ...world, ttlSeconds: TTL_SECONDS, thresholds: own });
    await commit('r1', 7, 3);
    await commit('r2', 7, 4);
    for (const readId of [undefined, 'r1', 'r2']) {
      expect(await store.getHead(UUID, readId)).not.toBeNull();
      expect(await stricter.getHead(UUID, readId)).toBeNull();
      expect(await stricter.getPage(UUID, 'severity', 0, readId)).toBeNull();
      expect(await stricter.getPerson(UUID, 'visit1', readId)).toBeNull();
      expect(await stricter.find(UUID, 'a', readId)).toBeNull();
    }
    // Fewer rows than the one by other limits.
    const limits = ownLimitsOf(own);
    const analysis = analyse(3, 1);
    const head = toHead('r3', analysis, { ownLimits: true, ...(limits && { limits }) });
    await commitAnalysis(stricter, head, analysis);
    expect(await stricter.getHead(UUID)).toEqual(head);
    expect(await store.getHead(UUID)).toBeNull();
  });

  it.each(['', '{', 'null', '{}', '[1]'])('is missing when its record is damaged: %j', async (text) => {
    await commit('r1', 7, 3);
    await world.kv.set(keys.reportHead(UUID).name, text, 60);
    expect(await store.getHead(UUID)).toBeNull();
    expect(await store.getFreshHead(UUID)).toBeNull();
    expect(await store.getPage(UUID, 'severity', 0)).toBeNull();
    expect(await store.getPerson(UUID, 'visit1')).toBeNull();
  });
});

describe('the first of a list', () => {
  const top = async (count: number, sort: Sort = 'severity', readId?: string) =>
    (await store.getTop(UUID, sort, count, readId))?.people.map(({ id }) => id);

  it('are those of its first pages, in their order', async () => {
    const { analysis } = await commit('r1', 40, 23);
    expect(await top(12)).toEqual(analysis.orders.severity.slice(0, 12));
    expect(await top(200)).toEqual(analysis.orders.severity);
    expect(await top(7, 'loss')).toEqual(analysis.orders.loss.slice(0, 7));
    expect(await store.getTop(UUID, 'severity', 12)).toMatchObject({ sort: 'severity', total: 23 });
  });

  it('reads nobody else', async () => {
    await commit('r1', 70, 23);
    // The people of slots 32 to 69: the worst come first here.
    await world.kv.hashDelete(keys.people(UUID, 'r1').name, 'people:1', 'people:2');
    expect(await top(10)).toHaveLength(10);
  });

  it('are nobody where the list is empty, and null where the read or one of them is gone', async () => {
    await commit('r1', 5, 0);
    expect(await top(200)).toEqual([]);
    expect(await store.getTop(UUID, 'loss', 200, 'another')).toBeNull();
    await world.kv.hashDelete(keys.people(UUID, 'r1').name, 'people:0');
    expect(await store.getTop(UUID, 'loss', 200)).toBeNull();
  });
});

describe('a page of people', () => {
  const page = async (number: number, sort: Sort = 'severity') => {
    const found = await store.getPage(UUID, sort, number);
    return found && { ...found, head: found.head.readId, people: found.people.map(({ id }) => id) };
  };

  it('holds five, in their order, with its place in the list', async () => {
    await commit('r1', 20, 12);
    expect(await page(1)).toEqual({
      head: 'r1',
      sort: 'severity',
      page: 1,
      pageCount: 3,
      first: 6,
      last: 10,
      total: 12,
      people: ['visit6', 'visit7', 'visit8', 'visit9', 'visit10'],
    });
    expect(await page(2)).toMatchObject({ first: 11, last: 12, people: ['visit11', 'visit12'] });
  });

  it('may be a full last one', async () => {
    await commit('r1', 20, 10);
    expect(await page(1)).toMatchObject({ page: 1, pageCount: 2, first: 6, last: 10 });
  });

  it.each([
    [-1, 0],
    [-1_000_000, 0],
    [3, 2],
    [Number.MAX_SAFE_INTEGER, 2],
  ])('number %i does not exist; %i does', async (asked, given) => {
    await commit('r1', 20, 12);
    expect(await page(asked)).toMatchObject({ page: given });
  });

  it.each([Number.NaN, 0.5])('number %d makes no sense and is none', async (asked) => {
    await commit('r1', 20, 12);
    expect(await page(asked)).toBeNull();
  });

  it('is empty when nobody is on the list', async () => {
    await commit('r1', 4, 0);
    expect(await page(0)).toMatchObject({ page: 0, pageCount: 1, first: 0, last: 0, total: 0, people: [] });
  });

  it.each(['severity', 'loss', 'latency'] as const)('follows the order by %s', async (sort) => {
    const { analysis } = await commit('r1', 20, 12);
    const found: string[] = [];
    const length = analysis.orders[sort].length;
    for (let number = 0; number * 5 < length; number += 1) found.push(...((await page(number, sort))?.people ?? []));
    expect(found).toEqual(analysis.orders[sort]);
  });

  it('is none when there is no report', async () => {
    expect(await page(0)).toBeNull();
  });

  it.each(['', '{', '["visit1"]', 'AAAAAAABAAAC', '////////////////////'])(
    'is none when its order is damaged: %j',
    async (text) => {
      await commit('r1', 20, 12);
      await world.kv.hashSet(keys.people(UUID, 'r1').name, { 'severity:0': text }, 60);
      expect(await page(0)).toBeNull();
      expect(await page(0, 'loss')).not.toBeNull();
    },
  );

  it.each(['', '{', 'null', deflateText('{'), deflateText('{"0":1}'), deflateText('[{"id":"visit3"}]')])(
    'is none when the people on it are damaged: %j',
    async (text) => {
      await commit('r1', 80, 80);
      await world.kv.hashSet(keys.people(UUID, 'r1').name, { 'people:0': text }, 60);
      expect(await page(0)).toBeNull();
      expect(await page(12)).not.toBeNull();
    },
  );

  it('goes on over the places where the packed parts of people and of orders meet', async () => {
    const { analysis } = await commit('r1', 520, 520);
    const found: string[] = [];
    for (let number = 0; number < 104; number += 1) found.push(...((await page(number, 'loss'))?.people ?? []));
    expect(found).toEqual(analysis.orders.loss);
  });
});

describe('one person', () => {
  it('comes with the head of the report', async () => {
    const { head, analysis } = await commit('r1', 20, 12);
    expect(await store.getPerson(UUID, 'visit17')).toEqual({ head, person: analysis.people[16] });
  });

  it.each(['nobody', '', '__proto__', 'constructor'])('is none who is not in it: %j', async (id) => {
    await commit('r1', 20, 12);
    expect(await store.getPerson(UUID, id)).toBeNull();
  });

  it('may have been given a strange id by Zoom', async () => {
    const visits = ['__proto__', 'constructor'].map((visitId, index) =>
      createVisitConverter(hashIdentity, () => true)(toReadVisit(index, { visitId })),
    );
    const analysis = analyseWebinar(visits, DEFAULT_THRESHOLDS);
    await commitAnalysis(store, toHead('r1', analysis), analysis);
    for (const { id, name } of analysis.people) {
      expect(await store.getPerson(UUID, id)).toMatchObject({ person: { id, name } });
    }
  });
});

describe('everybody', () => {
  it('is read once, the worst first, in portions', async () => {
    const { head, analysis } = await commit('r1', 1_203, 703);
    const portions: number[] = [];
    for await (const portion of store.readPeople(head)) portions.push(portion.length);
    expect(portions).toEqual([500, 500, 203]);
    const ids = await readEverybody(head);
    expect(ids.slice(0, 703)).toEqual(analysis.orders.severity);
    expect(ids.toSorted()).toEqual(analysis.people.map(({ id }) => id).toSorted());
  });

  it('is everybody but those whose records are damaged', async () => {
    const { head, analysis } = await commit('r1', 70, 12);
    await world.kv.hashSet(keys.people(UUID, 'r1').name, { 'people:1': '{' }, 60);
    const ids = await readEverybody(head);
    expect(ids).toHaveLength(38);
    expect(ids.slice(0, 12)).toEqual(analysis.orders.severity);
  });

  it('is everybody also when the order is damaged', async () => {
    const { head } = await commit('r1', 30, 12);
    await world.kv.hashSet(keys.people(UUID, 'r1').name, { 'severity:0': '{' }, 60);
    expect(new Set(await readEverybody(head)).size).toBe(30);
  });

  it('is nobody when the report is gone', async () => {
    const { head } = await commit('r1', 30, 12);
    world.clock.advance(TTL_SECONDS * 1000);
    expect(await readEverybody(head)).toEqual([]);
  });
});

describe('people that are replaced while a read is written', () => {
  it('are the new ones, be they in a packed block or not yet, and the others stay', async () => {
    const analysis = analyse(70, 12);
    const head = toHead('r1', analysis);
    const writer = store.write(head);
    await writer.add(analysis.people);
    const chosen = [3, 40, 41, 69].flatMap((index) => analysis.people[index] ?? []);
    await writer.replace(chosen.map((person) => ({ ...person, countsFully: true })));
    await writer.replace(analysis.people.slice(0, 1).map((person) => ({ ...person, id: 'nobody' })));
    await writer.finish(analysis.orders);
    await writer.commit(head);
    const kept = [];
    for await (const portion of store.readPeople(head)) kept.push(...portion);
    expect(kept).toHaveLength(70);
    expect(
      kept
        .filter(({ countsFully }) => countsFully === true)
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual(chosen.map(({ id }) => id).toSorted());
  });
});

describe('a commit', () => {
  it('shows either the old report or the new one, wherever a reader comes in', async () => {
    await commit('r1', 20, 12);
    const seen = new Set<string>();
    const watch = async () => {
      const page = await store.getPage(UUID, 'severity', 1);
      expect(page?.people).toHaveLength(5);
      expect(page?.total).toBe(page?.head.readId === 'r1' ? 12 : 17);
      seen.add(page?.head.readId ?? 'none');
    };
    const kv = new Proxy(world.kv, {
      get(target, name: keyof Kv) {
        const method = target[name];
        return async (...given: unknown[]) => {
          await watch();
          const result: unknown = await Reflect.apply(method, target, given);
          await watch();
          return result;
        };
      },
    });
    const analysis = analyse(20, 17);
    await commitAnalysis(
      createReportStore({ ...world, kv, ttlSeconds: TTL_SECONDS }),
      toHead('r2', analysis),
      analysis,
    );
    expect([...seen]).toEqual(['r1', 'r2']);
  });

  it('lets a reader of the older report finish, then takes its people away', async () => {
    const older = await commit('r1', 20, 12);
    const newer = await commit('r2', 20, 17);
    world.clock.advance(299_000);
    expect(await readEverybody(older.head)).toHaveLength(20);
    world.clock.advance(1_000);
    expect(await readEverybody(older.head)).toEqual([]);
    expect(await world.kv.hashLength(keys.people(UUID, 'r1').name)).toBe(0);
    expect(await readEverybody(newer.head)).toHaveLength(20);
  });

  it('leaves the older read to whoever looks at it, for five minutes', async () => {
    const older = await commit('r1', 20, 12);
    await commit('r2', 20, 17);
    world.clock.advance(299_000);
    expect(await store.getHead(UUID, 'r1')).toEqual(older.head);
    expect(await store.getPage(UUID, 'severity', 1, 'r1')).toMatchObject({ head: { readId: 'r1' }, total: 12 });
    expect(await store.getPage(UUID, 'severity', 1, 'r2')).toMatchObject({ head: { readId: 'r2' }, total: 17 });
    expect(await store.getPerson(UUID, 'visit7', 'r1')).toMatchObject({ head: { readId: 'r1' } });
    world.clock.advance(1_000);
    expect(await store.getHead(UUID, 'r1')).toBeNull();
    expect(await store.getPage(UUID, 'severity', 1, 'r1')).toBeNull();
    expect(await store.getPerson(UUID, 'visit7', 'r1')).toBeNull();
    expect(await store.getPage(UUID, 'severity', 1)).toMatchObject({ head: { readId: 'r2' } });
  });

  it('of fewer rows is refused, and what it had kept goes soon', async () => {
    const fuller = await commit('r1', 20, 12);
    const analysis = analyse(19, 3);
    const thinner = toHead('r2', analysis);
    const written = store.write(thinner);
    await written.add(analysis.people);
    await written.finish(analysis.orders);
    expect(await written.commit(thinner)).toBe(false);
    expect(await store.getHead(UUID)).toEqual(fuller.head);
    world.clock.advance(300_000);
    expect(await readEverybody(thinner)).toEqual([]);
    expect(await readEverybody(fuller.head)).toHaveLength(20);
  });

  it('is given another life with its people when something else is said of it', async () => {
    const { head } = await commit('r1', 20, 12);
    world.clock.advance((TTL_SECONDS - 1) * 1000);
    await store.keep({ ...head, state: 'incomplete' });
    world.clock.advance((TTL_SECONDS - 1) * 1000);
    expect(await store.getHead(UUID)).toEqual({ ...head, state: 'incomplete' });
    expect(await readEverybody(head)).toHaveLength(20);
    expect(await store.getPage(UUID, 'loss', 0)).not.toBeNull();
  });

  it('is not undone by something that is said of the read before', async () => {
    const { head } = await commit('r1', 20, 12);
    const newer = await commit('r2', 20, 17);
    await store.keep({ ...head, state: 'incomplete' });
    expect(await store.getHead(UUID)).toEqual(newer.head);
  });

  it('of an older version, which called half of the people final, counts as absent', async () => {
    const { head } = await commit('r1', 20, 12);
    const { thinnerRead: _, unchangedSince: __, ...older } = head;
    await world.kv.set(keys.reportHead(UUID).name, JSON.stringify(older), 60);
    expect(await store.getHead(UUID)).toBeNull();
    await commit('r2', 19, 12);
    expect(await store.getHead(UUID)).toMatchObject({ readId: 'r2' });
  });

  it('of the form before this one counts as absent, and its people are not looked at', async () => {
    const { head } = await commit('r1', 20, 12);
    const person = JSON.stringify(head.worst[0]);
    await world.kv.delete(keys.reportHead(UUID).name, keys.people(UUID, 'r1').name);
    await world.kv.set(`qos:v2:{${UUID}}:head`, JSON.stringify(head), 60);
    await world.kv.hashSet(`qos:v2:{${UUID}}:people:r1`, { visit1: person }, 60);
    await world.kv.hashSet(`qos:v2:{${UUID}}:order:r1:severity`, { 0: '["visit1"]' }, 60);
    expect(await store.getFreshHead(UUID)).toBeNull();
    expect(await store.getPage(UUID, 'severity', 0, 'r1')).toBeNull();
    expect(await store.getPerson(UUID, 'visit1', 'r1')).toBeNull();
    expect(await store.find(UUID, 'a', 'r1')).toBeNull();
  });

  it('between the head and its people sends the reader to the new head', async () => {
    await commit('r1', 20, 12);
    const replace = async () => {
      await commit('r2', 20, 17);
      await world.kv.delete(keys.people(UUID, 'r1').name);
    };
    const reader = createReportStore({
      ...world,
      kv: interrupt(world.kv, 'hashGet', 1, replace),
      ttlSeconds: TTL_SECONDS,
    });
    expect(await reader.getPage(UUID, 'severity', 0)).toMatchObject({ head: { readId: 'r2' }, total: 17 });
  });

  it('that is repeated changes nothing and takes nothing away', async () => {
    await commit('r1', 20, 12);
    const { head } = await commit('r1', 20, 12);
    world.clock.advance(400_000);
    expect(await readEverybody(head)).toHaveLength(20);
    expect(await store.getPage(UUID, 'severity', 2)).toMatchObject({ total: 12, people: [{}, {}] });
  });

  it('of one webinar leaves another alone', async () => {
    const other = await commit('r1', 20, 12, { key: 'another' });
    await commit('r2', 20, 12);
    await commit('r3', 20, 12);
    world.clock.advance(400_000);
    expect(await readEverybody(other.head)).toHaveLength(20);
  });
});
