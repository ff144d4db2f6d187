import type { CheckResult } from '../doctor/check.ts';
import { createClockReadings } from '../doctor/clock.ts';
import { createFetchAsk, createZoomAsk } from '../doctor/network/ask.ts';
import { redisChecks } from '../doctor/redis/redis-checks.ts';
import { runGroups } from '../doctor/run-groups.ts';
import { readSettings } from '../doctor/settings.ts';
import { checkAppToken } from '../doctor/slack/app-token-check.ts';
import { createAskSlack } from '../doctor/slack/ask-slack.ts';
import { checkBotToken } from '../doctor/slack/token-check.ts';
import { checkZoomToken } from '../doctor/zoom/token-check.ts';
import { zoomScopes } from '../doctor/zoom/zoom-scopes.ts';
import type { Clock } from '../runtime/clock.ts';

type Look = (values: Readonly<Record<string, string>>) => Promise<readonly CheckResult[]>;

/** The doctor's checks of single settings, each as soon as it is known. */
export interface Checks {
  readonly slackToken: Look;
  readonly slackAppToken: Look;
  readonly zoomToken: Look;
  readonly redis: Look;
  /** To be added to the Zoom app. */
  readonly zoomScopes: readonly string[];
}

export function createChecks(clock: Clock, readFile: (path: string) => string | null): Checks {
  const readings = createClockReadings();
  const ask = createFetchAsk(clock, readings, null);
  // What is not known yet has a placeholder.
  const configOf = (values: Readonly<Record<string, string>>) => readSettings(values, readFile, null).config;
  return {
    async slackToken(values) {
      const { slack } = configOf(values);
      return (await checkBotToken(createAskSlack(ask, slack.apiUrl), slack.botToken)).results;
    },
    async slackAppToken(values) {
      const { slack } = configOf(values);
      return slack.appToken === null ? [] : checkAppToken(createAskSlack(ask, slack.apiUrl), ask, slack.appToken);
    },
    async zoomToken(values) {
      const zoom = createZoomAsk(clock, readings);
      try {
        return (await checkZoomToken(zoom.ask, configOf(values).zoom)).results;
      } finally {
        await zoom.close();
      }
    },
    async redis(values) {
      const { redisUrl } = configOf(values);
      return redisUrl === null ? [] : runGroups([redisChecks(redisUrl)]);
    },
    zoomScopes: zoomScopes(false).map(({ scope }) => scope),
  };
}

/** What can be seen of an answer before anybody is asked. Null when nothing is wrong. */
type Format = (answer: string) => string | null;

export const looksLike =
  (start: string): Format =>
  (answer) =>
    answer.startsWith(start) ? null : `It does not begin with ${start}`;

export const format = {
  any: (answer) => (/\s/.test(answer) ? 'There is a blank in it.' : null),
  redis: (answer) => (/^rediss?:\/\//.test(answer) ? null : 'It does not begin with redis:// or rediss://'),
  subscription: (answer) =>
    /^[\w.~=-]{1,200}$/.test(answer) ? null : 'Only what stands behind subscriptionId= in the endpoint URL.',
} as const satisfies Record<string, Format>;
