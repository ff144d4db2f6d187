import type { Config } from '../config.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Arguments } from './arguments.ts';
import { type CheckGroup, type CheckResult, unseen } from './check.ts';
import { createClockReadings, tellClock } from './clock.ts';
import { isBotThere } from './is-bot-there.ts';
import { createFetchAsk, createZoomAsk } from './network/ask.ts';
import { tellNode } from './node-version.ts';
import { outsideChecks } from './outside/outside-checks.ts';
import { redisChecks } from './redis/redis-checks.ts';
import { runGroups } from './run-groups.ts';
import { readSettings, type Settings } from './settings.ts';
import { slackChecks } from './slack/slack-checks.ts';
import { zoomChecks } from './zoom/zoom-checks.ts';

/** What the doctor is given of the process. */
export interface Surroundings {
  /** With what `.env` says. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** For NAME_FILE; null when the file cannot be read. */
  readonly readFile: (path: string) => string | null;
  /** The permissions of `.env`; null where there is none. */
  readonly envFileMode: number | null;
  readonly nodeVersion: string;
  readonly clock: Clock;
}

/** Looks at everything, in less than twenty seconds, and changes nothing. Never rejects. */
export async function runDoctor(
  asked: Omit<Arguments, 'asJson'>,
  { env, readFile, envFileMode, nodeVersion, clock }: Surroundings,
): Promise<CheckResult[]> {
  const settings = readSettings(env, readFile, envFileMode);
  const readings = createClockReadings();
  const zoom = createZoomAsk(clock, readings);
  const askSlack = createFetchAsk(clock, readings, 'Slack');
  const askOthers = createFetchAsk(clock, readings, null);
  const { config } = settings;
  try {
    const results = await runGroups([
      ...storeGroups(settings),
      ...orUnseen(settings, 'SLACK_', 'Slack', () =>
        slackChecks(
          config,
          { slack: askSlack, others: askOthers },
          { channel: asked.channel, isCalledFromOutside: asked.url !== null },
        ),
      ),
      ...orUnseen(settings, 'ZOOM_', 'Zoom', () => [
        zoomChecks(config, zoom.ask, {
          webinar: asked.webinar,
          nowMs: clock.now(),
          isBotThere: () => isBotThere(config, askOthers),
          isCalledFromOutside: asked.url !== null,
        }),
      ]),
      ...(asked.url === null
        ? []
        : outsideChecks(asked.url, askOthers, secretsOf(config, settings), () => clock.now())),
    ]);
    const wasAsked = settings.isGood('SLACK_') || settings.isGood('ZOOM_');
    return [...settings.results, tellNode(nodeVersion), ...(wasAsked ? [tellClock(readings)] : []), ...results];
  } finally {
    await zoom.close();
  }
}

function storeGroups({ config, isGood }: Settings): CheckGroup[] {
  if (!isGood('REDIS_')) return [skipped('Redis', 'REDIS_URL')];
  return config.redisUrl === null ? [] : [redisChecks(config.redisUrl)];
}

function orUnseen(settings: Settings, prefix: string, name: string, groups: () => CheckGroup[]): CheckGroup[] {
  return settings.isGood(prefix) ? groups() : [skipped(name, `the variables that begin with ${prefix}`)];
}

function skipped(name: string, because: string): CheckGroup {
  return { name, run: async (tell) => tell(unseen(name, `not looked at before ${because} are right`)) };
}

function secretsOf({ slack, zoom }: Config, { isGood }: Settings) {
  const zoomSecret = zoom.webhookSecrets[0] ?? null;
  return {
    zoom: isGood('ZOOM_WEBHOOK') ? zoomSecret : null,
    slack: isGood('SLACK_SIGNING') && slack.appToken === null ? slack.signingSecrets[0] : null,
  };
}
