import { describe, expect, it } from 'vitest';
import { createFinishedWebinars } from '../../../src/reports/finished-webinar.ts';
import type { ReportHead } from '../../../src/reports/report.ts';
import { createMemoryKv } from '../../../src/storage/memory-kv.ts';
import { sampleHead } from '../../messages/samples.ts';
import { createManualClock } from '../../setup/manual-clock.ts';

const NOW = Date.UTC(2026, 4, 14, 16, 30);
const HOUR_MS = 3_600_000;

/** Two replicas on one store. */
function start() {
  const clock = createManualClock(NOW);
  const kv = createMemoryKv(clock);
  const counted: string[] = [];
  const replica = () => createFinishedWebinars({ kv, clock, onFinished: ({ state }) => counted.push(state) });
  return { clock, counted, first: replica(), second: replica() };
}

const head = (overrides: Partial<ReportHead> = {}) => sampleHead({ endedAt: '2026-05-14T16:04:00Z', ...overrides });

describe('a finished webinar', () => {
  it('is counted once, however often it is read, and whoever reads it', async () => {
    const { clock, counted, first, second } = start();
    await first(head({ state: 'preliminary' }), false);
    await Promise.all([first(head(), false), second(head(), false)]);
    await second(head({ rowsRead: 480 }), true);
    clock.advance(47 * HOUR_MS);
    await first(head(), false);
    expect(counted).toEqual(['final']);
  });

  it('that never becomes complete is counted when nothing more is read', async () => {
    const { counted, first } = start();
    await first(head({ state: 'preliminary' }), false);
    expect(counted).toEqual([]);
    await first(head({ state: 'preliminary' }), true);
    expect(counted).toEqual(['preliminary']);
  });

  it.each(['incomplete', 'unconfirmed'] as const)('is counted as it is: %s', async (state) => {
    const { counted, first } = start();
    await first(head({ state }), false);
    expect(counted).toEqual([state]);
  });

  it.each([
    ['is still running', { state: 'live' }],
    ['ended more than two days ago', { endedAt: '2026-05-12T16:29:59Z' }],
    ['ended nobody knows when', { endedAt: null }],
    ['ended at a time that makes no sense', { endedAt: 'yesterday' }],
  ] as const)('is not counted when it %s', async (_what, overrides) => {
    const { counted, first } = start();
    await first(head(overrides), true);
    expect(counted).toEqual([]);
  });

  it('is not counted again just before its mark is forgotten', async () => {
    const { clock, counted, first } = start();
    await first(head(), false);
    for (let hour = 0; hour < 24 * 14; hour += 1) {
      clock.advance(HOUR_MS);
      await first(head(), true);
    }
    expect(counted).toEqual(['final']);
  });

  it('and its next run are two', async () => {
    const { counted, first } = start();
    await first(head(), false);
    await first(head({ key: 'bmV4dA==', uuid: 'bmV4dA==' }), false);
    expect(counted).toHaveLength(2);
  });
});
