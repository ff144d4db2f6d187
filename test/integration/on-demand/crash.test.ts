import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SAMPLE_IDS } from '../../../sim/zoom/samples/sample-webinars.ts';
import { isReport, startWorld, textOf } from '../support/world.ts';

const PAGES_OF_2000 = 203;

describe('a process that ends in the middle of a read', () => {
  it('is killed: the next one goes on from the checkpoint and answers the asker', { timeout: 180_000 }, async () => {
    const world = await startWorld();
    const { zoom, slack, bots } = world;
    zoom.setLatency(5);
    const { message } = await world.ask(SAMPLE_IDS.large);
    await slack.waitFor(() => zoom.countOf('qosSummary') >= 100, 30_000);
    await bots[0]?.stop('SIGKILL');
    const before = zoom.countOf('qosSummary');
    const restartedAt = performance.now();
    world.useBot(await world.startBot());
    const report = await world.become(message, (_text, now) => isReport(now), 120_000);
    expect(performance.now() - restartedAt).toBeLessThan(120_000);
    expect(textOf(report)).toContain('Yearly Kick-off');
    const pages = zoom.countOf('qosSummary');
    expect(pages).toBeLessThanOrEqual(PAGES_OF_2000 * 1.25);
    // It really went on: what was read before was not read again.
    expect(pages - before).toBeLessThan(PAGES_OF_2000 - 50);
  });

  it('is killed for the sixth time: the asker is told, and the report comes half an hour later all the same', {
    timeout: 180_000,
  }, async () => {
    const world = await startWorld();
    const { zoom, slack, bots } = world;
    const redis = new Redis(world.redis?.url ?? '');
    const queue = new Queue('qos', { connection: redis, prefix: '{qos}' });
    onTestFinished(async () => {
      await queue.close();
      redis.disconnect();
    });
    zoom.setLatency(20);
    const { message } = await world.ask(SAMPLE_IDS.large);
    await slack.waitFor(() => zoom.countOf('qosSummary') >= 20, 30_000);
    await bots[0]?.stop('SIGKILL');
    // As if it had died five times before: each death takes half a minute to be noticed.
    const [job] = (await queue.getActive()).filter(({ name }) => name === 'report.read');
    await redis.hset(`{qos}:qos:${job?.id}`, 'stc', '5');
    world.useBot(await world.startBot());
    const told = await world.become(message, (text) => text.includes('broke off'), 90_000);
    expect(textOf(told)).toMatch(
      /nothing of yours was lost\. I will try again by myself .* there is nothing to do\. Ref \w+/,
    );
    const reference = /Ref (\w+)/.exec(textOf(told))?.[1];
    const logged = world.bots.at(-1)?.lines.filter((line) => line.includes('"level":"error"')) ?? [];
    expect(logged).toHaveLength(1);
    expect(logged[0]).toContain(`"ref":"${reference}"`);

    const findDelayed = async () => (await queue.getDelayed()).find(({ name }) => name === 'report.read');
    await expect.poll(findDelayed, { timeout: 10_000 }).toBeDefined();
    const delayed = await findDelayed();
    const waitMs = (delayed?.timestamp ?? 0) + (delayed?.delay ?? 0) - Date.now();
    expect(waitMs).toBeGreaterThan(25 * 60_000);
    // The half hour has passed.
    await redis.del(...(await redis.keys('qos:v2:*:read:next-try')));
    await delayed?.promote();
    expect(textOf(await world.become(message, (_text, now) => isReport(now), 60_000))).toContain('Yearly Kick-off');
  });

  it('is asked to stop: it gives the read back and leaves within ten seconds with exit code 0', async () => {
    const world = await startWorld();
    const { zoom, slack, bots } = world;
    zoom.setLatency(10);
    const { message } = await world.ask(SAMPLE_IDS.large);
    await slack.waitFor(() => zoom.countOf('qosSummary') >= 40, 30_000);
    world.useBot(await world.startBot());
    const startedAt = performance.now();
    expect(await bots[0]?.stop()).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    const report = await world.become(message, (_text, now) => isReport(now), 40_000);
    expect(textOf(report)).toContain('Yearly Kick-off');
    expect(zoom.countOf('qosSummary')).toBeLessThanOrEqual(PAGES_OF_2000 + 3);
  });
});
