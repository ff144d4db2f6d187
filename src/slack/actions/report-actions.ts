import type { App } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { AppError } from '../../errors.ts';
import type { Logger } from '../../logger.ts';
import { actionOf, MENU_ACTION_ID } from '../../messages/block-kit/action-ids.ts';
import { type ButtonState, decodeButton } from '../../messages/block-kit/button-codec.ts';
import { decodeMenuChoice } from '../../messages/block-kit/menu-codec.ts';
import type { Message } from '../../messages/block-kit/message.ts';
import { type ChannelNames, headForChannel } from '../../messages/channel-names.ts';
import { renderPeopleTable } from '../../messages/people/people-table.ts';
import { MOST_IN_TABLE, renderWorstList } from '../../messages/people/worst-list.ts';
import { renderReading } from '../../messages/reading.ts';
import { renderReport } from '../../messages/report/report.ts';
import type { Copies } from '../../reports/delivery/copies.ts';
import type { Forgetting } from '../../reports/forgetting/forgetting.ts';
import type { LiveWatch } from '../../reports/live/live-watch.ts';
import type { FollowRequest } from '../../reports/on-demand/follow-request.ts';
import type { RequestReport } from '../../reports/on-demand/request-report.ts';
import { lastReadAt, type ReportHead, type Sort } from '../../reports/report.ts';
import type { ReportStore } from '../../reports/store.ts';
import type { Clock } from '../../runtime/clock.ts';
import { newReference } from '../../runtime/new-id.ts';
import type { Sleep } from '../../runtime/sleep.ts';
import type { Kv } from '../../storage/kv.ts';
import type { WebinarRef } from '../../webinar/ids.ts';
import { parseOccurrenceKey } from '../../webinar/occurrence.ts';
import { confirmClick, explainClick, respondToClick } from '../clicks/answer-click.ts';
import { type ClickContext, parseClick } from '../clicks/click.ts';
import { goneOrReplaced, throwIfReplaced } from '../clicks/replaced-read.ts';
import type { SlackMessenger } from '../client/slack-messenger.ts';
import type { SubscriptionDependencies } from '../subscribing.ts';
import { showDetails, showLetter, showTicket } from './details-actions.ts';
import type { exportCsv } from './export-csv.ts';
import { openFind } from './find-person.ts';
import { confirmForget } from './forget-actions.ts';
import { muteLive, showLive } from './live-actions.ts';
import { notifyWhenEnded } from './notify-when-ended.ts';
import { shareReport } from './share-report.ts';
import { showProgress } from './show-progress.ts';

export interface ActionDependencies {
  readonly store: ReportStore;
  readonly requestReport: RequestReport;
  readonly followRequest: FollowRequest;
  readonly messenger: SlackMessenger;
  readonly client: WebClient;
  readonly exportCsv: ReturnType<typeof exportCsv>;
  readonly subscribing: SubscriptionDependencies;
  readonly liveWatch: LiveWatch;
  readonly forgetting: Pick<Forgetting, 'forget'>;
  readonly kv: Kv;
  readonly copies: Copies;
  /** How people of webinars appear in channels. */
  readonly channelNames: ChannelNames;
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly logger: Logger;
  readonly onClick: (actionId: string) => void;
}

type Handler = (click: ClickContext, state: ButtonState, deps: ActionDependencies, reference: string) => Promise<void>;

/** What each button does. Every handler runs after the click was acknowledged. */
const HANDLERS: Readonly<Record<string, Handler>> = {
  'report.list.severity': openList('severity'),
  'report.list.loss': openList('loss'),
  'report.list.latency': openList('latency'),
  'report.refresh': readAgain,
  'report.share': async (click, state, deps) => {
    await throwIfReplaced(state, deps.store);
    await shareReport(click, state.report, deps);
  },
  'report.export': async (click, state, deps) => {
    await throwIfReplaced(state, deps.store);
    await deps.exportCsv(click, state.report);
  },
  'list.page.previous': turnPage,
  'list.page.next': turnPage,
  'list.sort.severity': turnPage,
  'list.sort.loss': turnPage,
  'list.sort.latency': turnPage,
  'report.find': openFind,
  'list.find': openFind,
  'list.details': showDetails,
  'list.table': showTable,
  'details.ticket': showTicket,
  'details.letter': showLetter,
  'reading.progress': async (click, { report, request }, deps) => {
    if (request === undefined) throw new AppError({ kind: 'bad-button' }, 'a button without its ask');
    await showProgress(click, { report, request }, deps);
  },
  'failure.read-again': readAgain,
  'failure.notify-when-ended': async (click, state, deps) => {
    const message = await notifyWhenEnded(click, state.report, deps.subscribing);
    // Only who clicked sees it: what it did stands in the place of the button.
    await confirmClick(click, message, { isNew: !click.isPrivate }, deps);
  },
  'failure.show-newer': showReport,
  'live.show': showLive,
  'live.mute': muteLive,
  'forget.confirm': confirmForget,
};

/** Registers every button but those of subscriptions, whose values are read in another way. Clicks on buttons of older versions are acknowledged and explained. */
export function registerActions(app: App, deps: ActionDependencies): void {
  app.action(/^(?!subscription\.)/, async ({ ack, body }) => {
    await ack();
    const reference = newReference();
    const parsed = parseClick(body);
    const clicked = { ...parsed, actionId: actionOf(parsed.actionId) };
    const choice = clicked.actionId === MENU_ACTION_ID ? decodeMenuChoice(clicked.value) : null;
    const click = choice ? { ...clicked, actionId: choice.action } : clicked;
    const handler = Object.hasOwn(HANDLERS, click.actionId) ? HANDLERS[click.actionId] : undefined;
    deps.onClick(handler ? click.actionId : 'unknown');
    try {
      const state = choice ? choice.state : decodeButton(click.value);
      if (!handler || !state) throw new AppError({ kind: 'bad-button' }, 'a button with a value that makes no sense');
      await handler(click, state, deps, reference);
    } catch (error) {
      await explainClick(click, error, reference, deps);
    }
  });
}

function openList(sort: Sort): Handler {
  return async (click, state, deps) => {
    await respondToClick(click, await getList(deps, state, sort, 0), { isNew: true }, deps);
  };
}

async function turnPage(click: ClickContext, state: ButtonState, deps: ActionDependencies): Promise<void> {
  const message = await getList(deps, state, state.sort ?? 'severity', state.page ?? 0);
  await respondToClick(click, message, { isNew: !click.isPrivate }, deps);
}

async function getList(deps: ActionDependencies, state: ButtonState, sort: Sort, page: number): Promise<Message> {
  const list = await deps.store.getPage(state.report, sort, page, state.read);
  if (!list) throw await goneOrReplaced(state, deps.store);
  return renderWorstList(list);
}

/** Beside the list, for the one who clicked. */
async function showTable(click: ClickContext, state: ButtonState, deps: ActionDependencies): Promise<void> {
  const top = await deps.store.getTop(state.report, state.sort ?? 'severity', MOST_IN_TABLE, state.read);
  if (!top) throw await goneOrReplaced(state, deps.store);
  await respondToClick(click, renderPeopleTable(top), { isNew: true }, deps);
}

/** Refresh, and the button of an expired report. */
async function readAgain(
  click: ClickContext,
  state: ButtonState,
  deps: ActionDependencies,
  reference: string,
): Promise<void> {
  if (click.responseUrl === null) return;
  const reply = await deps.requestReport({
    ref: toRef(state.report),
    // Whoever clicks wants Zoom asked, also when it refused within the hour.
    fresh: true,
    reference,
    requester: {
      responseUrl: click.responseUrl,
      issuedAt: deps.clock.now(),
      userId: click.userId,
      channelId: click.channelId ?? click.userId,
      isPrivate: click.isPrivate,
      replaces: true,
    },
  });
  if (reply.kind === 'report' && reply.justRead) {
    const secondsAgo = Math.round((deps.clock.now() - Date.parse(lastReadAt(reply.head))) / 1000);
    throw new AppError({ kind: 'just-read', secondsAgo }, 'read less than a minute ago');
  }
  if (reply.kind === 'report') return respondWithReport(click, reply.head, deps);
  const button = { report: state.report, request: reply.requestId };
  if (click.isPrivate) return showProgress(click, button, deps);
  // The shared message stays until it can be replaced; only who clicked hears of the reading.
  await respondToClick(click, renderReading(reply.progress, null), { isNew: true }, deps);
}

/** The newest report, in the place of the message that says that there is one. */
async function showReport(click: ClickContext, { report }: ButtonState, deps: ActionDependencies): Promise<void> {
  const head = await deps.store.getHead(report);
  if (!head) throw new AppError({ kind: 'report-gone', report }, 'the report is no longer kept');
  await respondWithReport(click, head, deps);
}

async function respondWithReport(click: ClickContext, head: ReportHead, deps: ActionDependencies): Promise<void> {
  const message = click.isPrivate
    ? renderReport(head, { shownTo: 'asker' })
    : renderReport(headForChannel(head, deps.channelNames), { shownTo: 'shared' });
  await respondToClick(click, message, { isNew: false, isShared: !click.isPrivate }, deps);
}

/** @throws AppError `bad-button` for what this bot cannot have written */
function toRef(key: string): WebinarRef {
  const ref = parseOccurrenceKey(key);
  if (!ref) throw new AppError({ kind: 'bad-button' }, 'a button for something that is no webinar');
  return ref;
}
