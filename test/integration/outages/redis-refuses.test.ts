import { Redis } from 'ioredis';
import { describe, expect, inject, it } from 'vitest';
import { SAMPLE_IDS } from '../../../sim/zoom/samples/sample-webinars.ts';
import { isReport, startWorld } from '../support/world.ts';

describe.skipIf(inject('redisBinary') === '')('a Redis that answers and takes nothing', () => {
  it.each([
    ['is full', ['maxmemory', '1mb'], ['maxmemory', '0']],
    ['misses its replicas', ['min-replicas-to-write', '1'], ['min-replicas-to-write', '0']],
  ] as const)(
    'because it %s: not ready, with few words in the log, and ready again afterwards',
    async (_what, sick, well) => {
      const world = await startWorld();
      const [bot] = world.bots;
      const readiness = async () => (await fetch(`${bot?.url}/readyz`)).status;
      await world.askForReport(SAMPLE_IDS.good);
      expect(await readiness()).toBe(200);
      const redis = new Redis(world.redis?.url ?? '');
      await redis.config('SET', ...sick);
      await expect.poll(readiness, { timeout: 10_000 }).toBe(503);
      expect((await fetch(`${bot?.url}/livez`)).status).toBe(200);
      const before = bot?.lines.length ?? 0;
      await expect.poll(readiness, { timeout: 10_000 }).toBe(503);
      const asked = await world.ask(SAMPLE_IDS.allHands);
      expect(asked.ms).toBeLessThan(3_000);
      // A second of it used to be thousands of lines.
      expect((bot?.lines.length ?? 0) - before).toBeLessThan(30);
      await redis.config('SET', ...well);
      redis.disconnect();
      await expect.poll(readiness, { timeout: 10_000 }).toBe(200);
      expect(isReport(await world.askForReport(SAMPLE_IDS.allHands, 30_000))).toBe(true);
    },
  );
});
