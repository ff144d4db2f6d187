import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findLimitViolations } from '../../../src/messages/block-kit/slack-limits.ts';
import { textsOf } from '../inspect.ts';
import { GALLERY_PATH, GROUPS, notificationOf, readEntry, renderGallery } from './gallery.ts';

const MOST_BLOCKS = 12;
const MOST_BUTTONS = 4;

/** What a host would have to look up, and what to say. For Connection details only. */
const BANNED: readonly { readonly word: RegExp; readonly instead: string }[] = [
  { word: /\b(?:audio|video|screen share|packet) loss\b/i, instead: 'lost … of the sound' },
  { word: /\bloss of packets\b|\bpackets?\b/i, instead: 'lost … of the sound' },
  { word: /\bjitter\b/i, instead: 'the delay kept changing' },
  { word: /\bMOS\b/, instead: 'nothing: it is in Details' },
  { word: /\b[kM]bps\b|\bbit ?rate\b/i, instead: 'nothing: it is in Details' },
  { word: /\bfps\b|\bframe rate\b/i, instead: 'pictures a second' },
  { word: /\bpercentile\b|\bmedian\b|\bp95\b/i, instead: 'typical, worst 1 in 20' },
  // "By latency" is what the order is called, and stays.
  { word: /(?<!\bBy )\blatency\b/i, instead: 'delay' },
  { word: /\brtt\b/i, instead: 'delay (round trip)' },
  { word: /\b(?:audio|video|as)_(?:in|out)put\b|\b_(?:to|from)_(?:crc|rwg)\b/, instead: 'nothing: it is in Details' },
  { word: /\bspikes?\b/i, instead: 'for a moment' },
  { word: /\buplink\b|\bdownlink\b|\bbandwidth\b|\bthroughput\b/i, instead: 'on the way to Zoom' },
  { word: /\baffected\b/i, instead: 'had trouble' },
  { word: /\bthresholds?\b|\bseverity of\b/i, instead: 'limit' },
  { word: /\bJSON\b|\bAPI\b|\bwebhook\b|\bREPORT_CHANNEL\b/, instead: 'nothing' },
];

/** Milliseconds say nothing where it is not said of what: the word has to stand in the same text. */
function isBareMs(text: string): boolean {
  return /\d ms\b/.test(text) && !/\bdelay\b/i.test(text);
}

/** Every line and every field for itself, and what notifications get. */
function findBanned(texts: readonly string[]): string[] {
  return texts.flatMap((text) => [
    ...BANNED.flatMap(({ word, instead }) => {
      const found = word.exec(text)?.[0];
      return found === undefined ? [] : [`“${found}” → ${instead}: ${text.slice(0, 160)}`];
    }),
    ...(isBareMs(text) ? [`ms without delay: ${text.slice(0, 160)}`] : []),
  ]);
}

const all = GROUPS.flatMap((group) => group.entries.map((one) => ({ ...one, group: group.title })));

describe('the gallery', () => {
  it('is up to date; npm run gallery writes it', () => {
    expect(readFileSync(GALLERY_PATH, 'utf8')).toBe(renderGallery());
  });

  it('has a title of its own for every message, or numbers the samples of one kind', () => {
    expect(all.length).toBeGreaterThan(90);
    expect(new Set(GROUPS.map(({ title }) => title)).size).toBe(GROUPS.length);
  });

  it.each(all)('$group: $title – fits into Slack, in twelve blocks and four buttons in a row', ({ shown }) => {
    expect(findLimitViolations(shown)).toEqual([]);
    if ('text' in shown) expect(shown.blocks.length).toBeLessThanOrEqual(MOST_BLOCKS);
    for (const block of shown.blocks) {
      const buttons = 'elements' in block ? block.elements.filter(({ type }) => type === 'button') : [];
      expect(buttons.length).toBeLessThanOrEqual(MOST_BUTTONS);
    }
  });

  it.each(all)('$group: $title – says in its text what its blocks say first', (one) => {
    const notification = notificationOf(one);
    if (notification === null) return;
    expect(notification.length).toBeGreaterThan(10);
    const grade = /\b(Good|Fair|Poor|Bad)\b/;
    // The first word of a grade is that of the verdict, for eyes and for ears.
    if (/^Webinar quality: /.test(notification)) {
      expect(grade.exec(notification)?.[0]).toBe(grade.exec(readEntry(one))?.[0]);
    }
  });

  it.each(GROUPS.filter(({ isForExperts }) => !isForExperts))(
    '$title: has no word that a host would look up',
    ({ entries }) => {
      for (const one of entries) {
        // A field's title stands above its value, in the same text: the two are read together.
        const texts = textsOf(one.shown).map(({ text }) => text);
        expect(findBanned([...texts, notificationOf(one) ?? '']), one.title).toEqual([]);
      }
    },
  );

  it.each([
    'hears with 25.0 % audio loss (limit 10 %)',
    '95 % at most 310 ms',
    'est. MOS 3.4',
    'the 95th percentile',
    'latency 120 ms',
    '60 kbps',
  ])('would refuse: %s', (text) => {
    expect(findBanned([text])).not.toEqual([]);
  });

  it.each(['By latency ✓', 'delay 120 ms', '*Delay (round trip)*\n typical 84 ms'])('takes: %s', (text) => {
    expect(findBanned([text])).toEqual([]);
  });

  it('mentions nobody in a message that others can see', () => {
    const channel = GROUPS.find(({ title }) => title === 'In the channel');
    for (const { shown, title } of channel?.entries ?? []) {
      expect(JSON.stringify(shown), title).not.toMatch(/<@|<!(?:here|channel|everyone)/);
    }
  });
});
