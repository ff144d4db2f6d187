import type { App, SlashCommand } from '@slack/bolt';
import { z } from 'zod';
import type { AccessGate } from '../../access/access-gate.ts';
import { AppError, assertNever, type Failure } from '../../errors.ts';
import type { Logger } from '../../logger.ts';
import type { Message } from '../../messages/block-kit/message.ts';
import { renderBotStatus } from '../../messages/bot-status.ts';
import { renderFailure } from '../../messages/failures/failure.ts';
import { renderForgetQuestion, renderNothingKept } from '../../messages/forgetting.ts';
import { renderHelp } from '../../messages/help.ts';
import { renderUnknownCommand } from '../../messages/notices.ts';
import { renderFound, withFindLater } from '../../messages/people/found-people.ts';
import { renderReading } from '../../messages/reading.ts';
import { renderReport } from '../../messages/report/report.ts';
import type { Thresholds } from '../../qos/thresholds.ts';
import type { BotStatus } from '../../reports/bot-status.ts';
import type { Forgetting } from '../../reports/forgetting/forgetting.ts';
import type { Reply, RequestReport } from '../../reports/on-demand/request-report.ts';
import type { ReportStore } from '../../reports/store.ts';
import type { Clock } from '../../runtime/clock.ts';
import { newReference } from '../../runtime/new-id.ts';
import type { Sleep } from '../../runtime/sleep.ts';
import { refText, type WebinarRef } from '../../webinar/ids.ts';
import { occurrenceKey } from '../../webinar/occurrence.ts';
import { doorTookMs } from '../access-middleware.ts';
import type { SlackMessenger } from '../client/slack-messenger.ts';
import type { SubscriptionDependencies } from '../subscribing.ts';
import { type Answer, acknowledgeSoon } from './late-answer.ts';
import { type Command, parseCommand } from './parse-command.ts';
import { listSubscriptions, subscribe, unsubscribe } from './subscription-commands.ts';

const COMMAND = '/webinar-qos';
/** What the person who typed can put right alone. */
const THE_ASKERS_OWN: ReadonlySet<Failure['kind']> = new Set([
  'bad-id',
  'registration-link',
  'bad-subscription',
  'too-many-asks',
  'operators-only',
  'slack-channel',
]);
type OutcomeUnknown = Extract<Failure, { kind: 'storage-outcome-unknown' }>;
/** What somebody waits for who has typed a command. */
const ASKED: Readonly<Record<Command['kind'], OutcomeUnknown['asked']>> = {
  help: 'list',
  status: 'list',
  forget: 'list',
  report: 'report',
  find: 'report',
  subscribe: 'subscription',
  unsubscribe: 'subscription',
  subscriptions: 'list',
};

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
  readonly store: Pick<ReportStore, 'find'>;
  readonly subscribing: SubscriptionDependencies;
  readonly gate: Pick<AccessGate, 'checkOperator'>;
  readonly status: () => Promise<BotStatus>;
  readonly forgetting: Pick<Forgetting, 'find'>;
  /** By which reports are graded: help explains them. */
  readonly thresholds: Thresholds;
  readonly messenger: Pick<SlackMessenger, 'sendMessage' | 'forAcknowledgement'>;
  readonly sleep: Sleep;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Registers the command, and an answer for every other command that is pointed at this bot by mistake. */
export function registerCommands(app: App, deps: CommandDependencies): void {
  app.command(COMMAND, async ({ command: payload, ack, context }) => {
    const reference = newReference();
    await acknowledgeSoon(answerCommand(payload, reference, deps), {
      acknowledge: (message) => ack({ response_type: 'ephemeral', ...toAck(message) }),
      notKnownYet: () => notKnownYet(payload, reference, deps),
      tellLater: (message) => tellLater(payload, message, reference, deps),
      sleep: deps.sleep,
      alreadyTookMs: doorTookMs(context),
    });
  });
  app.command(/^(?!\/webinar-qos$)/, async ({ command, ack }) => {
    await ack({ response_type: 'ephemeral', ...toAck(renderUnknownCommand(command.command)) });
  });
}

/** Never rejects: every command that fails ends in one sentence. */
async function answerCommand(payload: SlashCommand, reference: string, deps: CommandDependencies): Promise<Answer> {
  const { clock, logger } = deps;
  try {
    return await answer(CommandPayload.parse(payload), reference, deps);
  } catch (error) {
    const failure: Failure = error instanceof AppError ? error.failure : { kind: 'internal' };
    const level = THE_ASKERS_OWN.has(failure.kind) ? 'info' : 'error';
    logger[level]({ ref: reference, failure: failure.kind, err: error }, 'a command was answered with an error');
    const message = renderFailure(failure, { reference, now: clock.now(), canNotify: true });
    return { message, isNews: failure.kind !== 'storage-outcome-unknown' };
  }
}

async function answer(payload: CommandPayload, reference: string, deps: CommandDependencies): Promise<Answer> {
  const command = parseCommand(payload.text);
  const place = { userId: payload.user_id, channelId: payload.channel_id };
  switch (command.kind) {
    case 'help':
      return news(renderHelp(deps.thresholds));
    case 'status':
      deps.gate.checkOperator(payload.user_id);
      return news(renderBotStatus(await deps.status()));
    case 'forget': {
      const runs = await deps.forgetting.find(command.ref, payload.user_id);
      const key = keyOf(command.ref);
      return news(runs.length === 0 ? renderNothingKept(refText(command.ref)) : renderForgetQuestion(runs, key));
    }
    case 'find': {
      const reply = await ask({ ref: command.ref, fresh: false }, payload, reference, deps);
      if (reply.kind === 'reading') {
        return { message: withFindLater(renderReply(reply, command.ref)), isNews: false };
      }
      const found = await deps.store.find(reply.head.key, command.name, reply.head.readId);
      const gone = { kind: 'report-gone', report: reply.head.key } as const;
      if (!found) throw new AppError(gone, 'the report went while somebody was looked for in it');
      return news(renderFound({ ...found, typed: command.name }));
    }
    case 'report': {
      const reply = await ask(command, payload, reference, deps);
      deps.logger.info({ ref: reference, answeredFrom: reply.kind, fresh: command.fresh }, 'a report was asked for');
      const message = await deps.messenger.forAcknowledgement(renderReply(reply, command.ref));
      return { message, isNews: reply.kind === 'report' };
    }
    case 'subscribe':
      return news(await subscribe(place, command, deps.subscribing));
    case 'unsubscribe':
      return news(await unsubscribe(place, command, deps.subscribing));
    case 'subscriptions':
      return news(await listSubscriptions(place, deps.subscribing.subscriptions));
    default:
      return assertNever(command);
  }
}

function ask(
  { ref, fresh }: { readonly ref: WebinarRef; readonly fresh: boolean },
  payload: CommandPayload,
  reference: string,
  { requestReport, clock }: CommandDependencies,
): Promise<Reply> {
  const { response_url: responseUrl, user_id: userId, channel_id: channelId } = payload;
  const requester = { responseUrl, issuedAt: clock.now(), userId, channelId, isPrivate: true, replaces: false };
  return requestReport({ ref, fresh, reference, requester });
}

const news = (message: Message): Answer => ({ message, isNews: true });

/** What is waited for is the store, and Slack at most for a part of the time. */
function notKnownYet(payload: SlashCommand, reference: string, { clock, logger }: CommandDependencies): Message {
  const { kind } = parseCommand(CommandPayload.parse(payload).text);
  logger.warn({ ref: reference, command: kind }, 'a command is answered late');
  return renderFailure({ kind: 'storage-outcome-unknown', asked: ASKED[kind] }, { reference, now: clock.now() });
}

async function tellLater(
  { response_url: responseUrl }: SlashCommand,
  message: Message,
  reference: string,
  { messenger, logger }: CommandDependencies,
): Promise<void> {
  try {
    await messenger.sendMessage({ kind: 'response-url', responseUrl, as: 'ephemeral' }, message);
  } catch (err) {
    logger.error({ ref: reference, err }, 'a late answer could not be sent');
  }
}

/** What the asker sees at once: the report from the cache, or that it is being read. */
function renderReply(reply: Reply, ref: WebinarRef): Message {
  if (reply.kind === 'report') return renderReport(reply.head, { shownTo: 'asker', justRead: reply.justRead });
  return renderReading(reply.progress, { report: keyOf(ref), request: reply.requestId });
}

/** As a button names what was asked for. */
function keyOf(ref: WebinarRef): string {
  return ref.kind === 'uuid' ? occurrenceKey(ref.uuid, null) : occurrenceKey(null, ref.id);
}

function toAck(message: Message) {
  return { text: message.text, blocks: [...message.blocks] };
}
