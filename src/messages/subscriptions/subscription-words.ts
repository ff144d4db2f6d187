import type { MinimumGrade, Subscription, SubscriptionFilter } from '../../reports/subscriptions/subscription.ts';
import { code, type Mrkdwn, mrkdwn } from '../text/mrkdwn.ts';
import { sanitizeText } from '../text/sanitize.ts';
import { formatWebinarNumber } from '../text/webinar-number.ts';

const MAX_TOPIC = 80;

/** Which webinars: "every webinar", "webinar 932 0123 5621", … */
export function filterWords(filter: SubscriptionFilter): string {
  switch (filter.kind) {
    case 'all':
      return 'every webinar';
    case 'series':
      return `webinar ${formatWebinarNumber(filter.webinarId)}`;
    case 'topic':
      return `every webinar with “${sanitizeText(filter.text, MAX_TOPIC)}” in its title`;
    case 'host':
      return `every webinar of the host ${sanitizeText(filter.shown, MAX_TOPIC)}`;
  }
}

/** Which reports: the filter, and when there is one, the least grade. */
export function subscriptionWords({ filter, minimumGrade, once, live = false }: Subscription): string {
  const when = once ? ' when it ends, once' : '';
  return `${filterWords(filter)}${when}${gradeCondition(minimumGrade)}${live ? ', and warnings while it runs' : ''}`;
}

function gradeCondition(minimumGrade: MinimumGrade): string {
  switch (minimumGrade) {
    case 'Good':
      return '';
    case 'Bad':
      return ', if its quality was Bad';
    default:
      return `, if its quality was ${minimumGrade} or worse`;
  }
}

/** How to take it back; with the exact words where they can be typed as they stand. */
export function removalWords({ filter }: Subscription, isHere: boolean): Mrkdwn {
  const words = isHere ? unsubscribeWords(filter) : null;
  return words === null
    ? mrkdwn`\`/webinar-qos subscriptions\` lists and removes it.`
    : mrkdwn`${code(`/webinar-qos ${words}`)} removes it, \`/webinar-qos subscriptions\` lists all.`;
}

function unsubscribeWords(filter: SubscriptionFilter): string | null {
  switch (filter.kind) {
    case 'all':
      return 'unsubscribe';
    case 'series':
      return `unsubscribe ${formatWebinarNumber(filter.webinarId)}`;
    case 'topic':
      return isPlain(filter.text) ? `unsubscribe topic: ${filter.text}` : null;
    // The address is not known any more.
    case 'host':
      return null;
  }
}

/** Whether a topic, typed without quotes, is read as nothing but a topic and can be shown as code. */
function isPlain(topic: string): boolean {
  return /^[\w./ -]{1,80}$/.test(topic) && !/\b(?:only|in|into|to)\b/i.test(topic);
}
