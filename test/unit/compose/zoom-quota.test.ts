import { describe, expect, it, onTestFinished } from 'vitest';
import type { Foundation } from '../../../src/compose/foundation.ts';
import { composeZoom } from '../../../src/compose/zoom/zoom.ts';
import { parseConfig } from '../../../src/config.ts';
import { createMetrics } from '../../../src/metrics.ts';
import { keys } from '../../../src/storage/keys.ts';
import type { Kv } from '../../../src/storage/kv.ts';
import { createLocks } from '../../../src/storage/lock.ts';
import { createMemoryKv } from '../../../src/storage/memory-kv.ts';
import { readFailed } from '../../../src/storage/storage-error.ts';
import { noTracing } from '../../../src/tracing/tracing.ts';
import { createManualClock } from '../../setup/manual-clock.ts';
import { createQuietLogger } from '../../setup/quiet-logger.ts';

const TODAY = '2026-01-15';

function start(wrap: (kv: Kv) => Kv = (kv) => kv) {
  const clock = createManualClock(Date.UTC(2026, 0, 15, 12));
  const kv = wrap(createMemoryKv(clock));
  const metrics = createMetrics();
  const config = parseConfig({
    ...{ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 's', ZOOM_ACCOUNT_ID: 'a', ZOOM_CLIENT_ID: 'c' },
    ...{ ZOOM_CLIENT_SECRET: 'made-up', ZOOM_HEAVY_PER_DAY: '100' },
  });
  const foundation: Omit<Foundation, 'jobs'> = {
    ...{ config, kv, clock, metrics, locks: createLocks(kv), tracing: noTracing, logger: createQuietLogger() },
  };
  const zoom = composeZoom(foundation);
  onTestFinished(() => zoom.close());
  const shown = async (name: string) => (await metrics.registry.getSingleMetric(name)?.get())?.values[0]?.value;
  return {
    clock,
    kv,
    used: () => shown('webinar_qos_zoom_quota_used_calls'),
    limit: () => shown('webinar_qos_zoom_quota_limit_calls'),
  };
}

describe('the calls of the day in the metrics', () => {
  it('are those of all replicas, also for one that has made none', async () => {
    const { kv, used, limit } = start();
    await kv.increment(keys.zoomDailyQuota(TODAY).name, 37, 60);
    expect([await used(), await limit()]).toEqual([37, 100]);
  });

  it('begin anew at 00:00 UTC, though nobody calls', async () => {
    const { kv, clock, used } = start();
    await kv.increment(keys.zoomDailyQuota(TODAY).name, 90, 86_400);
    clock.advance(12 * 3_600_000 - 1);
    expect(await used()).toBe(90);
    clock.advance(1);
    expect(await used()).toBe(0);
  });

  it('are asked for in vain while the store is away, and that is no fault of the page', async () => {
    const { used } = start((kv) => ({ ...kv, get: () => Promise.reject(readFailed('a value', new Error('away'))) }));
    expect(await used()).toBe(0);
  });
});
