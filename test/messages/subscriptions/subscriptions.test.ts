import { describe, expect, it } from 'vitest';
import type { Message } from '../../../src/messages/block-kit/message.ts';
import { findLimitViolations } from '../../../src/messages/block-kit/slack-limits.ts';
import { badSubscriptionWords } from '../../../src/messages/failures/bad-subscription-words.ts';
import { renderSubscriptionList } from '../../../src/messages/subscriptions/subscription-list.ts';
import {
  renderSubscribed,
  renderSubscriptionsPaused,
  renderUnsubscribed,
  renderWillPost,
} from '../../../src/messages/subscriptions/subscription-notices.ts';
import type { Subscription, SubscriptionFilter } from '../../../src/reports/subscriptions/subscription.ts';
import { buttonsOf, wordsOf } from '../inspect.ts';
import { HOSTILE } from '../samples.ts';

const all: SubscriptionFilter = { kind: 'all' };
const series: SubscriptionFilter = { kind: 'series', webinarId: '93201235621' };
const topic = (text: string): SubscriptionFilter => ({ kind: 'topic', text });
const host: SubscriptionFilter = { kind: 'host', hostKey: 'h', shown: 'j…@…' };

function subscription(given: Partial<Subscription> = {}): Subscription {
  return {
    id: 'a1',
    channelId: 'C0EVENTS',
    filter: all,
    minimumGrade: 'Good',
    once: false,
    createdBy: 'U0APPLE',
    createdAt: '2026-05-14T15:00:00.000Z',
    paused: null,
    ...given,
  };
}

const here = { isHere: true, isChecked: true };

/** A notice says the same in its text and in its block. */
function sentenceOf(message: Message): string {
  expect(message.blocks.map(wordsOf)).toEqual([message.text]);
  expect(findLimitViolations(message)).toEqual([]);
  return message.text;
}

describe('the confirmation', () => {
  it.each<[Partial<Subscription>, string]>([
    [
      {},
      'From now on <#C0EVENTS> gets the report of every webinar. `/webinar-qos unsubscribe` removes it, `/webinar-qos subscriptions` lists all.',
    ],
    [
      { filter: series, minimumGrade: 'Poor' },
      'From now on <#C0EVENTS> gets the report of webinar 932 0123 5621, if its quality was Poor or worse. `/webinar-qos unsubscribe 932 0123 5621` removes it, `/webinar-qos subscriptions` lists all.',
    ],
    [
      { filter: topic('all-hands'), minimumGrade: 'Bad' },
      'From now on <#C0EVENTS> gets the report of every webinar with “all-hands” in its title, if its quality was Bad. `/webinar-qos unsubscribe topic: all-hands` removes it, `/webinar-qos subscriptions` lists all.',
    ],
    [
      { filter: topic('what’s only bad') },
      'From now on <#C0EVENTS> gets the report of every webinar with “what’s only bad” in its title. `/webinar-qos subscriptions` lists and removes it.',
    ],
    ...['report to all', 'what is in it', 'into it', 'x'.repeat(81)].map((text): [Partial<Subscription>, string] => [
      { filter: topic(text) },
      `From now on <#C0EVENTS> gets the report of every webinar with “${text.length > 80 ? `${text.slice(0, 79)}…` : text}” in its title. \`/webinar-qos subscriptions\` lists and removes it.`,
    ]),
    [
      { filter: topic('tomorrow: indoors') },
      'From now on <#C0EVENTS> gets the report of every webinar with “tomorrow: indoors” in its title. `/webinar-qos subscriptions` lists and removes it.',
    ],
    [
      { filter: topic('tomorrow indoors') },
      'From now on <#C0EVENTS> gets the report of every webinar with “tomorrow indoors” in its title. `/webinar-qos unsubscribe topic: tomorrow indoors` removes it, `/webinar-qos subscriptions` lists all.',
    ],
    [
      { filter: host, minimumGrade: 'Fair' },
      'From now on <#C0EVENTS> gets the report of every webinar of the host j…@…, if its quality was Fair or worse. `/webinar-qos subscriptions` lists and removes it.',
    ],
    [
      { channelId: 'D0APPLE' },
      'From now on this conversation gets the report of every webinar. `/webinar-qos unsubscribe` removes it, `/webinar-qos subscriptions` lists all.',
    ],
  ])('says what is posted where, and how to take it back: %j', (given, text) => {
    expect(sentenceOf(renderSubscribed(subscription(given), here))).toBe(text);
  });

  it('says when the channel could not be checked, or is another one', () => {
    expect(sentenceOf(renderSubscribed(subscription(), { isHere: false, isChecked: false }))).toBe(
      'From now on <#C0EVENTS> gets the report of every webinar. Whether I may post there could not be checked with Slack: if I am no member, type `/invite @Webinar QoS` there. `/webinar-qos subscriptions` lists and removes it.',
    );
  });

  it('of a single post says that it comes after the end', () => {
    const once = subscription({ filter: series, once: true });
    expect(sentenceOf(renderWillPost(once, { isChecked: true }))).toBe(
      'I will post the report of webinar 932 0123 5621 here when it has ended and Zoom has its data. `/webinar-qos subscriptions` takes that back.',
    );
    expect(sentenceOf(renderWillPost(once, { isChecked: false }))).toContain('`/invite @Webinar QoS`');
  });
});

describe('unsubscribing', () => {
  it.each<[Subscription[], Subscription[], string]>([
    [
      [subscription({ filter: series })],
      [],
      'Removed: <#C0EVENTS> no longer gets the report of webinar 932 0123 5621.',
    ],
    [
      [subscription(), subscription({ filter: host })],
      [],
      'Removed: <#C0EVENTS> no longer gets the reports of these.\n• every webinar\n• every webinar of the host j…@…',
    ],
    [
      [subscription()],
      [subscription({ filter: series })],
      'Removed: <#C0EVENTS> no longer gets the report of every webinar. 1 other is there: `/webinar-qos subscriptions` lists and removes them.',
    ],
    [[], [], 'There is no such subscription of <#C0EVENTS>.'],
    [
      [],
      [subscription({ createdBy: null }), subscription(), subscription()],
      'There is no such subscription of <#C0EVENTS>. It still gets every report: the operator has set it so. 2 others are there: `/webinar-qos subscriptions` lists and removes them.',
    ],
  ])('says what is gone and what stays, case %#', (removed, staying, text) => {
    expect(sentenceOf(renderUnsubscribed('C0EVENTS', removed, staying, { isHere: true }))).toBe(text);
  });

  it('says where to remove what others have subscribed to', () => {
    expect(sentenceOf(renderUnsubscribed('C0EVENTS', [], [], { isHere: false }))).toBe(
      'There is no such subscription of yours for <#C0EVENTS>. What others have subscribed to is removed in that channel.',
    );
  });
});

describe('the list', () => {
  const paused = subscription({ id: 'b2', filter: series, minimumGrade: 'Poor', paused: 'is_archived' });
  const builtIn = subscription({ id: 'report-channel', channelId: 'C0NEWS', createdBy: null });

  it('has a line and the buttons of each', () => {
    const once = subscription({ id: 'd4', channelId: 'D0APPLE', filter: series, once: true });
    const message = renderSubscriptionList([subscription(), paused, builtIn, once]);
    expect(message.blocks.map(wordsOf).join('\n---\n')).toMatchInlineSnapshot(`
      "Subscriptions – 4
      ---
      *<#C0EVENTS>* – every webinar
      By <@U0APPLE>, since <!date^1778770800^{date_short_pretty}|14 May 2026>
      Remove
      ---
      *<#C0EVENTS>* – webinar 932 0123 5621, if its quality was Poor or worse
      :double_vertical_bar: *Paused:* the channel is archived. Unarchive it, then click Resume.
      By <@U0APPLE>, since <!date^1778770800^{date_short_pretty}|14 May 2026>
      ---
      Resume
      Remove
      ---
      *<#C0NEWS>* – every webinar
      Set by the operator, since <!date^1778770800^{date_short_pretty}|14 May 2026>
      ---
      *Your direct messages with me* – webinar 932 0123 5621 when it ends, once
      By <@U0APPLE>, since <!date^1778770800^{date_short_pretty}|14 May 2026>
      Remove
      ---
      The subscriptions of this channel, and yours in others · only you see this"
    `);
    expect(message.text).toBe(
      [
        'Subscriptions – 4',
        '<#C0EVENTS> – every webinar',
        '<#C0EVENTS> – webinar 932 0123 5621, if its quality was Poor or worse (paused)',
        '<#C0NEWS> – every webinar',
        'Your direct messages with me – webinar 932 0123 5621 when it ends, once',
      ].join('\n'),
    );
    expect(buttonsOf(message.blocks)).toEqual([
      { label: 'Remove', action: 'subscription.remove', value: { v: 1, subscription: 'a1' } },
      { label: 'Resume', action: 'subscription.resume', value: { v: 1, subscription: 'b2' } },
      { label: 'Remove', action: 'subscription.remove', value: { v: 1, subscription: 'b2' } },
      { label: 'Remove', action: 'subscription.remove', value: { v: 1, subscription: 'd4' } },
    ]);
    expect(findLimitViolations(message)).toEqual([]);
  });

  it('has buttons that say aloud what they are about', () => {
    const { blocks } = renderSubscriptionList([paused]);
    expect(blocks.find(({ type }) => type === 'actions')).toMatchObject({
      elements: [
        { style: 'primary', accessibility_label: 'Resume webinar 932 0123 5621' },
        { accessibility_label: 'Remove webinar 932 0123 5621' },
      ],
    });
  });

  it('has twelve blocks at most: eight with buttons, and a line for each of the others', () => {
    const many = (count: number, given: Partial<Subscription> = {}) =>
      Array.from({ length: count }, (_, index) => subscription({ id: `n${index}`, ...given }));
    const removed = { kind: 'removed', subscription: subscription() } as const;
    for (const list of [many(8), many(20), many(20, { paused: 'is_archived' })]) {
      const { blocks } = renderSubscriptionList(list, removed);
      expect(blocks.length).toBeLessThanOrEqual(12);
      const buttons = new Set(buttonsOf(blocks).map(({ value }) => JSON.stringify(value))).size;
      const lines =
        blocks
          .map(wordsOf)
          .join('\n')
          .match(/^• .+$/gm) ?? [];
      expect(buttons + lines.length).toBe(list.length);
    }
    expect(renderSubscriptionList(many(8)).blocks.map(wordsOf).join('\n')).not.toContain('more*');
    expect(renderSubscriptionList(many(20)).blocks.map(wordsOf).join('\n')).toContain('*12 more*');
  });

  it.each([
    ['owner-left', 'whoever subscribed is not in this workspace any more'],
    ['owner-lost-access', 'whoever subscribed may not ask me any more'],
  ])('says that anybody can go on with what is paused because of its owner: %s', (reason, why) => {
    const message = renderSubscriptionList([subscription({ paused: reason })]);
    expect(wordsOf(message.blocks[1])).toContain(`*Paused:* ${why}. Click Resume, and it goes on as yours.`);
    expect(buttonsOf(message.blocks).map(({ label }) => label)).toEqual(['Resume', 'Remove']);
  });

  it("lets REPORT_CHANNEL's be resumed, not removed", () => {
    const message = renderSubscriptionList([{ ...builtIn, paused: 'not_in_channel' }]);
    expect(buttonsOf(message.blocks).map(({ label }) => label)).toEqual(['Resume']);
  });

  it.each([
    [{ kind: 'removed', subscription: subscription() } as const, 'Removed: <#C0EVENTS> no longer gets'],
    [
      { kind: 'resumed', subscription: paused } as const,
      'Resumed: <#C0EVENTS> gets the report of webinar 932 0123 5621',
    ],
    [{ kind: 'gone' } as const, 'This subscription was removed before.'],
  ])('says first what a click has done: $kind', (change, words) => {
    for (const message of [renderSubscriptionList([builtIn], change), renderSubscriptionList([], change)]) {
      expect(wordsOf(message.blocks[1])).toContain(words);
      expect(message.text).toContain(words);
      expect(findLimitViolations(message)).toEqual([]);
    }
  });

  it('that is empty says how to begin', () => {
    const message = renderSubscriptionList([]);
    expect(message.text).toContain('There are no subscriptions');
    expect(message.text).toContain('`/webinar-qos subscribe`');
    expect(message.blocks.map(wordsOf)).toEqual(['Subscriptions – none', message.text.replace('. `', '.\n`')]);
    expect(findLimitViolations(message)).toEqual([]);
    expect(buttonsOf(message.blocks)).toEqual([]);
  });

  it('says how many it leaves out, and stays within limits however long the topics are', () => {
    const many = Array.from({ length: 32 }, (_, index) =>
      subscription({ id: `n${index}`, filter: topic(HOSTILE), paused: 'is_archived', createdBy: HOSTILE }),
    );
    const message = renderSubscriptionList(many, {
      kind: 'removed',
      subscription: subscription({ filter: topic(HOSTILE) }),
    });
    expect(message.blocks.map(wordsOf).join('\n')).toContain('*28 more*');
    expect(message.text).toMatch(/… and \d+ more$/);
    expect(findLimitViolations(message)).toEqual([]);
    expect(buttonsOf(message.blocks).filter(({ label }) => label === 'Remove')).toHaveLength(4);
    const words = [message.text, ...message.blocks.map(wordsOf)].join('\n');
    expect(words.match(/“∗bold∗ ˍitˍ/g)?.length).toBeGreaterThan(20);
    expect(words.match(/By somebody/g)).toHaveLength(4);
    expect(words).not.toMatch(/<!channel|<@U123|jane\.doe|example\.com/);
  });

  it('names who subscribed nowhere but in the blocks', () => {
    const message = renderSubscriptionList([subscription()]);
    expect(message.text).toBe('Subscriptions – 1\n<#C0EVENTS> – every webinar');
    expect(wordsOf(message.blocks[1])).toContain('By <@U0APPLE>');
  });
});

describe('the message to the owner of paused subscriptions', () => {
  it.each([
    ['is_archived', 'the channel is archived', 'Unarchive it'],
    ['not_in_channel', 'I am not a member of the channel any more', 'Type `/invite @Webinar QoS` there'],
    ['channel_not_found', 'the channel was deleted, or is private', 'Type `/invite @Webinar QoS` there'],
    ['restricted_action', 'only some people may post there', 'Ask the owners'],
    ['restricted_action_read_only_channel', 'only some people may post there', 'Ask the owners'],
    ['restricted_action_thread_only_channel', 'replies in threads only', 'Ask the owners'],
    ['restricted_action_non_threadable_channel', 'threads are locked', 'Ask the owners'],
    ['restricted_action_thread_locked', 'threads are locked', 'Ask the owners'],
    ['ekm_access_denied', 'suspended access', 'Ask a Slack admin'],
    ['messages_tab_disabled', 'direct messages with this app are turned off', 'messages tab'],
    [HOSTILE, 'Slack refused it', 'Ask the operator'],
  ])('says why and how to go on: %s', (reason, why, remedy) => {
    const text = sentenceOf(renderSubscriptionsPaused({ channelId: 'C0EVENTS', reason }));
    expect(text).toMatch(/^I have stopped posting webinar reports in <#C0EVENTS>: /);
    expect(text).toContain(why);
    expect(text).toContain(remedy);
    expect(text).toMatch(/then type `\/webinar-qos subscriptions` and click Resume\.$/);
  });
});

describe('what cannot be subscribed to', () => {
  it.each([
    ['form', 'is nothing to subscribe to'],
    ['occurrence', 'by its UUID'],
    ['topic', 'at most 200 characters'],
    ['host', 'no e-mail address and no Zoom user ID'],
    ['slack-user', 'A Slack name does not tell'],
    ['grade', 'goes fair, poor or bad'],
    ['channel', 'which channel “#x” is'],
    ['repeated', 'One channel and one “only”'],
    ['not-a-member', 'Only people who are in'],
    ['conversation', 'between other people'],
  ] as const)('is explained: %s', (problem, words) => {
    expect(
      badSubscriptionWords({ kind: 'bad-subscription', problem, input: '#x' }).mrkdwn.replace('＃', '#'),
    ).toContain(words);
  });
});
