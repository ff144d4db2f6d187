import { beforeEach, describe, expect, it } from 'vitest';
import { AppError, type Failure } from '../../../../src/errors.ts';
import { DEFAULT_THRESHOLDS } from '../../../../src/qos/thresholds.ts';
import type { EarlyWord } from '../../../../src/reports/reading/early-word.ts';
import { createKeptLists } from '../../../../src/reports/reading/list/kept-list.ts';
import { createReportMaker } from '../../../../src/reports/reading/make-report.ts';
import { CheckpointLost, createCheckpoints } from '../../../../src/reports/reading/pages/checkpoint.ts';
import { createVisitConverter } from '../../../../src/reports/reading/pages/to-visit.ts';
import { createReadGate, MOST_READS } from '../../../../src/reports/reading/read-gate.ts';
import type { RowsFrom } from '../../../../src/reports/reading/read-rows.ts';
import type { ListState } from '../../../../src/reports/report.ts';
import { createReportStore } from '../../../../src/reports/store.ts';
import { keys } from '../../../../src/storage/keys.ts';
import type { Kv } from '../../../../src/storage/kv.ts';
import { QosNotAvailable } from '../../../../src/webinar/source.ts';
import { createQuietLogger } from '../../../setup/quiet-logger.ts';
import {
  ASKER,
  createFakeSource,
  createSpiedKv,
  hashIdentity,
  inPages,
  interrupt,
  NO_FAULTS,
  toListPage,
  toOccurrence,
  toPage,
  toReadVisit,
  toStream,
  toVisits,
  UUID,
  untilAborted,
} from '../support.ts';

const never = new AbortController().signal;
let world: ReturnType<typeof createSpiedKv>;
beforeEach(() => {
  world = createSpiedKv();
});

function start(fake: ReturnType<typeof createFakeSource>, kv: Kv = world.kv) {
  const { clock } = world;
  const store = createReportStore({ kv, clock, ttlSeconds: 3600 });
  const checkpoints = createCheckpoints({ kv, clock });
  const lists = createKeptLists({ kv });
  const states: ListState[] = [];
  const froms: RowsFrom[] = [];
  const pages: number[] = [];
  const reads: [string, number, number][] = [];
  const logger = createQuietLogger();
  let ids = 0;
  const makeReport = createReportMaker({
    source: fake.source,
    checkpoints,
    store,
    gate: createReadGate(clock, MOST_READS),
    readSpeed: { pageRead: (durationMs) => pages.push(durationMs) },
    lists,
    onList: (state) => states.push(state),
    onRows: (from) => froms.push(from),
    pushed: { open: async () => null, keep: async () => undefined, drop: async () => undefined },
    clock,
    logger,
    newId: () => `r${++ids}`,
    toVisit: createVisitConverter(hashIdentity, () => true),
    thresholds: DEFAULT_THRESHOLDS,
    ttlSeconds: 3600,
    onRead: (...given) => reads.push(given),
  });
  const make = (
    given: Parameters<typeof toOccurrence>[0] = {},
    options: Partial<Parameters<typeof makeReport>[1]> = {},
  ) => makeReport(toOccurrence(given), { owner: ASKER, signal: never, ...options });
  const failureOf = async (given?: Parameters<typeof toOccurrence>[0]): Promise<Failure | string> => {
    const error: unknown = await make(given).then(
      () => 'it was made',
      (thrown: unknown) => thrown,
    );
    return error instanceof AppError ? error.failure : String(error);
  };
  return { make, failureOf, store, checkpoints, lists, states, froms, pages, reads, logger };
}

describe('making a report', () => {
  it('reads, grades and keeps everybody', async () => {
    const visits = [...toVisits(1, 22), toReadVisit(23, { streams: [toStream(12)] })];
    const faults = { unreadableRows: 1, unknownTypes: { wifi_rssi: 2 }, invalidValues: { 'audio_output.avg_loss': 3 } };
    const pages = inPages(visits);
    const fake = createFakeSource({
      page: async (token, signal) => {
        const page = await pages(token, signal);
        return token === 't3' ? toPage(page.parse().visits, page.nextPageToken, faults) : page;
      },
    });
    const { make, store, reads, pages: timed } = start(fake);
    await make({ participantCount: 23 });
    const head = await store.getHead(UUID);
    expect(head).toMatchObject({
      key: UUID,
      webinarId: '93201235621',
      topic: 'Quarterly update',
      participantCount: 23,
      state: 'final',
      readAt: '2026-01-15T12:00:00.000Z',
      unchangedSince: '2026-01-15T12:00:00.000Z',
      thinnerRead: null,
      freshUntil: '2026-01-15T13:00:00.000Z',
      rowsRead: 23,
      ...faults,
      ownLimits: false,
      summary: { people: 23, affected: 1 },
      worst: [{ id: 'visit23', grade: 'Bad' }],
      listLengths: { severity: 1 },
    });
    expect((await store.getPage(UUID, 'severity', 0))?.people.map(({ id }) => id)).toEqual(['visit23']);
    expect(await store.getPerson(UUID, 'visit7')).toMatchObject({ person: { name: 'Person 7' } });
    expect(reads).toEqual([['read', 0, 23]]);
    expect(timed).toEqual([0, 0, 0]);
  });

  it('knows when all are graded how much each presenter counts, and whose grade decides', async () => {
    const speaker = (number: number, kbps: number, loss: number) =>
      toReadVisit(number, {
        role: 'panelist',
        streams: [toStream(loss, { type: 'audio_input', bitrateKbps: { min: null, average: kbps, peak: null } })],
      });
    const visits = [speaker(1, 6, 12), ...toVisits(2, 25), speaker(26, 60, 6), toReadVisit(27, { role: 'attendee' })];
    const { make, store } = start(createFakeSource({ page: inPages(visits) }));
    const head = await make({ participantCount: 27 });
    expect(head.summary.presenters).toMatchObject({ grade: 'Poor', decidedBy: 'visit26' });
    expect(head.decidingPresenter).toMatchObject({ id: 'visit26', countsFully: true });
    expect(head.worst.map(({ id, countsFully }) => [id, countsFully])).toEqual([
      ['visit1', false],
      ['visit26', true],
    ]);
    const weights = await Promise.all(
      ['visit1', 'visit2', 'visit26'].map(async (id) => (await store.getPerson(UUID, id))?.person.countsFully),
    );
    expect(weights).toEqual([false, null, true]);
  });

  it('shows the worst three at most', async () => {
    const visits = Array.from({ length: 5 }, (_, index) => toReadVisit(index, { streams: [toStream(12 + index)] }));
    const { make, store } = start(createFakeSource({ page: inPages(visits) }));
    await make();
    expect((await store.getHead(UUID))?.worst.map(({ id }) => id)).toEqual(['visit4', 'visit3', 'visit2']);
  });

  it('leaves no checkpoint behind, and no address anywhere', async () => {
    const { make, checkpoints } = start(createFakeSource());
    await make();
    expect(await checkpoints.load(UUID)).toBeNull();
    expect(world.written.join('\n')).toContain('Person 1');
    expect(world.written.join('\n')).not.toMatch(/mail\.example|@/);
  });

  it('does not read again what could only not be kept', async () => {
    const fake = createFakeSource({ page: inPages(toVisits(1, 20)) });
    const storage = new AppError({ kind: 'storage-unavailable' }, 'made up');
    const { make, failureOf, store, reads } = start(fake);
    const { write } = store;
    store.write = (read) => ({ ...write(read), commit: () => Promise.reject(storage) });
    expect(await failureOf()).toEqual({ kind: 'storage-unavailable' });
    store.write = write;
    await make();
    expect(fake.tokens).toEqual([null, 't2']);
    expect((await store.getHead(UUID))?.rowsRead).toBe(20);
    expect(reads).toEqual([
      ['failed', 0, 20],
      ['read', 0, 0],
    ]);
  });

  it('writes a commit that broke off again under the same keys', async () => {
    const fake = createFakeSource({ page: inPages(toVisits(1, 20)) });
    const { make, store } = start(fake);
    const written: string[] = [];
    const { write } = store;
    store.write = (read) => {
      const writer = write(read);
      return {
        ...writer,
        async commit(head) {
          const isCommitted = await writer.commit(head);
          written.push(head.readId);
          if (written.length === 1) throw new Error('made up');
          return isCommitted;
        },
      };
    };
    await expect(make()).rejects.toThrow('made up');
    await make();
    expect(written).toEqual(['r1', 'r1']);
  });

  it('reports the failure when the checkpoint cannot be cleared, with the report kept', async () => {
    const storage = new AppError({ kind: 'storage-unavailable' }, 'made up');
    const { failureOf, store, checkpoints } = start(createFakeSource());
    checkpoints.clear = () => Promise.reject(storage);
    expect(await failureOf()).toEqual({ kind: 'storage-unavailable' });
    expect(await store.getHead(UUID)).not.toBeNull();
  });
});

describe('a webinar that is read again', () => {
  const MINUTE_MS = 60_000;
  const ENDED_JUST_NOW = { endedAt: '2026-01-15T12:00:00.000Z', participantCount: 39 };

  /** Zoom gives so many rows with each read; ten minutes lie between two. */
  async function readAll(rows: readonly number[], given: Parameters<typeof toOccurrence>[0] = ENDED_JUST_NOW) {
    let published = 0;
    const fake = createFakeSource({ page: (token) => inPages(toVisits(1, published))(token, undefined) });
    const { make, store } = start(fake);
    const heads = [];
    for (published of rows) {
      world.clock.advance(10 * MINUTE_MS);
      heads.push(await make(given));
    }
    expect(await store.getHead(UUID)).toEqual(heads.at(-1));
    return { heads, store, make };
  }

  it('grows until nearly all of the count are there; a thinner read changes nothing but what is said of it', async () => {
    const { heads, store } = await readAll([19, 30, 39, 19]);
    expect(heads.map(({ rowsRead, state, readId, readAt }) => [rowsRead, state, readId, readAt.slice(11, 16)])).toEqual(
      [
        [19, 'preliminary', 'r1', '12:10'],
        [30, 'preliminary', 'r2', '12:20'],
        [39, 'final', 'r3', '12:30'],
        [39, 'final', 'r3', '12:30'],
      ],
    );
    expect(heads.at(-1)).toEqual({
      ...heads.at(-2),
      thinnerRead: { readAt: '2026-01-15T12:40:00.000Z', rowsRead: 19 },
      freshUntil: '2026-01-15T12:42:00.000Z',
    });
    expect(await store.getPerson(UUID, 'visit39')).not.toBeNull();
    expect(world.written.join('\n')).not.toContain('people:r4');
  });

  it('and gives half of it again and again is never final', async () => {
    const { heads, make } = await readAll([19, 19, 19, 12]);
    expect(new Set(heads.map(({ state }) => state))).toEqual(new Set(['preliminary']));
    expect(heads.at(-1)).toMatchObject({ rowsRead: 19, unchangedSince: '2026-01-15T12:10:00.000Z' });
    const endedYesterday = { ...ENDED_JUST_NOW, endedAt: '2026-01-14T12:00:00.000Z' };
    expect(await make(endedYesterday)).toMatchObject({
      state: 'incomplete',
      unchangedSince: '2026-01-15T12:10:00.000Z',
    });
  });

  it('is incomplete at once when nothing more will be read', async () => {
    const { make } = start(createFakeSource());
    world.clock.advance(10 * MINUTE_MS);
    expect(await make(ENDED_JUST_NOW, { isLast: true })).toMatchObject({ state: 'incomplete' });
  });

  it('without a count is complete when two reads agree', async () => {
    const { heads } = await readAll([19, 30, 30, 30], { ...ENDED_JUST_NOW, participantCount: null });
    expect(heads.map(({ state }) => state)).toEqual(['preliminary', 'preliminary', 'final', 'final']);
  });

  it('and is known by its number alone may be another run: fewer people replace more', async () => {
    const byNumber = {
      key: 'id:93201235621',
      uuid: null,
      participantCount: null,
      state: 'unknown',
      endedAt: null,
    } as const;
    let published = 30;
    const { make, store } = start(
      createFakeSource({ page: (token) => inPages(toVisits(1, published))(token, undefined) }),
    );
    expect(await make(byNumber)).toMatchObject({ rowsRead: 30, state: 'unconfirmed' });
    for (const state of ['unconfirmed', 'final']) {
      published = 19;
      world.clock.advance(10 * MINUTE_MS);
      expect(await make(byNumber)).toMatchObject({ rowsRead: 19, state, thinnerRead: null });
    }
    expect(await store.getHead(byNumber.key)).toMatchObject({ rowsRead: 19 });
  });

  it('does not agree with itself when its commit is repeated after a crash', async () => {
    const { make, store, checkpoints } = start(createFakeSource());
    const clear = checkpoints.clear;
    checkpoints.clear = () => Promise.reject(new Error('made up'));
    const given = { ...ENDED_JUST_NOW, participantCount: null };
    await expect(make(given)).rejects.toThrow('made up');
    checkpoints.clear = clear;
    world.clock.advance(12 * MINUTE_MS);
    expect(await make(given)).toMatchObject({ readId: 'r1', state: 'preliminary' });
    expect(await store.getHead(UUID)).toMatchObject({ readId: 'r1', state: 'preliminary' });
  });

  it('by a reader that has lost the lock is left to the one that has it', async () => {
    const lost = new AbortController();
    const { make, store } = start(
      createFakeSource(),
      interrupt(world.kv, 'hashSet', 2, async () => lost.abort(new Error('the lock was lost'))),
    );
    await expect(make({}, { signal: lost.signal })).rejects.toThrow('the lock was lost');
    expect(await store.getHead(UUID)).toBeNull();
  });
});

describe('a read whose rows are gone', () => {
  it('when it is graded starts over with the next try', async () => {
    const fake = createFakeSource({ page: inPages(toVisits(1, 20)) });
    const { make, store } = start(
      fake,
      interrupt(world.kv, 'hashGet', 3, () => world.kv.hashDelete(keys.checkpoint(UUID).name, '1')),
    );
    await expect(make()).rejects.toThrow(CheckpointLost);
    await make();
    expect(fake.tokens).toEqual([null, 't2', null, 't2']);
    expect((await store.getHead(UUID))?.rowsRead).toBe(20);
  });

  it('when it would go on starts over at once', async () => {
    const pages = inPages(toVisits(1, 40));
    let fails = true;
    const fake = createFakeSource({
      page(token) {
        if (fails && token === 't4') throw new AppError({ kind: 'zoom-credentials' }, 'made up');
        return pages(token, undefined);
      },
    });
    const { make, store } = start(fake);
    await expect(make()).rejects.toThrow('made up');
    fails = false;
    await world.kv.hashDelete(keys.checkpoint(UUID).name, '0', '0:identities');
    await make();
    expect(fake.tokens).toEqual([null, 't2', 't3', 't4', null, 't2', 't3', 't4']);
    expect((await store.getHead(UUID))?.rowsRead).toBe(40);
  });
});

describe('a read without data', () => {
  const nothing = {
    'an empty list': () => toPage([], null),
    'a 404': () => {
      throw new QosNotAvailable('made up');
    },
    'rows that cannot be read': () => toPage([], null, { ...NO_FAULTS, unreadableRows: 3 }),
  };

  it.each(Object.entries(nothing))('may come too early: %s', async (_how, page) => {
    const { failureOf, reads } = start(createFakeSource({ page }));
    expect(await failureOf({ endedAt: '2026-01-15T11:55:00Z' })).toMatchObject({
      kind: 'too-early',
      endedAt: '2026-01-15T11:55:00Z',
      nextReadAt: null,
    });
    expect(reads).toEqual([['failed', 0, 0]]);
  });

  it.each(Object.entries(nothing))('is final hours later: %s', async (_how, page) => {
    expect(await start(createFakeSource({ page })).failureOf()).toMatchObject({ kind: 'no-data' });
  });

  it.each(Object.entries(nothing))('is not all that the next read looks at: %s', async (_how, nothingYet) => {
    let published = false;
    const fake = createFakeSource({ page: () => (published ? toPage(toVisits(1, 3), null) : nothingYet()) });
    const { make, failureOf, store } = start(fake);
    expect(await failureOf({ endedAt: '2026-01-15T11:55:00Z' })).toMatchObject({ kind: 'too-early' });
    published = true;
    await make({ endedAt: '2026-01-15T11:55:00Z' });
    expect((await store.getHead(UUID))?.rowsRead).toBe(3);
  });

  it('takes away nothing of an earlier report', async () => {
    let gone = false;
    const fake = createFakeSource({ page: () => toPage(gone ? [] : toVisits(1, 3), null) });
    const { make, failureOf, store } = start(fake);
    await make();
    gone = true;
    expect(await failureOf()).toMatchObject({ kind: 'no-data' });
    expect((await store.getHead(UUID))?.rowsRead).toBe(3);
  });
});

describe('a read that reaches Zoom’s limit', () => {
  const limit = {
    kind: 'zoom-limited',
    limit: 'day',
    retryAt: '2026-01-16T00:00:00.000Z',
    peopleRead: 0,
    peopleExpected: null,
  } as const satisfies Failure;

  function limitedAt(token: string) {
    const pages = inPages(toVisits(1, 40));
    const retryAt = new Date(limit.retryAt);
    return createFakeSource({
      page: (asked, signal) => {
        if (asked === token) throw new AppError(limit, 'made up', { retryAt });
        return pages(asked, signal);
      },
    });
  }

  it('says how far it came', async () => {
    const { failureOf } = start(limitedAt('t3'));
    expect(await failureOf()).toEqual({ ...limit, peopleRead: 20, peopleExpected: 30, zoomLabels: null });
  });

  it('says how far it came in all, when it was resumed and came no further', async () => {
    const { failureOf, reads } = start(limitedAt('t3'));
    await failureOf();
    expect(await failureOf()).toEqual({ ...limit, peopleRead: 20, peopleExpected: 30, zoomLabels: null });
    expect(reads).toEqual([
      ['failed', 0, 20],
      ['failed', 0, 0],
    ]);
  });
});

describe('a report with the participants list', () => {
  const host = { visitId: 'visit1', role: 'Host', staySeconds: 3600, attributes: { location: 'Lyon' } };

  it('has what the list says of those who were measured, and counts those who do not join', async () => {
    const measured = toVisits(1, 4);
    const list = () => toListPage([host, { visitId: 'visit3', role: 'attendee' }, { visitId: 'other' }], null, 2);
    const { make, store, states } = start(createFakeSource({ page: inPages(measured), list }));
    const head = await make();
    expect(head.participantsList).toEqual({ state: 'ok', listed: 3, joined: 2, unlisted: 2, unusable: 2 });
    expect((await store.getPerson(UUID, 'visit1'))?.person).toMatchObject({
      ...{ name: 'Person 1', role: 'presenter', staySeconds: 3600, attributes: { location: 'Lyon' } },
    });
    expect(states).toEqual(['ok']);
  });

  it('knows by the list that two visits are one person, and never by the name', async () => {
    const noId = { email: '', name: 'Pat' };
    const measured = [1, 2, 3].map((number) => toReadVisit(number, noId));
    const list = () =>
      toListPage([{ visitId: 'visit1', registrantId: 'r' }, {}, { visitId: 'visit3', registrantId: 'r' }]);
    const { make } = start(createFakeSource({ page: inPages(measured), list }));
    expect((await make()).summary.people).toBe(2);
  });

  it('joins each repeated row of the QoS summary, and counts it once', async () => {
    const page = () => toPage([...toVisits(1, 2), ...toVisits(1, 2)], null);
    const { make } = start(createFakeSource({ page, list: () => toListPage([{}, { visitId: 'x' }]) }));
    const head = await make();
    expect(head.summary.people).toBe(2);
    expect(head.participantsList).toEqual({ state: 'ok', listed: 2, joined: 1, unlisted: 1, unusable: 0 });
  });

  it('joins nobody without an id', async () => {
    const measured = [toReadVisit(1, { visitId: '' }), toReadVisit(2, { visitId: ' ' })];
    const { make } = start(createFakeSource({ page: inPages(measured), list: () => toListPage([host]) }));
    expect((await make()).participantsList).toMatchObject({ joined: 0, unlisted: 2 });
  });

  it.each([
    ['no-scope', new AppError({ kind: 'scope-missing', scopes: [] }, 'made up')],
    ['failed', new Error('made up')],
  ])('is complete without the list, and says %s', async (state, error) => {
    const list = () => Promise.reject(error);
    const { make, states } = start(createFakeSource({ page: inPages(toVisits(1, 30)), list }));
    const head = await make();
    expect(head).toMatchObject({ state: 'final', rowsRead: 30, participantsList: { state, joined: 0, unlisted: 30 } });
    expect(states).toEqual([state]);
  });

  it('uses the part that came', async () => {
    const list = (token: string | null) => {
      if (token !== null) throw new Error('made up');
      return toListPage([host], 't2');
    };
    const { make } = start(createFakeSource({ page: inPages(toVisits(1, 5)), list }));
    expect((await make()).participantsList).toEqual({
      state: 'partial',
      listed: 1,
      joined: 1,
      unlisted: 4,
      unusable: 0,
    });
  });

  it('is made with the list of the read before where it cannot be read again', async () => {
    let fails = false;
    const list = () => (fails ? Promise.reject(new Error('made up')) : toListPage([host]));
    const fake = createFakeSource({ page: inPages(toVisits(1, 3)), list });
    const { make } = start(fake);
    const first = await make();
    fails = true;
    const second = await make();
    expect(second.readId).not.toBe(first.readId);
    expect(second.participantsList).toEqual({ state: 'ok', listed: 1, joined: 1, unlisted: 2, unusable: 0 });
    expect(fake.listTokens).toEqual([null, null]);
  });

  it('reads the list again when there was nothing to make it with', async () => {
    let isReady = false;
    const page = () => {
      if (!isReady) throw new QosNotAvailable('made up');
      return toPage(toVisits(1, 3), null);
    };
    const fake = createFakeSource({ page, list: () => toListPage([host]) });
    const { make, failureOf } = start(fake);
    await failureOf();
    isReady = true;
    await make();
    expect(fake.listTokens).toEqual([null, null]);
  });

  it('stops the list when the read fails', async () => {
    const fake = createFakeSource({
      page: () => Promise.reject(new QosNotAvailable('made up')),
      list: (_token, signal) => untilAborted(signal),
    });
    const { failureOf, lists } = start(fake);
    expect(await failureOf({ endedAt: '2026-01-15T11:59:00.000Z' })).toMatchObject({ kind: 'too-early' });
    expect(await lists.count(UUID)).toBe(0);
  });

  const bad = { zoomQuality: { audio: 'bad', video: null, share: null } } as const;

  it("tells of Zoom's own labels while the rest takes long, once", async () => {
    const words: EarlyWord[] = [];
    const page = (token: string | null) => {
      world.clock.advance(2_000);
      return inPages(toVisits(1, 60))(token, undefined);
    };
    const { make } = start(createFakeSource({ page, list: () => toListPage([bad, {}]) }));
    await make({ participantCount: 1000 }, { onEarlyWord: async (word) => void words.push(word) });
    expect(words).toMatchObject([{ labels: { people: 2, labelled: 1, poorSound: 1 } }]);
    expect(words[0]?.secondsLeft).toBeGreaterThan(150);
  });

  it('is made although that word could not be brought', async () => {
    const page = (token: string | null) => {
      world.clock.advance(2_000);
      return inPages(toVisits(1, 60))(token, undefined);
    };
    const { make, logger } = start(createFakeSource({ page, list: () => toListPage([bad]) }));
    const onEarlyWord = () => Promise.reject(new Error('made up'));
    expect((await make({ participantCount: 9000 }, { onEarlyWord })).rowsRead).toBe(60);
    expect(logger.lines.map(({ message }) => message)).toContain('nothing was said before the report');
  });

  it('is not begun when the day has not enough calls left for it, and says what it would cost; the labels are had all the same', async () => {
    let pages = 0;
    let left = 99;
    const fake = createFakeSource({
      callsLeft: () => left,
      list: () => toListPage([bad, {}]),
      page() {
        pages += 1;
        return toPage(toVisits(1, 3), null);
      },
    });
    const { make, failureOf } = start(fake);
    expect(await failureOf({ participantCount: 1000 })).toMatchObject({
      ...{ kind: 'zoom-limited', limit: 'day', peopleRead: 0, peopleExpected: 1000 },
      ...{ cost: { calls: 100, left: 99 }, zoomLabels: { people: 2, labelled: 1, poorSound: 1 } },
    });
    expect(pages).toBe(0);
    left = 100;
    await make({ participantCount: 1000 });
    expect(pages).toBe(1);
  });

  it('is begun all the same when no day would be enough', async () => {
    const { make } = start(createFakeSource({ callsLeft: () => 5 }));
    expect((await make({ participantCount: 600_001 })).rowsRead).toBe(3);
  });

  it("says what is known by Zoom's labels where the calls of the day will not do, and keeps it", async () => {
    const limit = {
      kind: 'zoom-limited',
      limit: 'day',
      retryAt: '2026-01-16T00:00:00.000Z',
      peopleRead: 0,
      peopleExpected: null,
    } as const;
    const order: string[] = [];
    const { promise: listed, resolve } = Promise.withResolvers<void>();
    const fake = createFakeSource({
      callsLeft: () => 100,
      async list() {
        if (order.length > 1) throw new AppError(limit, 'made up');
        order.push('list');
        await listed;
        return toListPage([bad, {}]);
      },
      page() {
        order.push('page');
        throw new AppError(limit, 'made up');
      },
    });
    const { failureOf } = start(fake);
    const failing = failureOf({ participantCount: 1000 });
    await expect.poll(() => order).toEqual(['list']);
    resolve();
    const zoomLabels = { people: 2, labelled: 1, poorSound: 1 };
    expect(await failing).toEqual({ ...limit, peopleExpected: 1000, zoomLabels });
    expect(order).toEqual(['list', 'page']);
    world.clock.advance(3_600_000);
    expect(await failureOf({ participantCount: 1000 })).toMatchObject({ zoomLabels });
  });
});
