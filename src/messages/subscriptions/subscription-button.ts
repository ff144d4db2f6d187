import type { Button } from '@slack/types';
import { z } from 'zod';
import { parseJson } from '../../runtime/parse-json.ts';
import { SLACK_LIMITS } from '../block-kit/slack-limits.ts';
import { toPlainText } from '../text/plain.ts';

/** The buttons of the list of subscriptions. Their values are not those of a report's buttons, so they go their own way. */
export type SubscriptionActionId = 'subscription.remove' | 'subscription.resume';

const SubscriptionButtonState = z.strictObject({
  v: z.literal(1),
  /** `Subscription.id`. */
  subscription: z.string().regex(/^[\w-]{1,64}$/),
});
export type SubscriptionButtonState = z.infer<typeof SubscriptionButtonState>;

/** The value of a button. */
export function encodeSubscriptionButton(state: SubscriptionButtonState): string {
  return JSON.stringify(state);
}

/** Reads a button's value; null when it is not what `encodeSubscriptionButton` writes. */
export function decodeSubscriptionButton(value: unknown): SubscriptionButtonState | null {
  if (typeof value !== 'string' || value.length > SLACK_LIMITS.buttonValue) return null;
  return parseJson(value, SubscriptionButtonState)?.data ?? null;
}

/** @param spoken read out instead of the label */
export function subscriptionButton(action: SubscriptionActionId, subscription: string, spoken: string): Button {
  return {
    type: 'button',
    action_id: action,
    text: { type: 'plain_text', text: action === 'subscription.remove' ? 'Remove' : 'Resume', emoji: true },
    accessibility_label: toPlainText(spoken, SLACK_LIMITS.accessibilityLabel),
    value: encodeSubscriptionButton({ v: 1, subscription }),
    ...(action === 'subscription.resume' && { style: 'primary' }),
  };
}
