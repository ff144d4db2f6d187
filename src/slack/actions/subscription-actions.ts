import type { App } from '@slack/bolt';
import { AppError } from '../../errors.ts';
import {
  decodeSubscriptionButton,
  type SubscriptionActionId,
} from '../../messages/subscriptions/subscription-button.ts';
import { renderSubscriptionList, type SubscriptionChange } from '../../messages/subscriptions/subscription-list.ts';
import type { Subscription } from '../../reports/subscriptions/subscription.ts';
import { type Place, visibleTo } from '../../reports/subscriptions/visible-subscriptions.ts';
import { newReference } from '../../runtime/new-id.ts';
import { type ClickAnswering, confirmClick, explainClick } from '../clicks/answer-click.ts';
import { parseClick } from '../clicks/click.ts';
import { notAMember, type SubscriptionDependencies } from '../subscribing.ts';

export interface SubscriptionActionDependencies extends ClickAnswering {
  readonly subscribing: SubscriptionDependencies;
  readonly onClick: (actionId: string) => void;
}

type Handler = (
  subscription: Subscription,
  place: Place,
  deps: SubscriptionDependencies,
) => Promise<Subscription | null>;

const HANDLERS: Readonly<
  Record<SubscriptionActionId, { readonly done: 'removed' | 'resumed'; readonly run: Handler }>
> = {
  'subscription.remove': { done: 'removed', run: ({ id }, _place, { subscriptions }) => subscriptions.remove(id) },
  'subscription.resume': {
    done: 'resumed',
    run: async ({ id, channelId }, { userId, channelId: here }, { subscriptions, checkChannel, isInChannel }) => {
      // Else it would be paused again by the next report, and its owner told a second time.
      await checkChannel(channelId, userId);
      const isElsewhere = channelId !== here && !channelId.startsWith('D');
      if (isElsewhere && !(await isInChannel(userId, channelId))) throw notAMember(channelId);
      return subscriptions.resume(id, userId);
    },
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
      const place = { userId: click.userId, channelId: click.channelId ?? '' };
      const { change, list } = await carryOut(handler, state.subscription, place, deps.subscribing);
      await confirmClick(click, renderSubscriptionList(visibleTo(place, list), change), { isNew: false }, deps);
    } catch (error) {
      await explainClick(click, error, reference, deps);
    }
  });
}

/** The list is not read again: if that failed, the person would be told of it instead of the change that was made. */
async function carryOut(
  { done, run }: (typeof HANDLERS)[SubscriptionActionId],
  id: string,
  place: Place,
  deps: SubscriptionDependencies,
): Promise<{ readonly change: SubscriptionChange; readonly list: readonly Subscription[] }> {
  const before = await deps.subscriptions.all();
  const found = before.find((one) => one.id === id);
  if (!found) return { change: { kind: 'gone' }, list: before };
  if (visibleTo(place, [found]).length === 0)
    throw new AppError({ kind: 'bad-button' }, "somebody else's subscription");
  const subscription = await run(found, place, deps);
  const isThere = subscription !== null && done === 'resumed';
  return {
    change: subscription ? { kind: done, subscription } : { kind: 'gone' },
    list: before.flatMap((one) => (one.id !== id ? one : isThere ? subscription : [])),
  };
}

function isAction(id: string): id is SubscriptionActionId {
  return Object.hasOwn(HANDLERS, id);
}
