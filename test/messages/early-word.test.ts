import { describe, expect, it } from 'vitest';
import { findLimitViolations } from '../../src/messages/block-kit/slack-limits.ts';
import { renderEarlyWord } from '../../src/messages/early-word.ts';
import { wordsOf } from './inspect.ts';

const early = {
  kind: 'early-word',
  webinar: '93201235621',
  topic: 'Q3 All-Hands',
  labels: { people: 4300, labelled: 4300, poorSound: 12 },
  secondsLeft: 430,
} as const;

describe("the word in between, of Zoom's own labels", () => {
  it('calls them so, says what is to come, and of which webinar', () => {
    const message = renderEarlyWord(early);
    expect(message.text).toMatchInlineSnapshot(
      `"Zoom's own labels are in: 12 of 4,300 with poor or bad sound. The full report needs about 7 minutes; I post it here. Reading “Q3 All-Hands” (932 0123 5621)."`,
    );
    expect(message.blocks.map(wordsOf)).toMatchInlineSnapshot(`
      [
        "Zoom's own labels are in: 12 of 4,300 with poor or bad sound. The full report needs about 7 minutes; I post it here.",
        "Reading “Q3 All-Hands” (932 0123 5621)",
      ]
    `);
    expect(findLimitViolations(message)).toEqual([]);
  });

  it.each([
    [31, 'about 40 seconds'],
    [54, 'about 60 seconds'],
    [80, 'about a minute'],
    [100, 'about 2 minutes'],
    [90_000, 'about 1,500 minutes'],
  ])('says %i seconds as people do', (secondsLeft, words) => {
    expect(renderEarlyWord({ ...early, secondsLeft }).text).toContain(words);
  });

  it('says how many have no label', () => {
    const labels = { people: 4300, labelled: 3900, poorSound: 0 };
    expect(renderEarlyWord({ ...early, labels }).text).toContain(
      '0 of 3,900 with poor or bad sound, 400 without a label.',
    );
  });

  it('is no report, and has no word of a verdict', () => {
    expect(JSON.stringify(renderEarlyWord({ ...early, topic: '*bold* <!channel>' }))).not.toMatch(
      /<!channel>|report\.list/,
    );
  });
});
