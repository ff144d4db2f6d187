import { Redis } from 'ioredis';
import { type BotProcess, startBotProcess } from '../sim/bot/bot-process.ts';
import type { SlackSim } from '../sim/slack/slack-sim.ts';
import { SLACK_IDS } from '../sim/slack/stores/workspace.ts';
import { sendBurst, toWebhookRequest } from '../sim/zoom/webhook/send-burst.ts';
import { rawEvent } from '../sim/zoom/webhook/send-webhook.ts';
import { dataSummaryEvents, qosSummaryEvents } from '../sim/zoom/webhook/summary-events.ts';
import { endedEvent } from '../sim/zoom/webhook/webhook-bodies.ts';
import type { SimWebinar } from '../sim/zoom/webinars/webinar.ts';
import { startRedis } from '../test/setup/start-redis.ts';
import { crowd, JUST_ENDED, uuidOf } from './crowd.ts';
import { peakMemoryMb } from './crowds.ts';
import type { Row } from './row.ts';

const SECRET = 'bench-push-secret';
const CONNECTIONS = 50;
const QUIET_S = 5;
const WITHIN_MS = 240_000;
const { general: channel, apple: user } = SLACK_IDS;

/** Everybody leaves at the end of a large webinar: its report by what Zoom pushed, and the same read from the API. */
export async function benchmarkPush(slack: SlackSim, environment: Readonly<Record<string, string>>): Promise<Row[]> {
  return [...(await report(true)), ...(await report(false))];

  async function report(isPushed: boolean): Promise<Row[]> {
    const redis = await startRedis();
    const bot = await startBotProcess({
      ...environment,
      REDIS_URL: redis.url,
      ZOOM_WEBHOOK_SECRET_TOKEN: SECRET,
      REPORT_QUIET_S: String(QUIET_S),
      REPORT_DELAYS_S: isPushed ? '600' : '60',
    });
    slack.settings.botUrl = `${bot.url}/slack/events`;
    const port = Number(new URL(bot.url).port);
    const webinar = justEnded(isPushed ? JUST_ENDED.pushed : JUST_ENDED.pulled);
    await slack.typeCommand({ user, channel, text: `subscribe ${webinar.id}` });
    const how = isPushed ? 'pushed' : 'pulled';
    const reports = () =>
      slack.messagesFor(user, channel).filter(({ blocks }) => JSON.stringify(blocks).includes('report.list.'));
    const before = reports().length;
    const rows: Row[] = [];
    const startedAt = performance.now();
    await sendBurst(port, [toRequest(endedEvent(webinar, { eventMs: Date.now() }))], 1);
    if (isPushed) {
      const choices = { eventMs: Date.now() };
      const events = [...qosSummaryEvents(webinar, choices), ...dataSummaryEvents(webinar, choices)];
      const { perSecond, slowestMs, p99Ms, answers } = await sendBurst(port, events.map(toRequest), CONNECTIONS);
      if (answers.get('200') !== events.length) throw new Error(`not all were taken: ${JSON.stringify([...answers])}`);
      rows.push({
        what: `${how}: ${events.length} events over ${CONNECTIONS} connections`,
        value: `${perSecond.toFixed(0)} per s`,
        limit: '',
      });
      rows.push({
        what: `${how}: 99 of 100 answers within, the slowest`,
        value: `${p99Ms.toFixed(0)}, ${slowestMs.toFixed(0)} ms`,
        limit: '300 ms',
      });
      rows.push({
        what: `${how}: bytes in Redis a visit`,
        value: (await collectedBytes(redis.url)).toFixed(0),
        limit: '',
      });
    }
    const burstMs = performance.now() - startedAt;
    await slack.waitFor(() => reports().length > before, WITHIN_MS);
    const reportMs = performance.now() - startedAt;
    const calls = await callsOf(bot);
    rows.push({
      what: `${how}: report of 10,000 people after the end${isPushed ? `, burst and ${QUIET_S} s of quiet included` : ', the first look at once'}`,
      value: `${(reportMs / 1000).toFixed(1)} s${isPushed ? ` (burst ${(burstMs / 1000).toFixed(1)} s)` : ''}`,
      limit: '',
    });
    rows.push({
      what: `${how}: calls for pages, of the participants list`,
      value: `${calls('qos_summary')}, ${calls('participants')}`,
      limit: isPushed ? '0, 34' : '1000, 34',
    });
    rows.push({ what: `${how}: peak memory`, value: `${peakMemoryMb(bot)} MB`, limit: '' });
    await bot.stop();
    await redis.stop();
    return rows;
  }
}

function justEnded(id: string): SimWebinar {
  const now = Date.now();
  return {
    id,
    uuid: uuidOf(id),
    topic: `Bench of ${JUST_ENDED.people}`,
    startedAt: new Date(now - 3_660_000).toISOString(),
    endedAt: new Date(now - 60_000).toISOString(),
    participants: crowd(JUST_ENDED.people),
  };
}

function toRequest(event: object): Buffer {
  return toWebhookRequest(rawEvent(event), SECRET);
}

async function callsOf(bot: BotProcess): Promise<(endpoint: string) => number> {
  const text = await (await fetch(`${bot.url}/metrics`)).text();
  const lines = text.split('\n').filter((line) => line.startsWith('webinar_qos_zoom_calls_total{'));
  return (endpoint) =>
    lines
      .filter((line) => line.includes(`endpoint="${endpoint}"`))
      .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

async function collectedBytes(url: string): Promise<number> {
  const redis = new Redis(url);
  let bytes = 0;
  for (const key of await redis.keys('*collected*')) bytes += (await redis.memory('USAGE', key, 'SAMPLES', 0)) ?? 0;
  redis.disconnect();
  return bytes / JUST_ENDED.people;
}
