import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../src/errors.ts';
import { keys } from '../../../../src/storage/keys.ts';
import type { ReadVisit } from '../../../../src/webinar/participant.ts';
import { QosNotAvailable } from '../../../../src/webinar/source.ts';
import { createFakeSource, inPages, toListPage, toReadVisit, toStream, toVisits, UUID } from '../support.ts';
import { createPushedWorld } from './pushed-support.ts';

type World = ReturnType<typeof createPushedWorld>;

/** What was pushed of these visits; like all of it without role and stay. */
async function push({ collecting }: World, visits: readonly ReadVisit[]): Promise<void> {
  for (const visit of visits) {
    await collecting.add({ uuid: UUID, part: 'qos', visit: { ...visit, role: null, staySeconds: null } });
  }
}

async function namesIn({ store }: World): Promise<string[]> {
  const head = await store.getHead(UUID);
  const names: string[] = [];
  if (head) for await (const people of store.readPeople(head)) names.push(...people.map(({ name }) => name));
  return names.sort((one, other) => Number(one.slice(7)) - Number(other.slice(7)));
}
const named = (count: number) => Array.from({ length: count }, (_, index) => `Person ${index + 1}`);

describe('a report of what was pushed', () => {
  it.each([
    [50, 49],
    [50, 50],
    // A few more than Zoom has counted by now.
    [50, 52],
  ])('of %i whom Zoom counts, %i pushed: complete and final, without a call for pages', async (count, pushed) => {
    const world = createPushedWorld();
    await push(world, toVisits(1, pushed));
    expect(await world.make({ participantCount: count })).toMatchObject({ state: 'final', rowsRead: pushed });
    expect(world.fake.tokens).toEqual([]);
    expect(world.froms).toEqual(['events']);
    expect(await namesIn(world)).toEqual(named(pushed));
  });

  it('has roles and stays from the participants list', async () => {
    const list = () => toListPage([{ role: 'host', staySeconds: 900 }, { role: 'attendee' }]);
    const world = createPushedWorld(createFakeSource({ list }));
    await push(world, [toReadVisit(1, { streams: [toStream(1, { type: 'audio_input' })] }), toReadVisit(2)]);
    const head = await world.make({ participantCount: 2 });
    expect(head.summary).toMatchObject({ roles: 'known', presenters: { graded: 1 }, audience: { graded: 1 } });
    expect(head.participantsList).toMatchObject({ state: 'ok', joined: 2 });
  });

  it('guesses roles when the list cannot be read', async () => {
    const list = () => {
      throw new AppError({ kind: 'internal' }, 'made up');
    };
    const world = createPushedWorld(createFakeSource({ list }));
    await push(world, toVisits(1, 3));
    expect(await world.make({ participantCount: 3 })).toMatchObject({
      state: 'final',
      summary: { roles: 'guessed' },
      participantsList: { state: 'failed' },
    });
  });

  it('is kept as long as reports are, together with what it was made of', async () => {
    const world = createPushedWorld();
    await push(world, toVisits(1, 3));
    await world.make({ participantCount: 3 });
    const [wanted] = await world.kv.hashGet(keys.collectedState(UUID).name, ['wanted']);
    expect(wanted).toBe('yes');
  });

  it('is not made for a webinar whose run is not known: events say of which run they are', async () => {
    const world = createPushedWorld();
    await push(world, toVisits(1, 3));
    await world.make({ uuid: null, participantCount: 3 });
    expect(world.froms).toEqual(['api']);
  });
});

describe('too little of what was pushed', () => {
  const api = (visits: readonly ReadVisit[]) => createFakeSource({ page: inPages(visits) });

  it('is completed by the API, nobody twice', async () => {
    const world = createPushedWorld(api(toVisits(1, 40)));
    await push(world, toVisits(31, 50));
    expect(await world.make({ participantCount: 50 })).toMatchObject({ state: 'final', rowsRead: 50 });
    expect(await namesIn(world)).toEqual(named(50));
    expect(world.froms).toEqual(['both']);
  });

  it('saves the pages at the end that were pushed already', async () => {
    const world = createPushedWorld(api(toVisits(1, 100)));
    await push(world, toVisits(31, 100));
    expect(await world.make({ participantCount: 100 })).toMatchObject({ state: 'final', rowsRead: 100 });
    // The one after the third was asked for in advance.
    expect(world.fake.tokens).toEqual([null, 't2', 't3', 't4']);
    expect(await namesIn(world)).toEqual(named(100));
  });

  it('saves nothing when it is what the first pages have', async () => {
    const world = createPushedWorld(api(toVisits(1, 100)));
    await push(world, toVisits(1, 50));
    expect(await world.make({ participantCount: 100 })).toMatchObject({ state: 'final', rowsRead: 100 });
    expect(world.fake.tokens).toHaveLength(10);
    expect(world.froms).toEqual(['api']);
    expect(await namesIn(world)).toEqual(named(100));
  });

  it('adds what only events tell to rows that were read, and changes nothing that was measured', async () => {
    const world = createPushedWorld(api([toReadVisit(1, { streams: [toStream(12)] })]));
    const zoomQuality = { audio: 'poor', video: null, share: null } as const;
    await push(world, [toReadVisit(1, { streams: [toStream(1)], zoomQuality })]);
    await world.make({ participantCount: null });
    const page = await world.store.getTop(UUID, 'severity', 1);
    expect(page?.people).toMatchObject([{ grade: 'Bad', lossPercent: 12, zoomQuality: { audio: 'poor' } }]);
  });

  it('is what there is while Zoom has nothing yet: preliminary', async () => {
    const page = () => {
      throw new QosNotAvailable('made up');
    };
    const world = createPushedWorld(createFakeSource({ page }));
    await push(world, toVisits(1, 20));
    const endedAt = new Date(world.clock.now() - 60_000).toISOString();
    expect(await world.make({ participantCount: 50, endedAt })).toMatchObject({ state: 'preliminary', rowsRead: 20 });
    // Nobody has left yet: there is nothing.
    const empty = createPushedWorld(createFakeSource({ page }));
    await expect(empty.make({ participantCount: 50 })).rejects.toThrow(AppError);
  });

  it('is those who have left a webinar that runs, where Zoom gives nothing of it', async () => {
    const page = () => {
      throw new QosNotAvailable('made up');
    };
    const world = createPushedWorld(createFakeSource({ page }));
    await push(world, toVisits(1, 20));
    const running = { state: 'live', endedAt: null, participantCount: 5 } as const;
    expect(await world.make(running)).toMatchObject({ state: 'live', rowsRead: 20 });
    const giving = createPushedWorld(api(toVisits(1, 30)));
    await push(giving, toVisits(1, 20));
    expect(await giving.make(running)).toMatchObject({ state: 'live', rowsRead: 30 });
  });

  it('never replaces a fuller report', async () => {
    const world = createPushedWorld(api(toVisits(1, 30)));
    await world.make({ participantCount: 30 });
    await push(world, toVisits(1, 20));
    expect(await world.make({ participantCount: 20 })).toMatchObject({ rowsRead: 30, thinnerRead: { rowsRead: 20 } });
  });

  it('goes on from a checkpoint with what was read before', async () => {
    let fails = true;
    const pages = inPages(toVisits(1, 100));
    const fake = createFakeSource({
      page(token, signal) {
        if (token === 't3' && fails) throw new AppError({ kind: 'internal' }, 'made up');
        return pages(token, signal);
      },
    });
    const world = createPushedWorld(fake);
    await push(world, toVisits(41, 100));
    await expect(world.make({ participantCount: 100 })).rejects.toThrow('made up');
    fails = false;
    expect(await world.make({ participantCount: 100 })).toMatchObject({ state: 'final', rowsRead: 100 });
    expect(fake.tokens).toEqual([null, 't2', 't3', 't3', 't4', 't5']);
  });

  it('that another version has packed is dropped, and read from the API', async () => {
    const world = createPushedWorld(api(toVisits(1, 30)));
    await push(world, toVisits(1, 30));
    await world.kv.hashSet(keys.collected(UUID).name, { 'id:visit7': 'packed by another version' }, 3600);
    await expect(world.make({ participantCount: 30 })).rejects.toThrow('not kept any more');
    expect(await world.make({ participantCount: 30 })).toMatchObject({ state: 'final', rowsRead: 30 });
    expect(world.froms).toEqual(['api']);
  });

  it('that goes while it is read costs another try, not a half report', async () => {
    const world = createPushedWorld(api(toVisits(1, 30)));
    await push(world, toVisits(1, 30));
    const opened = await world.collecting.open(UUID);
    await world.kv.delete(keys.collected(UUID).name);
    await expect(opened?.rows().next()).rejects.toThrow('not kept any more');
    expect(await world.make({ participantCount: 30 })).toMatchObject({ rowsRead: 30 });
    expect(world.froms).toEqual(['api']);
  });
});
