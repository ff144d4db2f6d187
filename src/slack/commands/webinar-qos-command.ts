import type { App, SlashCommand } from '@slack/bolt';
import { z } from 'zod';
import { AppError, assertNever, type Failure } from '../../errors.ts';
import type { Logger } from '../../logger.ts';
import type { Message } from '../../messages/block-kit/message.ts';
import { renderFailure } from '../../messages/failures/failure.ts';
import { renderHelp } from '../../messages/help.ts';
import { renderUnknownCommand } from '../../messages/notices.ts';
import { renderReading } from '../../messages/reading.ts';
import { renderReport } from '../../messages/report/report.ts';
import type { Reply, RequestReport } from '../../reports/on-demand/request-report.ts';
import type { Clock } from '../../runtime/clock.ts';
import { newReference } from '../../runtime/new-id.ts';
import { withTimeout } from '../../runtime/with-timeout.ts';
import type { SubscriptionDependencies } from '../subscribing.ts';
import { parseCommand } from './parse-command.ts';
import { listSubscriptions, subscribe, unsubscribe } from './subscription-commands.ts';

const COMMAND = '/webinar-qos';
/** Slack gives up after three seconds; the rest is for the way back. */
const ANSWER_WITHIN_MS = 2_500;
/** What the person who typed can put right alone. */
const THE_ASKERS_OWN: ReadonlySet<Failure['kind']> = new Set([
  'bad-id',
  'registration-link',
  'bad-subscription',
  'too-many-asks',
  'slack-channel',
]);

/** The parts of a slash command that are used. */
const CommandPayload = z.object({
  text: z.string().default(''),
  user_id: z.string(),
  channel_id: z.string(),
  response_url: z.string(),
});
type CommandPayload = z.infer<typeof CommandPayload>;

export interface CommandDependencies {
  readonly requestReport: RequestReport;
  readonly subscribing: SubscriptionDependencies;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Registers the command, and an answer for every other command that is pointed at this bot by mistake. */
export function registerCommands(app: App, deps: CommandDependencies): void {
  app.command(COMMAND, async ({ command, ack }) => {
    const reference = newReference();
    const message = await answerCommand(command, reference, deps);
    await ack({ response_type: 'ephemeral', text: message.text, blocks: [...message.blocks] });
  });
  app.command(/^(?!\/webinar-qos$)/, async ({ command, ack }) => {
    await ack({ response_type: 'ephemeral', ...toAck(renderUnknownCommand(command.command)) });
  });
}

async function answerCommand(payload: SlashCommand, reference: string, deps: CommandDependencies): Promise<Message> {
  const { clock, logger } = deps;
  try {
    return await withTimeout(answer(CommandPayload.parse(payload), reference, deps), ANSWER_WITHIN_MS, late);
  } catch (error) {
    const failure: Failure = error instanceof AppError ? error.failure : { kind: 'internal' };
    const level = THE_ASKERS_OWN.has(failure.kind) ? 'info' : 'error';
    logger[level]({ ref: reference, failure: failure.kind, err: error }, 'a command was answered with an error');
    return renderFailure(failure, { reference, now: clock.now(), canNotify: true });
  }
}

async function answer(payload: CommandPayload, reference: string, deps: CommandDependencies): Promise<Message> {
  const command = parseCommand(payload.text);
  const place = { userId: payload.user_id, channelId: payload.channel_id };
  switch (command.kind) {
    case 'help':
      return renderHelp();
    case 'report': {
      const reply = await deps.requestReport({
        ref: command.ref,
        fresh: command.fresh,
        reference,
        requester: {
          responseUrl: payload.response_url,
          issuedAt: deps.clock.now(),
          userId: payload.user_id,
          channelId: payload.channel_id,
          isPrivate: true,
        },
      });
      deps.logger.info({ ref: reference, answeredFrom: reply.kind, fresh: command.fresh }, 'a report was asked for');
      return renderReply(reply);
    }
    case 'subscribe':
      return subscribe(place, command, deps.subscribing);
    case 'unsubscribe':
      return unsubscribe(place, command, deps.subscribing);
    case 'subscriptions':
      return listSubscriptions(place, deps.subscribing.subscriptions);
    default:
      return assertNever(command);
  }
}

/** What is waited for here is the store, unless whoever is asked knows better. */
function late(): AppError {
  return new AppError({ kind: 'storage-unavailable' }, `no answer within ${ANSWER_WITHIN_MS} ms`);
}

/** What the asker sees at once: the report from the cache, or that it is being read. */
function renderReply(reply: Reply): Message {
  if (reply.kind === 'report') return renderReport(reply.head, { shownTo: 'asker', justRead: reply.justRead });
  return renderReading({
    webinar: reply.webinar,
    topic: null,
    rowsRead: reply.rowsRead,
    rowsExpected: null,
    secondsLeft: null,
    throttledSeconds: null,
  });
}

function toAck(message: Message) {
  return { text: message.text, blocks: [...message.blocks] };
}
