import { beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_THRESHOLDS } from '../../../../src/qos/thresholds.ts';
import { createProgress, NOTHING_KNOWN } from '../../../../src/reports/on-demand/progress.ts';
import { createOccurrences } from '../../../../src/reports/reading/occurrences.ts';
import { createCheckpoints } from '../../../../src/reports/reading/pages/checkpoint.ts';
import { createVisitConverter } from '../../../../src/reports/reading/pages/to-visit.ts';
import { createReadRetries } from '../../../../src/reports/reading/read-retry.ts';
import { createReadSpeed } from '../../../../src/reports/reading/read-speed.ts';
import { createReportStore } from '../../../../src/reports/store.ts';
import { keys } from '../../../../src/storage/keys.ts';
import { createLocks } from '../../../../src/storage/lock.ts';
import type { ReadVisit } from '../../../../src/webinar/participant.ts';
import { sampleHead } from '../../../messages/samples.ts';
import {
  BY_ID,
  BY_UUID,
  createFakeSource,
  createSpiedKv,
  hashIdentity,
  ID,
  NO_FAULTS,
  sleepOnFakeTimers,
  toOccurrence,
  toReadVisit,
  toStream,
  toVisits,
  UUID,
} from '../support.ts';

let world: ReturnType<typeof createSpiedKv>;
beforeEach(() => {
  world = createSpiedKv();
});

const toVisit = createVisitConverter(hashIdentity, () => true);

function start() {
  const { kv, clock } = world;
  const { source, lookUps, tokens } = createFakeSource();
  const newId = () => 'id';
  const occurrences = createOccurrences({
    ...{ kv, locks: createLocks(kv), source, clock, sleep: sleepOnFakeTimers, newId, hashIdentity },
  });
  const checkpoints = createCheckpoints({ kv, clock });
  const readRetries = createReadRetries({ kv, clock });
  const readSpeed = createReadSpeed();
  const store = createReportStore({ kv, clock, ttlSeconds: 3600 });
  const progress = createProgress({
    ...{ store, occurrences, checkpoints, readRetries, readSpeed },
    rowsPerPage: 10,
    thresholds: DEFAULT_THRESHOLDS,
  });
  let checkpoint = checkpoints.start('r1');
  const read = async (visits: readonly ReadVisit[]) => {
    checkpoint = await checkpoints.addPage(UUID, checkpoint, {
      ...{ visits: visits.map(toVisit), faults: NO_FAULTS, nextPageToken: 'next' },
    });
  };
  return { progress, store, occurrences, readRetries, readSpeed, read, calls: () => lookUps.length + tokens.length };
}

describe('how far a reading is', () => {
  it('is not known before the webinar was looked up', async () => {
    expect(await start().progress(BY_ID)).toEqual({ ...NOTHING_KNOWN, webinar: ID });
  });

  it('is told from what is kept, without a call to Zoom, by number and by UUID', async () => {
    const { progress, occurrences, read, calls } = start();
    await occurrences.remember(toOccurrence({ participantCount: 39 }));
    await read(toVisits(1, 10));
    const known = {
      ...{ webinar: ID, topic: 'Quarterly update', rowsRead: 10, rowsExpected: 39, rowsWithTrouble: null },
      ...{ pagesLeft: 3, secondsLeft: 2, pausedUntil: null },
    };
    expect(await progress(BY_ID)).toEqual(known);
    expect(await progress(BY_UUID)).toEqual(known);
    expect(calls()).toBe(0);
  });

  it('of what is read again is known by its last report until it is looked up', async () => {
    const { progress, store } = start();
    const head = sampleHead({ key: UUID, topic: 'Q3 All-Hands', participantCount: 412 });
    await store.write(head).commit(head);
    expect(await progress(BY_UUID)).toMatchObject({ topic: 'Q3 All-Hands', rowsExpected: 412, pagesLeft: 42 });
  });

  it('expects no less than was read', async () => {
    const { progress, occurrences, read } = start();
    await occurrences.remember(toOccurrence({ participantCount: 5 }));
    await read(toVisits(1, 10));
    expect(await progress(BY_ID)).toMatchObject({ rowsRead: 10, rowsExpected: 10, pagesLeft: 0, secondsLeft: 0 });
  });

  it('expects nothing where Zoom does not count', async () => {
    const { progress, occurrences, read } = start();
    await read(toVisits(1, 10));
    await occurrences.remember(toOccurrence({ participantCount: null }));
    expect(await progress(BY_UUID)).toMatchObject({
      rowsRead: 10,
      rowsExpected: null,
      pagesLeft: null,
      secondsLeft: null,
    });
  });

  it('counts who had trouble, when asked to', async () => {
    const { progress, occurrences, read } = start();
    await occurrences.remember(toOccurrence());
    await read([
      toReadVisit(1),
      toReadVisit(2, { streams: [toStream(12)] }),
      toReadVisit(3, { streams: [toStream(6)] }),
    ]);
    expect(await progress(BY_ID, { countsTrouble: true })).toMatchObject({ rowsRead: 3, rowsWithTrouble: 2 });
  });

  it('counts nobody where there are more than 2,000 to look through, or a page is gone', async () => {
    const { progress, occurrences, read } = start();
    await occurrences.remember(toOccurrence());
    await read(toVisits(1, 2_000));
    expect(await progress(BY_ID, { countsTrouble: true })).toMatchObject({ rowsWithTrouble: 0 });
    await read(toVisits(2_001, 2_001));
    expect(await progress(BY_ID, { countsTrouble: true })).toMatchObject({ rowsRead: 2_001, rowsWithTrouble: null });
  });

  it('counts nobody when a page is not kept any more', async () => {
    const { progress, occurrences, read } = start();
    await occurrences.remember(toOccurrence());
    await read(toVisits(1, 10));
    await world.kv.hashDelete(keys.checkpoint(UUID).name, '0');
    expect(await progress(BY_ID, { countsTrouble: true })).toMatchObject({ rowsRead: 10, rowsWithTrouble: null });
  });

  it('says until when Zoom lets nothing be read', async () => {
    const { progress, occurrences, readRetries } = start();
    await occurrences.remember(toOccurrence());
    const at = new Date(world.clock.now() + 3_600_000);
    await readRetries.keepTo(UUID, at);
    expect(await progress(BY_ID)).toMatchObject({ pausedUntil: at.toISOString() });
    world.clock.advance(3_600_001);
    expect(await progress(BY_UUID)).toMatchObject({ pausedUntil: null });
  });
});

describe('the speed of reading', () => {
  it('is guessed, then learnt, and not misled by one page that waited', () => {
    const speed = createReadSpeed();
    expect(speed.msPerPage()).toBe(400);
    for (let page = 0; page < 100; page += 1) speed.pageRead(100);
    expect(speed.msPerPage()).toBeCloseTo(100, 1);
    speed.pageRead(24 * 3_600_000);
    expect(speed.msPerPage()).toBeLessThan(600);
  });
});
