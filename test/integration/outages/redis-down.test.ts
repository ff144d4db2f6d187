import { afterAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import type { SimMessage } from '../../../sim/slack/stores/message-store.ts';
import { SAMPLE_IDS } from '../../../sim/zoom/samples/sample-webinars.ts';
import { type RedisServer, startRedis } from '../../setup/start-redis.ts';
import { clickForNew } from '../support/clicks.ts';
import { createSentenceBook } from '../support/sentences.ts';
import { addWebinar } from '../support/webinars.ts';
import { isReport, startWorld, textOf, type World } from '../support/world.ts';

const RECOVERS_WITHIN_MS = 60_000;
const book = createSentenceBook('Redis is away');
afterAll(() => book.print());

async function statusOf(world: World, path: string): Promise<number> {
  return (await fetch(`${world.bots.at(-1)?.url}${path}`)).status;
}

async function startAgain(port: number | undefined): Promise<RedisServer> {
  const redis = await startRedis(port === undefined ? {} : { port });
  onTestFinished(() => redis.kill());
  return redis;
}

/** A person's way: ask, and ask again when told to, until the report is there. */
async function askUntilReport(world: World, typed: string): Promise<void> {
  const { message } = await world.ask(typed);
  if (/cannot reach its storage|storage is slow/.test(textOf(message))) throw new Error('not yet');
  await world.become(message, (_text, now) => isReport(now));
}

describe.skipIf(inject('redisBinary') === '')('the whole bot while Redis is away', () => {
  it.each(['stopped', 'frozen'] as const)(
    '%s: says so in time, and recovers by itself',
    { timeout: 90_000 },
    async (how) => {
      const world = await startWorld();
      const { redis, slack } = world;
      const report = await world.askForReport(SAMPLE_IDS.allHands);
      expect(await statusOf(world, '/readyz')).toBe(200);

      world.zoom.setLatency(50);
      const underWay = await world.ask(SAMPLE_IDS.good);
      await slack.waitFor(() => world.zoom.countOf('qosSummary') >= 6);
      if (how === 'stopped') await redis?.stop();
      else redis?.freeze();
      const { id } = addWebinar(world);
      const asked = await world.ask(id);
      expect(asked.ms).toBeLessThan(3_000);
      const denied = /The bot cannot reach its storage, so nothing was started\. Ask again .* Ref \w+/;
      // A frozen one may first have to give up what was asked before.
      const unsure = /The bot's storage is slow, so I can't say yet whether this was started\..* Ref \w+/;
      const said = book.add(`a command, Redis ${how}`, asked.message);
      if (how === 'stopped' || !unsure.test(said)) expect(said).toMatch(denied);
      expect(await statusOf(world, '/livez')).toBe(200);
      expect(await statusOf(world, '/readyz')).toBe(503);
      expect(await statusOf(world, '/metrics')).toBe(200);
      const clicked = await clickForNew(world, report, 'report.list.severity');
      expect(book.add(`a click, Redis ${how}`, clicked)).toContain('cannot reach its storage');
      const bad = await world.ask('all-hands');
      expect(textOf(bad.message)).toContain('is not a webinar ID');

      if (how === 'stopped') await startAgain(redis?.port);
      else redis?.thaw();
      const backAt = performance.now();
      await expect
        .poll(() => askUntilReport(world, id).then(() => 'answered', String), {
          timeout: RECOVERS_WITHIN_MS,
          interval: 500,
        })
        .toBe('answered');
      await expect.poll(() => statusOf(world, '/readyz'), { timeout: RECOVERS_WITHIN_MS }).toBe(200);
      expect(performance.now() - backAt).toBeLessThan(RECOVERS_WITHIN_MS);
      if (how === 'frozen') {
        // A read that was under way; with a Redis that comes back empty nobody knows of it.
        const isAnswer = (text: string, now: SimMessage) => isReport(now) && text.includes('of 118');
        await world.become(underWay.message, isAnswer, RECOVERS_WITHIN_MS);
      }
      expect(isReport(await world.askForReport(SAMPLE_IDS.allHands))).toBe(true);
      expect(slack.errors).toEqual([]);
    },
  );

  it('at the start: it comes up, and works once Redis is there', { timeout: 90_000 }, async () => {
    const gone = await startRedis();
    await gone.kill();
    const world = await startWorld({ redis: 'none', env: { REDIS_URL: gone.url } });
    expect(await statusOf(world, '/livez')).toBe(200);
    expect(await statusOf(world, '/readyz')).toBe(503);
    const asked = await world.ask(SAMPLE_IDS.allHands);
    expect(asked.ms).toBeLessThan(3_000);
    expect(textOf(asked.message)).toContain('cannot reach its storage');

    await startAgain(gone.port);
    await expect
      .poll(() => askUntilReport(world, SAMPLE_IDS.allHands).then(() => 'answered', String), {
        timeout: RECOVERS_WITHIN_MS,
        interval: 500,
      })
      .toBe('answered');
    await expect.poll(() => statusOf(world, '/readyz'), { timeout: RECOVERS_WITHIN_MS }).toBe(200);
    expect(world.slack.errors).toEqual([]);
  });
});
