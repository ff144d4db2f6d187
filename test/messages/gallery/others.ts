import { renderBotStatus } from '../../../src/messages/bot-status.ts';
import { renderEarlyWord } from '../../../src/messages/early-word.ts';
import {
  renderForgetQuestion,
  renderForgetting,
  renderNothingKept,
  renderRemoved,
} from '../../../src/messages/forgetting.ts';
import { renderHelp } from '../../../src/messages/help.ts';
import {
  renderAlreadyShared,
  renderCsvBusy,
  renderCsvSent,
  renderCsvUnderWay,
  renderShared,
  renderUnknownCommand,
} from '../../../src/messages/notices.ts';
import { renderReading } from '../../../src/messages/reading.ts';
import { renderOwnerGone } from '../../../src/messages/subscriptions/owner-gone.ts';
import { renderSubscriptionList } from '../../../src/messages/subscriptions/subscription-list.ts';
import {
  renderSubscribed,
  renderSubscriptionsPaused,
  renderUnsubscribed,
  renderWillPost,
} from '../../../src/messages/subscriptions/subscription-notices.ts';
import { NOTHING_KNOWN } from '../../../src/reports/on-demand/progress.ts';
import type { Subscription, SubscriptionFilter } from '../../../src/reports/subscriptions/subscription.ts';
import { BUSY_STATUS, QUIET_STATUS } from '../samples.ts';
import { entry, type Group } from './entry.ts';

const webinar = '93201235621';
const RUN = { webinarId: webinar, topic: 'Q3 All-Hands', endedAt: '2026-05-14T16:04:00Z' };
const begun = { ...NOTHING_KNOWN, webinar, topic: 'Q3 All-Hands' };
const under = { ...begun, rowsRead: 120, rowsExpected: 430, rowsWithTrouble: 4, pagesLeft: 31, secondsLeft: 14 };
const labels = { people: 4300, labelled: 4300, poorSound: 12 };
const someLabels = { people: 4300, labelled: 3900, poorSound: 12 };
const early = { kind: 'early-word', webinar, topic: 'Q3 All-Hands', labels, secondsLeft: 430 } as const;
const button = { report: 'Zm9vYmFyYmF6cXV1eA==', request: 'r1' };

/** One for each kind of filter. */
const FILTERS: { readonly [Kind in SubscriptionFilter['kind']]: Extract<SubscriptionFilter, { kind: Kind }> } = {
  all: { kind: 'all' },
  series: { kind: 'series', webinarId: webinar },
  topic: { kind: 'topic', text: 'all-hands' },
  host: { kind: 'host', hostKey: 'h', shown: 'j…@…' },
};

function subscription(given: Partial<Subscription> = {}): Subscription {
  return {
    id: 'a1',
    channelId: 'C0EVENTS',
    filter: FILTERS.all,
    minimumGrade: 'Good',
    once: false,
    createdBy: 'U0APPLE',
    createdAt: '2026-05-14T15:00:00.000Z',
    paused: null,
    ...given,
  };
}

const kinds = Object.values(FILTERS).map((filter, index) =>
  subscription({ id: `k${index}`, filter, minimumGrade: index === 0 ? 'Good' : 'Poor' }),
);
const paused = subscription({ id: 'p1', filter: FILTERS.series, paused: 'is_archived' });
const left = subscription({ id: 'p2', filter: FILTERS.topic, paused: 'owner-left' });
const direct = subscription({ id: 'd1', channelId: 'D0APPLE' });
const byOperator = subscription({ id: 'o1', channelId: 'C0LEADS', createdBy: null });
const live = subscription({ id: 'l1', live: true });
const once = subscription({ id: 'e1', filter: FILTERS.series, once: true });
const many = Array.from({ length: 20 }, (_, index) => subscription({ id: `m${index}`, channelId: `C0EVENT${index}` }));
const here = { isHere: true, isChecked: true };

export const OTHERS: readonly Group[] = [
  {
    title: 'Reading',
    about: 'At once, and after Show progress.',
    entries: [
      entry('Just begun', renderReading(begun, button)),
      entry('On its way', renderReading(under, button)),
      entry('Paused by Zoom', renderReading({ ...under, pausedUntil: '2026-05-15T00:00:00Z' }, button)),
      entry('Beside a message that others see', renderReading(under, null)),
      entry("Zoom's own labels, once, while a long read goes on", renderEarlyWord(early)),
      entry('The same, where some have no label', renderEarlyWord({ ...early, labels: someLabels, secondsLeft: 42 })),
    ],
  },
  {
    title: 'Subscriptions',
    about: 'For the one who typed or clicked.',
    entries: [
      ...kinds.map((one) => entry(`Subscribed: ${one.filter.kind}`, renderSubscribed(one, here))),
      entry('Subscribed with warnings', renderSubscribed(live, here)),
      entry('Subscribed elsewhere, not checked', renderSubscribed(subscription(), { isHere: false, isChecked: false })),
      entry('After Post here when it ends', renderWillPost(once, { isChecked: true })),
      entry('Unsubscribed', renderUnsubscribed('C0EVENTS', [subscription()], [byOperator], { isHere: true })),
      entry('Unsubscribed from several', renderUnsubscribed('C0EVENTS', kinds, [], { isHere: true })),
      entry('Nothing to unsubscribe from', renderUnsubscribed('C0EVENTS', [], kinds, { isHere: false })),
      entry('The list', renderSubscriptionList([...kinds, paused, byOperator])),
      entry('The list, where whoever subscribed has left', renderSubscriptionList([left])),
      entry('The list, empty', renderSubscriptionList([])),
      entry('The list, of many', renderSubscriptionList(many)),
      entry('After Remove', renderSubscriptionList(kinds.slice(1), { kind: 'removed', subscription: subscription() })),
      entry(
        'After Resume',
        renderSubscriptionList([{ ...paused, paused: null }], { kind: 'resumed', subscription: paused }),
      ),
      entry('After Remove, a second time', renderSubscriptionList(kinds.slice(1), { kind: 'gone' })),
      ...['is_archived', 'not_in_channel', 'restricted_action', 'something_new'].map((reason) =>
        entry(`Paused: ${reason}`, renderSubscriptionsPaused({ channelId: 'C0EVENTS', reason })),
      ),
      entry(
        'Paused, in the channel: whoever subscribed has left',
        renderOwnerGone({ to: 'channel', reason: 'owner-left', subscriptions: [left] }),
      ),
      entry(
        'Paused, in the channel: whoever subscribed may not ask any more',
        renderOwnerGone({ to: 'channel', reason: 'owner-lost-access', subscriptions: kinds }),
      ),
      entry(
        'The same, to whoever subscribed',
        renderOwnerGone({ to: 'owner', reason: 'owner-lost-access', subscriptions: [...kinds, direct] }),
      ),
    ],
  },
  {
    title: 'Notices and help',
    about: 'One sentence after a click, and the page behind `/webinar-qos help`.',
    entries: [
      entry('Shared from a message that others see', renderShared()),
      entry('The same, a second time', renderAlreadyShared()),
      entry('After Export CSV', renderCsvSent(1234)),
      entry('After Export CSV, of one person', renderCsvSent(1)),
      entry('Export CSV, a second time', renderCsvUnderWay()),
      entry('Export CSV, when many want it', renderCsvBusy()),
      entry('Another command', renderUnknownCommand('/other')),
      entry('Help', renderHelp()),
      entry('Forget: the question', renderForgetQuestion([RUN], webinar)),
      entry(
        'Forget: of several runs',
        renderForgetQuestion([RUN, { ...RUN, endedAt: '2026-05-07T16:04:00Z' }], webinar),
      ),
      entry('Forget: done', renderForgetting(1)),
      entry('Forget: nothing is kept', renderNothingKept(webinar)),
      entry('Forget: in the place of what stood in a channel', renderRemoved()),
      entry('Status, for operators', renderBotStatus(BUSY_STATUS)),
      entry('Status of a bot that was just started', renderBotStatus(QUIET_STATUS)),
    ],
  },
];
