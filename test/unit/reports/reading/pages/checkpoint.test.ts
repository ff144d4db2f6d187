import { beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../../../../src/errors.ts';
import type { Visit } from '../../../../../src/qos/visit.ts';
import {
  type Checkpoint,
  CheckpointLost,
  type Checkpoints,
  createCheckpoints,
} from '../../../../../src/reports/reading/pages/checkpoint.ts';
import { createVisitConverter } from '../../../../../src/reports/reading/pages/to-visit.ts';
import { keys } from '../../../../../src/storage/keys.ts';
import { createSpiedKv, failOnce, hashIdentity, NO_FAULTS, toVisits, UUID } from '../../support.ts';

const MINUTE_MS = 60_000;
const toVisit = createVisitConverter(hashIdentity, () => true);
let world: ReturnType<typeof createSpiedKv>;
let checkpoints: Checkpoints;
beforeEach(() => {
  world = createSpiedKv();
  checkpoints = createCheckpoints(world);
});

const addTen = (checkpoint: Checkpoint, nextPageToken: string | null, faults = NO_FAULTS) => {
  const from = checkpoint.pagesRead * 10 + 1;
  const visits = toVisits(from, from + 9).map(toVisit);
  return checkpoints.addPage(UUID, checkpoint, { visits, faults, nextPageToken });
};
const rowsOf = async (checkpoint: Checkpoint | null): Promise<Visit[]> => {
  const rows: Visit[] = [];
  if (checkpoint) for await (const portion of checkpoints.rows(UUID, checkpoint)) rows.push(...portion);
  return rows;
};
const readTwoPages = async () => addTen(await addTen(checkpoints.start('r1'), 't2'), 't3');

describe('a checkpoint', () => {
  it('brings back everything that was read', async () => {
    const saved = await readTwoPages();
    const loaded = await checkpoints.load(UUID);
    expect(loaded).toEqual(saved);
    expect(await rowsOf(loaded)).toEqual(toVisits(1, 20).map(toVisit));
    expect(loaded).toMatchObject({
      readId: 'r1',
      nextPageToken: 't3',
      pagesRead: 2,
      rowsRead: 20,
      complete: false,
    });
  });

  it('goes on after it was brought back', async () => {
    await readTwoPages();
    const loaded = await checkpoints.load(UUID);
    if (!loaded) return expect.unreachable('it was saved');
    const done = await addTen(loaded, null);
    expect(done).toMatchObject({ complete: true, nextPageToken: null, pagesRead: 3, rowsRead: 30 });
    expect(await rowsOf(await checkpoints.load(UUID))).toHaveLength(30);
  });

  it('is none before the first page', async () => {
    expect(await checkpoints.load(UUID)).toBeNull();
    checkpoints.start('r1');
    expect(await checkpoints.load(UUID)).toBeNull();
  });

  it.each(['t2', null])('lives for 14 minutes after its last page (next page token: %s)', async (token) => {
    await addTen(checkpoints.start('r1'), 't2');
    world.clock.advance(10 * MINUTE_MS);
    const loaded = await checkpoints.load(UUID);
    if (!loaded) return expect.unreachable('it was saved');
    await addTen(loaded, token);
    world.clock.advance(14 * MINUTE_MS);
    expect(await rowsOf(await checkpoints.load(UUID))).toHaveLength(20);
    world.clock.advance(1);
    expect(await checkpoints.load(UUID)).toBeNull();
  });

  it('adds up what could not be used', async () => {
    const first = await addTen(checkpoints.start('r1'), 't2', {
      unreadableRows: 1,
      unknownTypes: { wifi_rssi: 2 },
      invalidValues: { 'audio_output.avg_loss': 1 },
    });
    const second = await addTen(first, null, {
      unreadableRows: 2,
      unknownTypes: { wifi_rssi: 1, other: 4 },
      invalidValues: {},
    });
    const faults = {
      unreadableRows: 3,
      unknownTypes: { wifi_rssi: 3, other: 4 },
      invalidValues: { 'audio_output.avg_loss': 1 },
    };
    expect(second.faults).toEqual(faults);
    expect((await checkpoints.load(UUID))?.faults).toEqual(faults);
  });

  it.each(['', '{', 'null', '{}', '[]', '{"readId":"r1"}'])('that is damaged (%j) starts over', async (text) => {
    await readTwoPages();
    await world.kv.hashSet(keys.checkpoint(UUID).name, { meta: text }, 600);
    expect(await checkpoints.load(UUID)).toBeNull();
  });

  it.each(['', '{', 'null', '{}', '[{}]', '[{"visitId":"v"}]'])(
    'with a damaged page (%j) says that it is lost',
    async (text) => {
      const checkpoint = await readTwoPages();
      await world.kv.hashSet(keys.checkpoint(UUID).name, { 1: text }, 600);
      await expect(rowsOf(checkpoint)).rejects.toThrow(CheckpointLost);
    },
  );

  it('without one of its pages says that it is lost', async () => {
    const checkpoint = await readTwoPages();
    await world.kv.hashDelete(keys.checkpoint(UUID).name, '0', '0:identities');
    await expect(rowsOf(checkpoint)).rejects.toThrow(CheckpointLost);
    await expect(checkpoints.identities(UUID, checkpoint).next()).rejects.toThrow(CheckpointLost);
  });

  it('of an older version, which kept the pages alone, tells whose rows they are, too', async () => {
    const checkpoint = await readTwoPages();
    const identitiesOf = async () => (await checkpoints.identities(UUID, checkpoint).next()).value;
    const before = await identitiesOf();
    await world.kv.hashDelete(keys.checkpoint(UUID).name, '0:identities', '1:identities');
    expect(await identitiesOf()).toEqual(before);
  });

  it('gives its rows in portions of twenty pages, and of each what tells whose it is', async () => {
    let checkpoint = checkpoints.start('r1');
    for (let page = 1; page <= 45; page += 1) checkpoint = await addTen(checkpoint, page < 45 ? `t${page}` : null);
    const portions: number[] = [];
    const rows: Visit[] = [];
    for await (const portion of checkpoints.rows(UUID, checkpoint)) {
      portions.push(portion.length);
      rows.push(...portion);
    }
    expect(portions).toEqual([200, 200, 50]);
    const identities: unknown[] = [];
    for await (const portion of checkpoints.identities(UUID, checkpoint)) identities.push(...portion);
    expect(identities).toEqual(rows.map(({ visitId, identityKeys, role }) => ({ visitId, identityKeys, role })));
  });

  it('reads the page again that was not saved any more', async () => {
    const crash = new AppError({ kind: 'storage-unavailable' }, 'made up');
    const first = await addTen(checkpoints.start('r1'), 't2');
    const crashing = createCheckpoints({ ...world, kv: failOnce(world.kv, 'hashSet', crash) });
    const page = { visits: toVisits(11, 20).map(toVisit), faults: NO_FAULTS, nextPageToken: 't3' };
    await expect(crashing.addPage(UUID, first, page)).rejects.toBe(crash);

    const loaded = await checkpoints.load(UUID);
    expect(loaded).toMatchObject({ nextPageToken: 't2', pagesRead: 1 });
    expect(await rowsOf(loaded)).toHaveLength(10);
    if (!loaded) return;
    await checkpoints.addPage(UUID, loaded, page);
    expect(await rowsOf(await checkpoints.load(UUID))).toHaveLength(20);
  });

  it('is gone with all its pages when it is cleared', async () => {
    await readTwoPages();
    expect(await checkpoints.load(UUID)).toMatchObject({ rowsRead: 20 });
    await checkpoints.clear(UUID);
    expect(await checkpoints.load(UUID)).toBeNull();
    expect(await world.kv.hashLength(keys.checkpoint(UUID).name)).toBe(0);
    await checkpoints.clear(UUID);
  });

  it('of another read does not mix with it', async () => {
    await readTwoPages();
    await addTen(checkpoints.start('r2'), 'u2');
    const loaded = await checkpoints.load(UUID);
    expect(loaded).toMatchObject({ readId: 'r2', pagesRead: 1 });
    expect(await rowsOf(loaded)).toHaveLength(10);
  });

  it('holds nobody’s e-mail address, only hashes that still tell people apart', async () => {
    await readTwoPages();
    const kept = world.written.join('\n');
    expect(kept).toContain('Person 7');
    expect(kept).not.toMatch(/mail\.example|person\.\d|@/);
    const loaded = await checkpoints.load(UUID);
    expect(new Set((await rowsOf(loaded)).flatMap(({ identityKeys }) => identityKeys)).size).toBe(20);
  });
});
