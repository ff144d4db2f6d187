import type { WebClient } from '@slack/web-api';
import { createSlackCalls } from '../slack/client/slack-calls.ts';
import { createSlackMessenger, type SlackMessenger } from '../slack/client/slack-messenger.ts';
import { createTokenHealth, type TokenHealth } from '../slack/client/token-health.ts';
import { createWebClient } from '../slack/client/web-client.ts';
import type { Foundation } from './foundation.ts';

/** Slack, as far as the bot calls it. */
export interface SlackClient {
  readonly client: WebClient;
  readonly tokenHealth: TokenHealth;
  readonly messenger: SlackMessenger;
}

export function composeSlack({ config, clock, metrics, logger }: Foundation): SlackClient {
  const client = createWebClient(config.slack.botToken, config.slack.apiUrl, logger);
  const tokenHealth = createTokenHealth({ client, logger });
  const calls = createSlackCalls({
    tokenHealth,
    onCall: (method, outcome) => metrics.slackCalls.inc({ method, outcome }),
  });
  return { client, tokenHealth, messenger: createSlackMessenger({ client, calls, clock, logger }) };
}
