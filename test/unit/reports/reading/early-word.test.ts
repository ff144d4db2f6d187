import { describe, expect, it } from 'vitest';
import { toEarlyWord } from '../../../../src/reports/reading/early-word.ts';

const labels = { people: 4300, labelled: 4300, poorSound: 12 };
const begun = { rowsRead: 150, pages: 15, ms: 15_000, guessMsPerPage: 100 };

describe('the word in between', () => {
  it('says what the rest takes, by the speed of this read', () => {
    expect(toEarlyWord(labels, { participantCount: 4300 }, begun)).toEqual({ labels, secondsLeft: 415 });
  });

  it('goes by what a page takes otherwise while hardly any was read, and by the list where Zoom has no count', () => {
    const soFar = { ...begun, rowsRead: 10, pages: 1, ms: 9_000 };
    expect(toEarlyWord(labels, { participantCount: null }, soFar)?.secondsLeft).toBe(43);
  });

  it.each([
    ['thirty seconds', 300, 150, null],
    ['a little longer', 301, 150, 31],
  ])('is not worth it for %s', (_name, pagesLeft, pages, secondsLeft) => {
    const soFar = { rowsRead: 0, pages, ms: pages * 100, guessMsPerPage: 1 };
    const word = toEarlyWord({ ...labels, people: 10 }, { participantCount: pagesLeft * 10 }, soFar);
    expect(word?.secondsLeft ?? null).toBe(secondsLeft);
  });

  it('is none where the read is over, or nobody has a label', () => {
    expect(toEarlyWord(labels, { participantCount: 100 }, { ...begun, rowsRead: 4300 })).toBeNull();
    expect(toEarlyWord(null, { participantCount: 100_000 }, begun)).toBeNull();
  });
});
