import { describe, expect, it } from 'vitest';
import { type EarlyWord, watchForEarlyWord } from '../../../../src/reports/reading/early-word.ts';

const labels = { people: 4300, labelled: 4300, poorSound: 12 };

function watch(participantCount: number | null) {
  const words: EarlyWord[] = [];
  return { words, ...watchForEarlyWord({ participantCount }, 10, (word) => words.push(word)) };
}

describe('the word in between', () => {
  it('says what the rest takes, by the speed of this read', () => {
    const { words, listEnded } = watch(4300);
    listEnded(labels, { rowsRead: 150, pages: 15, ms: 15_000 });
    expect(words).toEqual([{ labels, secondsLeft: 415 }]);
  });

  it('waits until the speed is known when the list is quicker, and is said once', () => {
    const { words, listEnded, pageRead } = watch(null);
    listEnded(labels, { rowsRead: 0, pages: 0, ms: 100 });
    pageRead({ rowsRead: 10, pages: 1, ms: 9_000 });
    pageRead({ rowsRead: 20, pages: 2, ms: 2_999 });
    expect(words).toEqual([]);
    for (const pages of [3, 4, 5]) pageRead({ rowsRead: pages * 10, pages, ms: pages * 1_000 });
    expect(words).toEqual([{ labels, secondsLeft: 427 }]);
  });

  it.each([
    ['thirty seconds in all', 270, null],
    ['a little longer', 271, 28],
  ])('is not worth it for %s', (_name, pagesLeft, secondsLeft) => {
    const { words, listEnded, pageRead } = watch(pagesLeft * 10);
    listEnded({ ...labels, people: 10 }, { rowsRead: 0, pages: 30, ms: 3_000 });
    // Decided once: what seemed short is not told of later.
    pageRead({ rowsRead: 10, pages: 31, ms: 900_000 });
    expect(words[0]?.secondsLeft ?? null).toBe(secondsLeft);
  });

  it('is none where the read is over, or nobody has a label', () => {
    const over = watch(100);
    over.listEnded(labels, { rowsRead: 4300, pages: 430, ms: 400_000 });
    const unlabelled = watch(100_000);
    unlabelled.listEnded(null, { rowsRead: 20, pages: 2, ms: 20_000 });
    unlabelled.pageRead({ rowsRead: 30, pages: 3, ms: 30_000 });
    expect([over.words, unlabelled.words]).toEqual([[], []]);
  });
});
