import { describe, expect, it } from 'vitest';
import type { Message } from '../../../src/messages/block-kit/message.ts';
import { findLimitViolations } from '../../../src/messages/block-kit/slack-limits.ts';
import { renderOwnerGone } from '../../../src/messages/subscriptions/owner-gone.ts';
import type { Subscription } from '../../../src/reports/subscriptions/subscription.ts';
import { wordsOf } from '../inspect.ts';
import { HOSTILE } from '../samples.ts';

function subscription(given: Partial<Subscription> = {}): Subscription {
  return {
    ...{ id: 'a1', channelId: 'C0EVENTS', filter: { kind: 'all' }, minimumGrade: 'Good', once: false },
    ...{ createdBy: 'U0APPLE', createdAt: '2026-05-14T15:00:00.000Z', paused: 'owner-left' },
    ...given,
  };
}

/** The same in its text and in its block, within Slack's limits. */
function sentenceOf(message: Message): string {
  expect(message.blocks.map(wordsOf)).toEqual([message.text]);
  expect(findLimitViolations(message)).toEqual([]);
  return message.text;
}

const series = subscription({ filter: { kind: 'series', webinarId: '93201235621' } });

describe('the message when somebody who subscribed may not ask any more', () => {
  it('tells the channel what stops, why, and how anybody can go on', () => {
    const message = renderOwnerGone({ to: 'channel', reason: 'owner-left', subscriptions: [series] });
    expect(sentenceOf(message)).toBe(
      'This channel no longer gets the report of webinar 932 0123 5621: whoever subscribed is not in this workspace any more. Anybody who may ask me can go on: type `/webinar-qos subscriptions` here and click Resume.',
    );
  });

  it('is one for all of them', () => {
    const subscriptions = [subscription(), series];
    const message = renderOwnerGone({ to: 'channel', reason: 'owner-lost-access', subscriptions });
    expect(sentenceOf(message).split('\n')).toEqual([
      'This channel no longer gets the reports of these: whoever subscribed may not ask me any more.',
      '• every webinar',
      '• webinar 932 0123 5621',
      'Anybody who may ask me can go on: type `/webinar-qos subscriptions` here and click Resume.',
    ]);
  });

  it('tells the person what is paused where, and how to get it back', () => {
    const subscriptions = [series, subscription({ channelId: 'D0APPLE' })];
    const message = renderOwnerGone({ to: 'owner', reason: 'owner-lost-access', subscriptions });
    expect(sentenceOf(message).split('\n')).toEqual([
      'You may not ask me for webinar reports any more, so what you have subscribed is paused:',
      '• <#C0EVENTS> – webinar 932 0123 5621',
      '• Direct messages with me – every webinar',
      '`/webinar-qos` tells you who may ask. Once you may again, type `/webinar-qos subscriptions` and click Resume; in a channel others who may ask can do that, too.',
    ]);
  });

  it.each(['owner', 'channel'] as const)(
    'names nobody and stays within limits, however much there is: to the %s',
    (to) => {
      const many = Array.from({ length: 60 }, () =>
        subscription({ filter: { kind: 'topic', text: HOSTILE }, createdBy: 'U0APPLE' }),
      );
      const text = sentenceOf(renderOwnerGone({ to, reason: 'owner-lost-access', subscriptions: many }));
      expect(text).toMatch(/… and \d+ more$/m);
      expect(text).not.toMatch(/U0APPLE|<!channel|<@U/);
    },
  );
});
