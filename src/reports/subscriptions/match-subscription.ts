import { asMeant } from '../../webinar/as-meant.ts';
import type { SubscribableWebinar, SubscriptionFilter } from './subscription.ts';

/** Whether a webinar is one of those that a subscription wants to hear of. What is not known of it never matches. */
export function matchesFilter(filter: SubscriptionFilter, webinar: SubscribableWebinar): boolean {
  switch (filter.kind) {
    case 'all':
      return true;
    case 'series':
      return webinar.webinarId === filter.webinarId;
    case 'topic':
      return webinar.topic !== null && foldTopic(webinar.topic).includes(foldTopic(filter.text));
    case 'host':
      return webinar.hostKeys.includes(filter.hostKey);
  }
}

/**
 * Whether it may be one of those, as far as is known: what is not known of the webinar speaks for it.
 * @param webinar `isHostKnown`: every way to name the host is among its keys
 */
export function mayMatchFilter(
  filter: SubscriptionFilter,
  webinar: SubscribableWebinar & { readonly isHostKnown: boolean },
): boolean {
  if (matchesFilter(filter, webinar)) return true;
  switch (filter.kind) {
    case 'all':
      return true;
    case 'series':
      return webinar.webinarId === null;
    case 'topic':
      return webinar.topic === null;
    case 'host':
      return !webinar.isHostKnown;
  }
}

/** A topic as it is compared: any case, any kind of space, dash and quote, wide and narrow forms alike. */
function foldTopic(text: string): string {
  // Once more after the case: some capitals fall apart into a letter and a mark that NFKC puts together again.
  return asMeant(text).normalize('NFKC').toLowerCase().normalize('NFKC').replace(/\s+/g, ' ').trim();
}

/** Whether two filters mean the same, however they were typed. */
export function isSameFilter(a: SubscriptionFilter, b: SubscriptionFilter): boolean {
  return a.kind === b.kind && subjectOf(a) === subjectOf(b);
}

/** What tells filters of one kind apart. */
export function subjectOf(filter: SubscriptionFilter): string {
  switch (filter.kind) {
    case 'all':
      return '';
    case 'series':
      return filter.webinarId;
    case 'topic':
      return foldTopic(filter.text);
    case 'host':
      return filter.hostKey;
  }
}
