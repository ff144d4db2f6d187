import { beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../../../src/errors.ts';
import type { Visit } from '../../../../src/qos/visit.ts';
import { type Collecting, createCollecting } from '../../../../src/reports/collecting/collecting.ts';
import { createVisitConverter } from '../../../../src/reports/reading/pages/to-visit.ts';
import { PushedRowsLost } from '../../../../src/reports/reading/pushed/pushed-rows.ts';
import { keys } from '../../../../src/storage/keys.ts';
import type { Kv } from '../../../../src/storage/kv.ts';
import { createMemoryKv } from '../../../../src/storage/memory-kv.ts';
import type { OccurrenceUuid } from '../../../../src/webinar/ids.ts';
import type { ReadVisit } from '../../../../src/webinar/participant.ts';
import type { PushedVisit } from '../../../../src/webinar/pushed-visit.ts';
import { createQuietLogger } from '../../../setup/quiet-logger.ts';
import { createSpiedKv, hashIdentity, toReadVisit, toStream, UUID } from '../support.ts';

const OTHER = 'T3RoZXJSdW5PZlRoZVNhbWU=' as OccurrenceUuid;
const HOUR_MS = 3_600_000;

let world: ReturnType<typeof createSpiedKv>;
beforeEach(() => {
  world = createSpiedKv();
});

function start({ kv = world.kv, maxVisits = 200_000 }: { kv?: Kv; maxVisits?: number } = {}) {
  const dropped: number[] = [];
  const logger = createQuietLogger();
  const collecting = createCollecting({
    ...{ kv, clock: world.clock, logger, maxVisits },
    toVisit: createVisitConverter(hashIdentity, () => true),
    ttlSeconds: 168 * 3600,
    onDropped: (visits) => dropped.push(visits),
  });
  return { collecting, dropped, logger };
}

const qos = (number: number, given: Partial<ReadVisit> = {}, uuid = UUID): PushedVisit => ({
  ...{ uuid, part: 'qos' },
  visit: toReadVisit(number, given),
});
const data = (number: number, given: Partial<ReadVisit> = {}, uuid = UUID): PushedVisit => ({
  ...{ uuid, part: 'data' },
  visit: toReadVisit(number, { name: '', streams: [], staySeconds: null, ...given }),
});

async function rowsOf(collecting: Collecting, key: string = UUID): Promise<Visit[]> {
  const rows: Visit[] = [];
  for await (const some of (await collecting.open(key))?.rows() ?? []) rows.push(...some);
  return rows;
}

const idsOf = async (collecting: Collecting, key?: string) =>
  (await rowsOf(collecting, key)).map(({ visitId }) => visitId);

describe('events', () => {
  it('are one row for each visit, however often and in whatever order they come', async () => {
    const events = [qos(1), data(1, { attributes: { device: 'Mac' } }), qos(2), qos(10), data(2)];
    const { collecting } = start();
    for (const event of events) await collecting.add(event);
    const rows = await rowsOf(collecting);
    expect(rows.map(({ visitId }) => visitId)).toEqual(['visit1', 'visit2', 'visit10']);
    expect(rows[0]).toMatchObject({
      name: 'Person 1',
      attributes: { device: 'Mac' },
      streams: [{ type: 'audio_output' }],
    });

    world = createSpiedKv();
    const again = start().collecting;
    await Promise.all([...events].reverse().flatMap((event) => [again.add(event), again.add(event)]));
    expect(await rowsOf(again)).toEqual(rows);
  });

  it('of a visit in two webinars are a row in each', async () => {
    const { collecting } = start();
    await Promise.all([collecting.add(qos(1)), collecting.add(qos(1, { name: 'As Banana' }, OTHER))]);
    expect((await rowsOf(collecting))[0]?.name).toBe('Person 1');
    expect((await rowsOf(collecting, OTHER))[0]?.name).toBe('As Banana');
  });

  it('without an id are a row each, and one when they come again', async () => {
    const { collecting } = start();
    const [one, other] = [qos(1, { visitId: '' }), qos(2, { visitId: ' ' })];
    for (const event of [one, other, one]) await collecting.add(event);
    expect((await rowsOf(collecting)).map(({ name }) => name).sort()).toEqual(['Person 1', 'Person 2']);
  });

  it.each(['__proto__', 'constructor', 'a:b{c}', '😀', '\ud800'])('of a visit called %j are a row', async (visitId) => {
    const { collecting } = start();
    await collecting.add(qos(1, { visitId }));
    await collecting.add(data(1, { visitId, attributes: { device: 'Mac' } }));
    expect(await rowsOf(collecting)).toMatchObject([{ name: 'Person 1', attributes: { device: 'Mac' } }]);
  });

  it('from several replicas are rows of one run', async () => {
    const [one, other] = [start().collecting, start().collecting];
    await Promise.all([one.add(qos(1)), other.add(qos(2)), other.add(qos(1)), one.add(data(2))]);
    expect(await idsOf(one)).toEqual(['visit1', 'visit2']);
  });

  it('leave no address in the store', async () => {
    const { collecting } = start();
    await collecting.add(qos(1));
    await collecting.add(data(1));
    expect(world.written.join()).not.toContain('mail.example');
    expect(world.written.join()).toContain('Person 1');
  });

  it('of data alone are no row: nothing was measured', async () => {
    const { collecting } = start();
    await collecting.add(data(1));
    expect(await collecting.open(UUID)).toBeNull();
  });

  it('say when the last of them came', async () => {
    const { collecting } = start();
    expect(await collecting.lastEventAt(UUID)).toBeNull();
    await collecting.add(qos(1));
    world.clock.advance(5_000);
    await collecting.add(data(1));
    world.clock.advance(5_000);
    expect(await collecting.lastEventAt(UUID)).toBe(world.clock.now() - 5_000);
  });

  it('that could not be stored are told, and those of other webinars are stored', async () => {
    let left = 1;
    const kv = new Proxy(world.kv, {
      get: (target, name: keyof Kv) => {
        const method = target[name];
        if (name !== 'hashSet') return method;
        return (key: string, ...rest: unknown[]) => {
          if (key === keys.collected(OTHER).name && left-- > 0) {
            return Promise.reject(new AppError({ kind: 'storage-unavailable' }, 'away'));
          }
          return Reflect.apply(method, target, [key, ...rest]);
        };
      },
    });
    const { collecting } = start({ kv });
    const results = await Promise.allSettled([
      collecting.add(qos(9)),
      collecting.add(qos(1)),
      collecting.add(qos(1, {}, OTHER)),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    // Zoom sends it again.
    await collecting.add(qos(1, {}, OTHER));
    expect(await idsOf(collecting, OTHER)).toEqual(['visit1']);
  });

  it('that come while a write is under way are written together', async () => {
    const { collecting } = start();
    await Promise.all(Array.from({ length: 400 }, (_, number) => collecting.add(qos(number))));
    expect(world.written.filter((call) => call.includes('id:visit')).length).toBe(2);
    expect(await idsOf(collecting)).toHaveLength(400);
  });

  it('of 100,000 visits are as many rows, and are given out a few at a time', async () => {
    const { collecting } = start({ kv: createMemoryKv(world.clock) });
    for (let from = 0; from < 100_000; from += 10_000) {
      await Promise.all(
        Array.from({ length: 10_000 }, (_, number) => collecting.add(qos(from + number, { streams: [] }))),
      );
    }
    const read = await collecting.open(UUID);
    expect(read?.visitIds).toHaveLength(100_000);
    const first = await read?.rows().next();
    expect(first?.value).toHaveLength(200);
  }, 30_000);

  it('are refused at once when too many wait', async () => {
    const kv = new Proxy(world.kv, { get: () => () => new Promise(() => undefined) });
    const { collecting } = start({ kv });
    const refused: unknown[] = [];
    for (let number = 0; number < 21_000; number += 1)
      collecting.add(qos(number)).catch((error) => refused.push(error));
    await Promise.resolve();
    expect(refused).toHaveLength(21_000 - 20_000 - 1);
    expect(refused[0]).toMatchObject({ failure: { kind: 'storage-unavailable' } });
  });
});

describe('the life of rows', () => {
  it('is a day after the last event when nobody wants a report', async () => {
    const { collecting } = start();
    await collecting.add(qos(1));
    world.clock.advance(23 * HOUR_MS);
    await collecting.add(qos(2));
    world.clock.advance(23 * HOUR_MS);
    expect(await idsOf(collecting)).toEqual(['visit1', 'visit2']);
    world.clock.advance(2 * HOUR_MS);
    expect(await collecting.open(UUID)).toBeNull();
  });

  it('is that of reports when one is wanted, also of rows that come later', async () => {
    const { collecting } = start();
    await collecting.add(qos(1));
    await collecting.keep(UUID);
    await collecting.add(qos(2));
    await collecting.add(data(2, { attributes: { device: 'Mac' } }));
    world.clock.advance(167 * HOUR_MS);
    expect(await rowsOf(collecting)).toMatchObject([{ visitId: 'visit1' }, { attributes: { device: 'Mac' } }]);
    world.clock.advance(2 * HOUR_MS);
    expect(await collecting.open(UUID)).toBeNull();
  });
});

describe('the bound on all rows', () => {
  const uuidOf = (number: number) => `run${number}`.padEnd(24, '=') as OccurrenceUuid;

  it('lets those go whose last event is longest ago, and tells the operator', async () => {
    const { collecting, dropped, logger } = start({ maxVisits: 100 });
    for (let run = 0; run < 5; run += 1) {
      world.clock.advance(1_000);
      await Promise.all(Array.from({ length: 30 }, (_, number) => collecting.add(qos(number, {}, uuidOf(run)))));
    }
    await expect.poll(() => dropped.length).toBe(2);
    expect(
      await Promise.all([0, 1, 2, 3, 4].map(async (run) => (await idsOf(collecting, uuidOf(run))).length)),
    ).toEqual([0, 0, 30, 30, 30]);
    expect(JSON.stringify(logger.lines)).toContain('collected rows were let go');
  });

  it('does not count what is gone by itself', async () => {
    const { collecting, dropped } = start({ maxVisits: 100 });
    await Promise.all(Array.from({ length: 90 }, (_, number) => collecting.add(qos(number))));
    world.clock.advance(25 * HOUR_MS);
    await Promise.all(Array.from({ length: 90 }, (_, number) => collecting.add(qos(number, {}, OTHER))));
    await new Promise((resolve) => setImmediate(resolve));
    expect(dropped).toEqual([]);
    expect(await idsOf(collecting, OTHER)).toHaveLength(90);
  });

  it('breaks a read off that stands in the middle of what goes', async () => {
    const { collecting } = start();
    for (let number = 0; number < 300; number += 1) await collecting.add(qos(number));
    const rows = (await collecting.open(UUID))?.rows();
    await rows?.next();
    await world.kv.delete(keys.collected(UUID).name);
    await expect(rows?.next()).rejects.toThrow(PushedRowsLost);
  });
});

describe('events after the last report', () => {
  it('are told, those before are not', async () => {
    const { collecting } = start();
    const told: string[] = [];
    collecting.onLate(async (key) => void told.push(key));
    await collecting.add(qos(1));
    await collecting.markOver(UUID);
    await collecting.add(qos(2));
    await collecting.add(qos(2, {}, OTHER));
    expect(told).toEqual([UUID]);
  });

  it('are stored, also when nobody can be told', async () => {
    const { collecting, logger } = start();
    collecting.onLate(() => Promise.reject(new Error('the queue is away')));
    await collecting.markOver(UUID);
    await collecting.add(qos(1, { streams: [toStream(3)] }));
    expect(await idsOf(collecting)).toEqual(['visit1']);
    expect(JSON.stringify(logger.lines)).toContain('a late event changes nothing');
  });
});

it('finds what was pushed of given visits, also where that is data alone', async () => {
  const { collecting } = start();
  for (const event of [
    qos(1),
    data(1, { attributes: { device: 'Mac' } }),
    data(2, { attributes: { device: 'iOS' } }),
  ]) {
    await collecting.add(event);
  }
  const found = await (await collecting.open(UUID))?.find(['visit2', 'nobody', ' visit1']);
  expect(found).toMatchObject([{ attributes: { device: 'iOS' } }, null, { attributes: { device: 'Mac' } }]);
});
