import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type BotProcess, startBotProcess } from '../sim/bot/bot-process.ts';
import type { SlackSim } from '../sim/slack/slack-sim.ts';
import { SLACK_IDS } from '../sim/slack/stores/workspace.ts';
import { minuteEvents } from '../sim/zoom/webhook/minute-events.ts';
import { sendBurst, toWebhookRequest } from '../sim/zoom/webhook/send-burst.ts';
import { rawEvent, sendWebhook } from '../sim/zoom/webhook/send-webhook.ts';
import { startedEvent } from '../sim/zoom/webhook/webhook-bodies.ts';
import type { SimWebinar } from '../sim/zoom/webinars/webinar.ts';
import { startRedis } from '../test/setup/start-redis.ts';
import { crowd } from './crowd.ts';
import type { Row } from './row.ts';

const SECRET = 'bench-live-secret';
const PEOPLE = 10_000;
const MINUTES = 3;
const MINUTE_MS = 60_000;
const CONNECTIONS = 50;
/** A new subscription is heeded after some seconds. */
const MOST_TRIES = 100;
/** What Linux counts process time in. */
const TICKS_PER_SECOND = 100;
const { general: channel, apple: user } = SLACK_IDS;

/** What the records of a large running show cost, as a part of one core while they come as fast as Zoom sends them. */
export async function benchmarkLive(slack: SlackSim, environment: Readonly<Record<string, string>>): Promise<Row[]> {
  const redis = await startRedis();
  const bot = await startBotProcess({
    ...environment,
    REDIS_URL: redis.url,
    ZOOM_WEBHOOK_SECRET_TOKEN: SECRET,
    LIVE_RULES: 'presenter loss 5% for 2m, audience poor 10% for 3m',
  });
  slack.settings.botUrl = `${bot.url}/slack/events`;
  const people = crowd(PEOPLE);
  const show = (name: string): SimWebinar => ({
    id: '93220010000',
    uuid: `${name.padEnd(22, 'A')}==`,
    topic: `Bench ${name}`,
    startedAt: new Date().toISOString(),
    endedAt: null,
    participants: people,
  });
  const unwanted = await played(bot, show('unwanted'), 'unwanted');
  await slack.typeCommand({ user, channel, text: 'subscribe live' });
  const wanted = show('wanted');
  await sendWebhook(`${bot.url}/zoom/events`, startedEvent(wanted, { eventMs: Date.now() }), { secret: SECRET });
  const [probe = {}] = minuteEvents(wanted, Date.now());
  for (let tries = 0; (await outcomeOf(bot, probe)) !== 'minute' && tries < MOST_TRIES; tries += 1) await sleep(200);
  const kept = await played(bot, wanted, 'minute');
  const outcome = await outcomeOf(bot, probe);
  if (outcome !== 'minute') throw new Error(`the show is not watched: ${outcome}`);
  await bot.stop();
  await redis.stop();
  const row = (what: string, { share, perSecond, p99Ms }: Played): Row => ({
    what: `live: ${PEOPLE} people, ${MINUTES} minutes, ${what}`,
    value: `${(share * 100).toFixed(0)} % of a core (${perSecond.toFixed(0)} records a second, 99 of 100 within ${p99Ms.toFixed(0)} ms)`,
    limit: '33 %',
  });
  return [row('that nobody wants', unwanted), row('watched', kept)];
}

interface Played {
  /** Of a core, were they sent in the time in which they are played. */
  readonly share: number;
  readonly perSecond: number;
  readonly p99Ms: number;
}

async function played(bot: BotProcess, webinar: SimWebinar, outcome: string): Promise<Played> {
  const startMs = Date.now();
  const before = cpuSeconds(bot);
  let seconds = 0;
  let p99Ms = 0;
  for (let minute = 0; minute < MINUTES; minute += 1) {
    const events = minuteEvents(webinar, startMs + minute * MINUTE_MS);
    const requests = events.map((event) => toWebhookRequest(rawEvent(event), SECRET));
    const burst = await sendBurst(Number(new URL(bot.url).port), requests, CONNECTIONS);
    if (burst.answers.get('200') !== PEOPLE) throw new Error(`${outcome}: not all were taken`);
    seconds += PEOPLE / burst.perSecond;
    p99Ms = Math.max(p99Ms, burst.p99Ms);
  }
  const share = (cpuSeconds(bot) - before) / ((MINUTES * MINUTE_MS) / 1000);
  return { share, perSecond: (PEOPLE * MINUTES) / seconds, p99Ms };
}

async function outcomeOf(bot: BotProcess, event: object): Promise<string> {
  const { body } = await sendWebhook(`${bot.url}/zoom/events`, event, { secret: SECRET });
  return /"outcome":"([\w-]+)"/.exec(body)?.[1] ?? '';
}

function cpuSeconds({ pid }: BotProcess): number {
  const [user = 0, system = 0] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(' ').slice(13, 15).map(Number);
  return (user + system) / TICKS_PER_SECOND;
}
