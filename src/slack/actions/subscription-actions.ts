import type { App } from '@slack/bolt';
import { AppError } from '../../errors.ts';
import {
  decodeSubscriptionButton,
  type SubscriptionActionId,
} from '../../messages/subscriptions/subscription-button.ts';
import { renderSubscriptionList, type SubscriptionChange } from '../../messages/subscriptions/subscription-list.ts';
import { visibleTo } from '../../reports/subscriptions/visible-subscriptions.ts';
import { newReference } from '../../runtime/new-id.ts';
import type { SubscriptionDependencies } from '../subscribing.ts';
import { type ClickAnswering, explainClick, respondToClick } from './answer-click.ts';
import { type ClickContext, parseClick } from './click.ts';

export interface SubscriptionActionDependencies extends ClickAnswering {
  readonly subscribing: SubscriptionDependencies;
  readonly onClick: (actionId: string) => void;
}

type Handler = (click: ClickContext, id: string, deps: SubscriptionDependencies) => Promise<SubscriptionChange>;

const HANDLERS: Readonly<Record<SubscriptionActionId, Handler>> = {
  'subscription.remove': async (_click, id, { subscriptions }) => {
    const subscription = await subscriptions.remove(id);
    return subscription ? { kind: 'removed', subscription } : { kind: 'gone' };
  },
  'subscription.resume': async (click, id, { subscriptions, checkChannel }) => {
    const paused = (await subscriptions.all()).find((one) => one.id === id);
    // Else it would be paused again by the next report, and its owner told a second time.
    if (paused) await checkChannel(paused.channelId, click.userId);
    const subscription = paused ? await subscriptions.resume(id) : null;
    return subscription ? { kind: 'resumed', subscription } : { kind: 'gone' };
  },
};

/** Registers the buttons of the list of subscriptions: each puts the list as it then is in the place of the old one. */
export function registerSubscriptionActions(app: App, deps: SubscriptionActionDependencies): void {
  app.action(/^subscription\./, async ({ ack, body }) => {
    await ack();
    const reference = newReference();
    const click = parseClick(body);
    const handler = isAction(click.actionId) ? HANDLERS[click.actionId] : null;
    deps.onClick(handler ? click.actionId : 'unknown');
    try {
      const state = decodeSubscriptionButton(click.value);
      if (!handler || !state) throw new AppError({ kind: 'bad-button' }, 'a button with a value that makes no sense');
      const change = await handler(click, state.subscription, deps.subscribing);
      const place = { userId: click.userId, channelId: click.channelId ?? '' };
      const list = visibleTo(place, await deps.subscribing.subscriptions.all());
      await respondToClick(click, renderSubscriptionList(list, change), { isNew: false }, deps);
    } catch (error) {
      await explainClick(click, error, reference, deps);
    }
  });
}

function isAction(id: string): id is SubscriptionActionId {
  return Object.hasOwn(HANDLERS, id);
}
