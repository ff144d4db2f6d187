import { beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../../../../../src/errors.ts';
import { createCheckpoints } from '../../../../../src/reports/reading/pages/checkpoint.ts';
import { readWebinar } from '../../../../../src/reports/reading/pages/read-webinar.ts';
import { createVisitConverter } from '../../../../../src/reports/reading/pages/to-visit.ts';
import { PageTokenExpired } from '../../../../../src/webinar/source.ts';
import {
  ASKER,
  createFakeSource,
  createSpiedKv,
  failOnce,
  hashIdentity,
  inPages,
  NO_FAULTS,
  toOccurrence,
  toPage,
  toVisits,
  UUID,
  untilAborted,
} from '../../support.ts';

const toVisit = createVisitConverter(hashIdentity, () => true);
const never = new AbortController().signal;
let world: ReturnType<typeof createSpiedKv>;
beforeEach(() => {
  world = createSpiedKv();
});

function start(fake: ReturnType<typeof createFakeSource>, kv = world.kv, participantCount: number | null = 30) {
  const checkpoints = createCheckpoints({ ...world, kv });
  const progress: number[] = [];
  let reads = 0;
  const read = async (signal = never) => {
    const options = {
      owner: ASKER,
      signal,
      onProgress: ({ rowsRead }: { rowsRead: number }) => progress.push(rowsRead),
    };
    const deps = { source: fake.source, checkpoints, toVisit, newId: () => `r${++reads}` };
    const meta = await readWebinar(deps, toOccurrence({ participantCount }), options);
    const ids: string[] = [];
    for await (const rows of checkpoints.rows(UUID, meta)) ids.push(...rows.map(({ visitId }) => visitId));
    return { meta, ids };
  };
  return { read, checkpoints, progress };
}

const idsOf = (from: number, to: number) => toVisits(from, to).map(({ visitId }) => visitId);

describe('reading a webinar', () => {
  it('follows the page tokens to the end', async () => {
    const fake = createFakeSource({ page: inPages(toVisits(1, 35)) });
    const { read, progress } = start(fake);
    expect(await read()).toMatchObject({
      meta: { complete: true, pagesRead: 4, rowsRead: 35 },
      ids: idsOf(1, 35),
    });
    expect(fake.tokens).toEqual([null, 't2', 't3', 't4']);
    expect(progress).toEqual([0, 10, 20, 30, 35]);
  });

  it('leaves a list that never ends, keeps what it has, and counts why', async () => {
    const pages = inPages(toVisits(1, 5_000));
    const fake = createFakeSource({ page: pages });
    const { read } = start(fake);
    const { meta, ids } = await read();
    expect(meta).toMatchObject({ complete: true, nextPageToken: null });
    expect(meta.faults.invalidValues).toEqual({ 'page.more_than_counted': 1 });
    expect(ids).toEqual(idsOf(1, 70));
    expect(fake.tokens.length).toBeLessThanOrEqual(8);
    expect(fake.underWay()).toBe(0);
  });

  it('leaves a list in which nobody new comes any more, page after page with another token', async () => {
    let calls = 0;
    const fake = createFakeSource({ page: () => toPage(toVisits(1, 10), `t${++calls}`) });
    const { meta } = await start(fake, world.kv, 1_000).read();
    expect(meta.faults.invalidValues).toEqual({ 'page.nobody_new': 1 });
    expect(fake.tokens.length).toBeLessThanOrEqual(5);
  });

  it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])(
    'counts a type that is called %s like any other',
    async (name) => {
      const faults = { ...NO_FAULTS, unknownTypes: Object.fromEntries([[name, 2]]) };
      const fake = createFakeSource({
        page: (token) =>
          toPage(token === null ? toVisits(1, 10) : toVisits(11, 20), token === null ? 't2' : null, faults),
      });
      const { meta } = await start(fake).read();
      expect(Object.entries(meta.faults.unknownTypes)).toEqual([[name, 4]]);
    },
  );

  it('never has two requests under way', async () => {
    const fake = createFakeSource({ page: inPages(toVisits(1, 200)) });
    await start(fake, world.kv, 200).read();
    expect(fake.tokens).toHaveLength(20);
    expect(fake.mostUnderWay()).toBe(1);
  });

  it('sends the next request before it looks at the page just read', async () => {
    const order: string[] = [];
    const pages = inPages(toVisits(1, 30));
    const fake = createFakeSource({
      page: async (token, signal) => {
        const { nextPageToken, parse } = await pages(token, signal);
        return {
          nextPageToken,
          parse() {
            order.push(`parse ${token}`);
            return parse();
          },
        };
      },
    });
    const { source } = fake;
    const watched = {
      ...fake,
      source: {
        ...source,
        fetchQosPage: (...given: Parameters<typeof source.fetchQosPage>) => {
          order.push(`ask ${given[1]}`);
          return source.fetchQosPage(...given);
        },
      },
    };
    await start(watched).read();
    expect(order).toEqual(['ask null', 'ask t2', 'parse null', 'ask t3', 'parse t2', 'parse t3']);
  });

  it('reads one with nobody in it', async () => {
    const fake = createFakeSource({ page: () => toPage([], null) });
    expect(await start(fake).read()).toMatchObject({ meta: { complete: true, rowsRead: 0 }, ids: [] });
  });

  it('keeps no e-mail address', async () => {
    await start(createFakeSource({ page: inPages(toVisits(1, 30)) })).read();
    expect(world.written.join('\n')).toContain('Person 7');
    expect(world.written.join('\n')).not.toMatch(/mail\.example|@/);
  });
});

describe('a read that was interrupted', () => {
  /** Breaks off when this token is asked for, the first time. */
  function breakingAt(token: string, error: Error) {
    const pages = inPages(toVisits(1, 40));
    let broken = false;
    return createFakeSource({
      page: (asked, signal) => {
        if (asked !== token || broken) return pages(asked, signal);
        broken = true;
        throw error;
      },
    });
  }

  it('goes on where it was', async () => {
    const error = new AppError({ kind: 'zoom-credentials' }, 'made up');
    const fake = breakingAt('t3', error);
    const { read, progress } = start(fake);
    await expect(read()).rejects.toBe(error);
    expect(await read()).toMatchObject({ meta: { pagesRead: 4, rowsRead: 40 }, ids: idsOf(1, 40) });
    expect(fake.tokens).toEqual([null, 't2', 't3', 't3', 't4']);
    expect(progress).toEqual([0, 10, 20, 20, 30, 40]);
  });

  it('ends only when the page before is saved, however slow the store is', async () => {
    const error = new AppError({ kind: 'zoom-credentials' }, 'made up');
    const slow: typeof world.kv = {
      ...world.kv,
      async hashSet(...given) {
        for (let turns = 0; turns < 5; turns += 1) await new Promise((resolve) => setImmediate(resolve));
        await world.kv.hashSet(...given);
      },
    };
    const { read, checkpoints } = start(breakingAt('t3', error), slow);
    await expect(read()).rejects.toBe(error);
    expect(await checkpoints.load(UUID)).toMatchObject({ nextPageToken: 't3', rowsRead: 20 });
  });

  it('starts over when its page token is too old by then', async () => {
    const fake = breakingAt('t3', new AppError({ kind: 'zoom-credentials' }, 'made up'));
    const { read } = start(fake);
    await expect(read()).rejects.toThrow('made up');
    world.clock.advance(15 * 60_000);
    expect(await read()).toMatchObject({ meta: { rowsRead: 40 }, ids: idsOf(1, 40) });
    expect(fake.tokens).toEqual([null, 't2', 't3', null, 't2', 't3', 't4']);
  });

  it('asks for nothing more when only its end was lost', async () => {
    const fake = createFakeSource({ page: inPages(toVisits(1, 20)) });
    const { read } = start(fake);
    await read();
    expect((await read()).ids).toEqual(idsOf(1, 20));
    expect(fake.tokens).toEqual([null, 't2']);
  });

  it('stops at the signal, and keeps what it has', async () => {
    const stop = new AbortController();
    const pages = inPages(toVisits(1, 40));
    const fake = createFakeSource({
      page: (token, signal) => (token === 't3' ? untilAborted(signal) : pages(token, signal)),
    });
    const { read, checkpoints, progress } = start(fake);
    const reading = expect(read(stop.signal)).rejects.toThrow('stopping');
    await vi.waitFor(() => expect(progress).toContain(20));
    stop.abort(new Error('stopping'));
    await reading;
    expect(await checkpoints.load(UUID)).toMatchObject({ nextPageToken: 't3', rowsRead: 20 });
  });

  it.each([
    ['the store fails', () => failOnce(world.kv, 'hashSet', new Error('made up')), () => undefined],
    [
      'a page makes no sense',
      () => world.kv,
      () => {
        throw new Error('made up');
      },
    ],
  ])('leaves no request behind when %s', async (_why, kv, parsing) => {
    const pages = inPages(toVisits(1, 40));
    const fake = createFakeSource({
      page: async (token, signal) => {
        if (token === 't3') return untilAborted(signal);
        const { nextPageToken, parse } = await pages(token, signal);
        const parseOrThrow = () => {
          parsing();
          return parse();
        };
        return { nextPageToken, parse: parseOrThrow };
      },
    });
    await expect(start(fake, kv()).read()).rejects.toThrow('made up');
    await vi.waitFor(() => expect(fake.underWay()).toBe(0));
  });
});

describe('a page token that Zoom no longer knows', () => {
  it('starts the read over, and counts nobody twice', async () => {
    let expired = false;
    const pages = inPages(toVisits(1, 35));
    const fake = createFakeSource({
      page: (token, signal) => {
        if (token !== 't3' || expired) return pages(token, signal);
        expired = true;
        throw new PageTokenExpired('made up');
      },
    });
    const { read, progress } = start(fake);
    expect(await read()).toMatchObject({ meta: { readId: 'r2', pagesRead: 4, rowsRead: 35 }, ids: idsOf(1, 35) });
    expect(fake.tokens).toEqual([null, 't2', 't3', null, 't2', 't3', 't4']);
    expect(progress).toEqual([0, 10, 20, 0, 10, 20, 30, 35]);
  });

  it('is forgotten with what was read by it, so that a read broken off again begins at the first page', async () => {
    const pages = inPages(toVisits(1, 35));
    const fake = createFakeSource({
      page: (token, signal) => {
        if (token === 't3' && fake.tokens.length === 3) throw new PageTokenExpired('made up');
        if (fake.tokens.length === 4) throw new AppError({ kind: 'zoom-credentials' }, 'made up');
        return pages(token, signal);
      },
    });
    const { read, checkpoints } = start(fake);
    await expect(read()).rejects.toThrow('made up');
    expect(fake.tokens).toEqual([null, 't2', 't3', null]);
    expect(await checkpoints.load(UUID)).toBeNull();
    expect(await read()).toMatchObject({ meta: { rowsRead: 35 }, ids: idsOf(1, 35) });
    expect(fake.tokens.slice(4)).toEqual([null, 't2', 't3', 't4']);
  });

  it('starts it over once only', async () => {
    const pages = inPages(toVisits(1, 35));
    const fake = createFakeSource({
      page: (token, signal) => {
        if (token === 't3') throw new PageTokenExpired('made up');
        return pages(token, signal);
      },
    });
    await expect(start(fake).read()).rejects.toThrow(PageTokenExpired);
    expect(fake.tokens).toEqual([null, 't2', 't3', null, 't2', 't3']);
  });
});

describe('a page token that comes again', () => {
  it('ends the read and is counted', async () => {
    const next: Record<string, string> = { null: 't2', t2: 't3', t3: 't2' };
    const faults = { ...NO_FAULTS, invalidValues: { 'audio_output.avg_loss': 1 } };
    const fake = createFakeSource({
      page: (token) => toPage(toVisits(fake.tokens.length, fake.tokens.length), next[String(token)] ?? null, faults),
    });
    const { meta, ids } = await start(fake).read();
    expect(fake.tokens).toEqual([null, 't2', 't3']);
    expect(ids).toHaveLength(3);
    expect(meta).toMatchObject({
      complete: true,
      faults: { ...NO_FAULTS, invalidValues: { 'audio_output.avg_loss': 3, 'page.repeated_token': 1 } },
    });
  });

  it('ends the read also when it is the one that a resumed read began with', async () => {
    let broken = false;
    const fake = createFakeSource({
      page: (token) => {
        if (token === null) return toPage(toVisits(1, 10), 't2');
        if (broken) return toPage(toVisits(11, 20), 't2');
        broken = true;
        throw new AppError({ kind: 'zoom-credentials' }, 'made up');
      },
    });
    const { read } = start(fake);
    await expect(read()).rejects.toThrow('made up');
    expect((await read()).ids).toEqual(idsOf(1, 20));
    expect(fake.tokens).toEqual([null, 't2', 't2']);
  });
});
