import type { WebClient } from '@slack/web-api';
import type { Directory } from '../../access/access-rule.ts';
import { createBoundedValues } from '../../metrics/bounded-values.ts';
import { trackSlackSocket } from '../../metrics.ts';
import { DeliveryError } from '../../reports/delivery/delivery-error.ts';
import { sleep } from '../../runtime/sleep.ts';
import { createNativeData } from '../../slack/client/native-data.ts';
import { createSlackCalls } from '../../slack/client/slack-calls.ts';
import { createSlackDirectory } from '../../slack/client/slack-directory.ts';
import { createSlackMessenger, type SlackMessenger } from '../../slack/client/slack-messenger.ts';
import { createTokenHealth, type TokenHealth } from '../../slack/client/token-health.ts';
import { createWebClient } from '../../slack/client/web-client.ts';
import { answerElsewhere } from '../../slack/socket/answer-elsewhere.ts';
import { openConnection, SOCKET_TIMES } from '../../slack/socket/connection.ts';
import { createEnvelopeDesk, type ReceivedEvent } from '../../slack/socket/envelopes.ts';
import { createEnvelopeLedger } from '../../slack/socket/ledger.ts';
import { createSocketMode, type SocketMode } from '../../slack/socket/socket-mode.ts';
import { readSocketUrl } from '../../slack/socket/wire.ts';
import type { Foundation } from '../foundation.ts';

/** Slack, as far as the bot calls it. */
export interface SlackClient {
  readonly client: WebClient;
  readonly tokenHealth: TokenHealth;
  readonly messenger: SlackMessenger;
  /** Who belongs where, as Slack says. */
  readonly directory: Directory;
}

export function composeSlack({ config, kv, clock, metrics, tracing, logger }: Foundation): SlackClient {
  const client = createWebClient(config.slack.botToken, config.slack.apiUrl, logger);
  const tokenHealth = createTokenHealth({ client, logger });
  const outcomeLabel = createBoundedValues();
  const calls = createSlackCalls({
    tokenHealth,
    tracing,
    onCall: (method, outcome) => metrics.slackCalls.inc({ method, outcome: outcomeLabel(outcome) }),
  });
  const nativeData = createNativeData({ kv, team: () => tokenHealth.installation().teamId, logger });
  return {
    client,
    tokenHealth,
    messenger: createSlackMessenger({
      ...{ client, calls, nativeData, clock, logger },
      channelNames: config.channelNames,
    }),
    directory: createSlackDirectory({ client, calls, installation: tokenHealth.installation }),
  };
}

/**
 * Socket Mode, where there is an app-level token: Slack's requests come over a WebSocket that the bot opens.
 * @param process whoever works on what comes; asked for with the first envelope
 */
export function composeSocket(
  { config, kv, clock, metrics, logger }: Foundation,
  process: (event: ReceivedEvent) => Promise<void>,
): SocketMode | null {
  const { appToken, apiUrl } = config.slack;
  if (appToken === null) return null;
  const client = createWebClient(appToken, apiUrl, logger);
  const onEvent = (event: string) => metrics.socketEvents.inc({ event });
  const desk = createEnvelopeDesk({
    process,
    ledger: createEnvelopeLedger({
      kv,
      sleep,
      onTrouble: (err) => logger.debug({ err }, 'which process has what Slack sent is not known'),
    }),
    onRepeated: ({ type, retry_reason: reason }) => {
      onEvent('repeated');
      logger.info({ type, reason }, 'Slack sent the same once more');
    },
    answerElsewhere(envelope, payload) {
      const { type } = envelope;
      const post = answerElsewhere(envelope, payload);
      post?.then(
        () => logger.info({ type }, 'an acknowledgement went to the response_url: its socket was gone'),
        (err: unknown) => logger.warn({ err, type }, 'an acknowledgement was lost with its socket'),
      );
      return post !== null;
    },
    onFailed: (err) => logger.error({ err }, 'a Slack request failed'),
    clock,
  });
  const socket = createSocketMode({
    async openUrl() {
      const url = readSocketUrl(await client.apps.connections.open({}));
      if (url === null) throw new DeliveryError('passing', 'an answer without the address of a socket');
      return url;
    },
    connect: (url, on) => openConnection(url, SOCKET_TIMES, on),
    desk,
    onEvent,
    random: Math.random,
    sleep,
    logger,
  });
  trackSlackSocket(metrics, socket.isConnected);
  return socket;
}
