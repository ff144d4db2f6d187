import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { BotProcess } from '../../../sim/bot/bot-process.ts';
import { SAMPLE_IDS } from '../../../sim/zoom/samples/sample-webinars.ts';
import { isReport, startWorld, textOf } from '../support/world.ts';

const MEGABYTE = 1024 * 1024;

/** Resident memory of the process, in bytes. */
function memoryOf({ pid }: BotProcess): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) * 1024;
}

/** A connection to the bot on which a test writes what it likes. */
function open({ url }: BotProcess): { socket: Socket; isClosed: () => boolean } {
  let closed = false;
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  // Being cut off is what is expected.
  socket.on('error', () => undefined);
  socket.on('close', () => {
    closed = true;
  });
  socket.resume();
  onTestFinished(() => void socket.destroy());
  return { socket, isClosed: () => closed };
}

/** The head of a request that looks as if Slack or Zoom had sent it; its signature is made up. */
function head(path: string, lengthBytes: number): string {
  const seconds = Math.floor(Date.now() / 1000);
  const signature = `v0=${'0'.repeat(64)}`;
  return [
    `POST ${path} HTTP/1.1`,
    'host: bot.example',
    `x-slack-request-timestamp: ${seconds}`,
    `x-slack-signature: ${signature}`,
    `x-zm-request-timestamp: ${seconds}`,
    `x-zm-signature: ${signature}`,
    `content-length: ${lengthBytes}\r\n\r\n`,
  ].join('\r\n');
}

describe('bodies that nobody has signed', () => {
  it.each(['/slack/events', '/zoom/events'])(
    'as 200 slow megabytes for %s cost little memory, harm nobody and end within 15 seconds',
    { timeout: 60_000 },
    async (path) => {
      const world = await startWorld({ redis: 'none' });
      const [bot] = world.bots;
      if (!bot) throw new Error('no bot');
      await world.askForReport(SAMPLE_IDS.allHands);
      const before = memoryOf(bot);
      const startedAt = performance.now();
      const attackers = Array.from({ length: 200 }, () => open(bot));
      let most = before;
      for (const { socket } of attackers) socket.write(head(path, MEGABYTE));
      // Half of it at once, and then a byte now and then.
      for (const { socket } of attackers) socket.write(Buffer.alloc(MEGABYTE / 2));
      const trickle = setInterval(() => {
        most = Math.max(most, memoryOf(bot));
        for (const { socket, isClosed } of attackers) if (!isClosed()) socket.write('x');
      }, 100);
      onTestFinished(() => clearInterval(trickle));

      const askedAt = performance.now();
      const { message } = await world.ask('help');
      expect(textOf(message)).toContain('/webinar-qos');
      expect(performance.now() - askedAt).toBeLessThan(2_500);
      await expect.poll(() => attackers.filter(({ isClosed }) => !isClosed()).length, { timeout: 20_000 }).toBe(0);
      expect(performance.now() - startedAt).toBeLessThan(15_000);
      expect(most - before).toBeLessThan(100 * MEGABYTE);
      expect(isReport(await world.askForReport(SAMPLE_IDS.good))).toBe(true);
    },
  );

  it('that are never begun, and heads that never end, are cut off', { timeout: 60_000 }, async () => {
    const world = await startWorld({ redis: 'none' });
    const [bot] = world.bots;
    if (!bot) throw new Error('no bot');
    const half = open(bot);
    half.socket.write('POST /slack/events HTTP/1.1\r\nhost: bot.exam');
    const empty = open(bot);
    empty.socket.write(head('/slack/events', 1_000));
    await expect.poll(() => [half.isClosed(), empty.isClosed()], { timeout: 20_000 }).toEqual([true, true]);
  });
});

describe('a stop while somebody holds connections open', () => {
  it('ends within ten seconds, with exit code 0, and the read goes on at once after the start', {
    timeout: 90_000,
  }, async () => {
    const world = await startWorld();
    const { zoom, slack } = world;
    const [bot] = world.bots;
    if (!bot) throw new Error('no bot');
    zoom.setLatency(20);
    const { message } = await world.ask(SAMPLE_IDS.large);
    await slack.waitFor(() => zoom.countOf('qosSummary') >= 20, 20_000);
    open(bot);
    open(bot).socket.write('GET /livez HTTP/1.1\r\nhost: bot.exam');
    open(bot).socket.write(`${head('/slack/events', 1_000)}half of it`);
    open(bot).socket.write(`${head('/zoom/events', 1_000)}half of it`);
    await expect.poll(() => bot.lines.length).toBeGreaterThan(0);

    const calls = zoom.countOf('qosSummary');
    const startedAt = performance.now();
    expect(await bot.stop('SIGTERM')).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    expect(zoom.countOf('qosSummary') - calls).toBeLessThanOrEqual(2);

    const after = zoom.countOf('qosSummary');
    world.useBot(await world.startBot());
    const restartedAt = performance.now();
    await slack.waitFor(() => zoom.countOf('qosSummary') > after, 10_000);
    expect(performance.now() - restartedAt).toBeLessThan(5_000);
    await world.become(message, (_text, now) => isReport(now), 40_000);
  });
});
