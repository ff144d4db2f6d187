import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isSameFilter,
  matchesFilter,
  mayMatchFilter,
} from '../../../../src/reports/subscriptions/match-subscription.ts';
import type { SubscribableWebinar, SubscriptionFilter } from '../../../../src/reports/subscriptions/subscription.ts';

const webinar: SubscribableWebinar = {
  webinarId: '93201235621',
  topic: 'Q3 All-Hands  (Europe)',
  hostKeys: ['key-of-address', 'key-of-user'],
};
const unknown: SubscribableWebinar = { webinarId: null, topic: null, hostKeys: [] };
const topic = (text: string): SubscriptionFilter => ({ kind: 'topic', text });
const host = (hostKey: string): SubscriptionFilter => ({ kind: 'host', hostKey, shown: 'j…@…' });
const series = (webinarId: string): SubscriptionFilter => ({ kind: 'series', webinarId });

describe('a filter', () => {
  it.each<SubscriptionFilter>([
    { kind: 'all' },
    series('93201235621'),
    topic('all-hands'),
    topic('ALL-HANDS (europe)'),
    topic(' q3\tall '),
    topic('All\u2013Hands'),
    topic('Ｑ３'),
    host('key-of-address'),
    host('key-of-user'),
  ])('lets a webinar through: %j', (filter) => {
    expect(matchesFilter(filter, webinar)).toBe(true);
  });

  it.each<SubscriptionFilter>([
    series('93201235622'),
    series('9320123562'),
    topic('all hands'),
    topic('Q4'),
    host('key-of-somebody-else'),
  ])('keeps a webinar out: %j', (filter) => {
    expect(matchesFilter(filter, webinar)).toBe(false);
  });

  it.each([
    // One sign that stands for capitals.
    ['acmetm', 'Acme™ day'],
    ['r&d', 'ℝ&D'],
    // A letter with a mark: the capital is two characters, the small one is a single one.
    ['\u01f0azz', 'J\u030cazz'],
    ['\u1e97ea', 'T\u0308ea'],
  ])('for the topic %s lets %s through, as people would read it', (text, title) => {
    expect(matchesFilter(topic(text), { ...unknown, topic: title })).toBe(true);
  });

  it('that asks for something finds nothing in a webinar of which nothing is known', () => {
    expect(matchesFilter(topic('a'), unknown)).toBe(false);
    expect(matchesFilter(host('key-of-user'), unknown)).toBe(false);
    expect(matchesFilter(series('93201235621'), unknown)).toBe(false);
    expect(matchesFilter({ kind: 'all' }, unknown)).toBe(true);
  });

  it('for a topic finds every part of it, in any case', () => {
    const word = fc.string({
      unit: fc.constantFrom('a', 'Z', 'é', 'Ü', 'ß', 'Ж', 'Ｑ', '7', '-', '(', '会'),
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(word, word, word, (before, part, after) => {
        const whole = { ...unknown, topic: `${before} ${part} ${after}` };
        expect(matchesFilter(topic(part.toLowerCase()), whole)).toBe(true);
      }),
    );
  });
});

describe('two filters', () => {
  it('are the same however they were typed', () => {
    expect(isSameFilter(topic('All-Hands'), topic(' all-hands'))).toBe(true);
    expect(isSameFilter(host('a'), { kind: 'host', hostKey: 'a', shown: 'other' })).toBe(true);
    expect(isSameFilter({ kind: 'all' }, { kind: 'all' })).toBe(true);
    expect(isSameFilter(series('93201235621'), series('93201235621'))).toBe(true);
  });

  it('differ by kind and by what they ask for', () => {
    expect(isSameFilter(topic('93201235621'), series('93201235621'))).toBe(false);
    expect(isSameFilter(series('93201235621'), series('93201235622'))).toBe(false);
    expect(isSameFilter(host('a'), host('b'))).toBe(false);
  });
});

describe('a filter that may match', () => {
  const others = [topic('all hands'), host('another'), series('93201235622')];

  it('does so wherever it matches, and nowhere else when everything is known', () => {
    const known = { ...webinar, isHostKnown: true };
    for (const filter of [{ kind: 'all' } as const, topic('all-hands'), host('key-of-user'), series('93201235621')]) {
      expect(mayMatchFilter(filter, known)).toBe(true);
    }
    for (const filter of others) expect([filter, mayMatchFilter(filter, known)]).toEqual([filter, false]);
  });

  it('does so as long as nothing is known that speaks against it', () => {
    for (const filter of others) expect(mayMatchFilter(filter, { ...unknown, isHostKnown: false })).toBe(true);
  });
});
