import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createKeptLists } from '../../../../../src/reports/reading/list/kept-list.ts';
import { startListBeside } from '../../../../../src/reports/reading/list/list-beside.ts';
import { createVisitConverter } from '../../../../../src/reports/reading/pages/to-visit.ts';
import type { ListPage } from '../../../../../src/webinar/source.ts';
import { createQuietLogger } from '../../../../setup/quiet-logger.ts';
import {
  ASKER,
  createFakeSource,
  createSpiedKv,
  hashIdentity,
  toListPage,
  toOccurrence,
  untilAborted,
} from '../../support.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function start(list: (token: string | null, signal?: AbortSignal) => ListPage | Promise<ListPage>) {
  const { clock, kv } = createSpiedKv();
  const { source } = createFakeSource({ list });
  const toVisit = createVisitConverter(hashIdentity, () => true);
  const deps = { source, lists: createKeptLists({ kv }), clock, logger: createQuietLogger(), toVisit };
  return startListBeside(deps, toOccurrence(), { owner: ASKER, signal: new AbortController().signal });
}

const never = (_token: string | null, signal?: AbortSignal) => untilAborted(signal);

/** Milliseconds after which it is finished. */
async function finishedAfter(work: Promise<unknown>): Promise<number> {
  const startedAt = Date.now();
  let ended: number | null = null;
  void work.then(() => {
    ended = Date.now() - startedAt;
  });
  for (let step = 0; ended === null && step < 1_000; step += 1) await vi.advanceTimersByTimeAsync(100);
  return ended ?? Number.POSITIVE_INFINITY;
}

describe('the list beside the pages', () => {
  it('is there at once when it was read in their shadow', async () => {
    const beside = start(() => toListPage([{ visitId: 'a' }]));
    await vi.advanceTimersByTimeAsync(100);
    expect((await beside.finish(60_000)).state).toBe('ok');
  });

  it.each([
    ['two percent of a long read', 400_000, 8_000],
    ['a second after a short one', 2_000, 1_000],
  ])('is waited for, for %s, and then the report goes on without it', async (_name, readMs, waitedMs) => {
    const beside = start(never);
    const finished = beside.finish(readMs);
    expect(await finishedAfter(finished)).toBe(waitedMs);
    expect((await finished).state).toBe('late');
  });

  it('is used when it comes within that time', async () => {
    const { promise, resolve } = Promise.withResolvers<ListPage>();
    const beside = start(() => promise);
    const finished = beside.finish(400_000);
    await vi.advanceTimersByTimeAsync(7_000);
    resolve(toListPage([{ visitId: 'a' }]));
    expect((await finished).state).toBe('ok');
  });

  it('stops with the read, and nothing is under way then', async () => {
    const beside = start(never);
    await beside.stop();
    expect((await beside.end).state).toBe('late');
  });
});
