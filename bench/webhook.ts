import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Redis } from 'ioredis';
import { startBotProcess } from '../sim/bot/bot-process.ts';
import { sendBurst, toWebhookRequest } from '../sim/zoom/webhook/send-burst.ts';
import { rawEvent } from '../sim/zoom/webhook/send-webhook.ts';
import { endedEvent } from '../sim/zoom/webhook/webhook-bodies.ts';
import { startRedis } from '../test/setup/start-redis.ts';
import { collectedMb, INSPECTED, residentMb } from './collected-memory.ts';
import type { Row } from './row.ts';

const SECRET = 'bench-webhook-secret';
const EVENTS = 10_000;
/** Every event comes five times, in any order. */
const DIFFERENT = 2_000;
/** Each with one event under way. */
const CONNECTIONS = 250;
const RUNS = 5;

/** Ten thousand ends of webinars in one burst, against a handler that only checks the signature. */
export async function benchmarkWebhook(environment: Readonly<Record<string, string>>): Promise<Row[]> {
  const bare = await startBare();
  const redis = await startRedis();
  const bot = await startBotProcess({
    ...environment,
    ...INSPECTED,
    REDIS_URL: redis.url,
    ZOOM_WEBHOOK_SECRET_TOKEN: SECRET,
    // So that only the storing is measured; and nobody has subscribed.
    REPORT_DELAYS_S: '36000',
    REPORT_QUIET_S: '3600',
  });
  const botPort = Number(new URL(bot.url).port);
  const ratios: number[] = [];
  const perSecond: number[] = [];
  const slowest: number[] = [];
  // The first burst has the code compiled and the heap grown.
  await sendBurst(botPort, makeBurst(0), CONNECTIONS);
  const before = await collectedMb(bot);
  for (let run = 1; run <= RUNS; run += 1) {
    const requests = makeBurst(run);
    const least = await sendBurst(bare.port, requests, CONNECTIONS);
    const real = await sendBurst(botPort, requests, CONNECTIONS);
    if (real.answers.get('200') !== EVENTS) throw new Error(`not all were taken: ${JSON.stringify([...real.answers])}`);
    ratios.push(real.perSecond / least.perSecond);
    perSecond.push(real.perSecond);
    slowest.push(real.slowestMs);
  }
  const most = residentMb(bot);
  const after = await collectedMb(bot);
  const stored = await countJobs(redis.url);
  await bot.stop();
  await redis.stop();
  bare.stop();
  const wanted = DIFFERENT * (RUNS + 1);
  return [
    { what: `webhook: ${EVENTS} events, 4 of 5 duplicates`, value: `${median(perSecond).toFixed(0)} per s`, limit: '' },
    { what: `webhook: ratio to only checking signatures`, value: `${median(ratios).toFixed(2)}x`, limit: '' },
    { what: 'webhook: slowest answer', value: `${Math.max(...slowest).toFixed(0)} ms`, limit: '3,000 ms' },
    { what: 'webhook: lost', value: String(wanted - stored), limit: '0' },
    {
      what: 'webhook: memory before, with and without its garbage after',
      value: `${before}, ${most}, ${after} MB`,
      limit: 'the same',
    },
  ];
}

/** Every event several times, as overlapping subscriptions deliver them. */
function makeBurst(run: number): Buffer[] {
  const now = Date.now();
  const bodies = Array.from({ length: DIFFERENT }, (_, index) => {
    const name = `${run}x${index}`.padStart(22, '0');
    const times = { startedAt: new Date(now - 3_600_000).toISOString(), endedAt: new Date(now).toISOString() };
    const webinar = { id: String(93_300_000_000 + index), uuid: `${name}==`, topic: `Bench ${name}`, participants: [] };
    return rawEvent(endedEvent({ ...webinar, ...times }, { eventMs: now }));
  });
  // 7 and the number of bodies have no common factor: neighbours are different events, copies far apart.
  return Array.from({ length: EVENTS }, (_, index) =>
    toWebhookRequest(bodies[(index * 7) % DIFFERENT] ?? Buffer.alloc(0), SECRET),
  );
}

async function startBare(): Promise<{ port: number; stop(): void }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'bare-webhook.ts'), SECRET], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  process.once('exit', () => child.kill());
  const [port] = await once(createInterface({ input: child.stdout }), 'line');
  return { port: Number(port), stop: () => void child.kill() };
}

/** Planned reads: one for each webinar that ended. */
async function countJobs(url: string): Promise<number> {
  const redis = new Redis(url);
  const jobs = await redis.zcard('{qos}:qos:delayed');
  redis.disconnect();
  // The sweep is one of them.
  return jobs - 1;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
