import { describe, expect, it } from 'vitest';
import { notGradedCounts, verdictSentence } from '../../../src/messages/report/verdict-words.ts';
import type { WebinarSummary } from '../../../src/qos/analysis.ts';
import { sampleSummary } from '../samples.ts';

const { audience, presenters } = sampleSummary();
const nobody = { graded: 0, affected: 0, good: 0 };

describe('the verdict in a sentence', () => {
  it.each<[string, Partial<WebinarSummary>, string]>([
    [
      'affected presenters decide',
      { decidedBy: 'presenters', presenters: { grade: 'Bad', graded: 4, good: 3, affected: 1 } },
      '1 of 4 graded presenters had a poor or bad connection, which decides the verdict; 16 of 412 graded attendees (3.9 %) had a poor or bad connection.',
    ],
    [
      'presenters decide who are Fair',
      { decidedBy: 'presenters', presenters: { grade: 'Fair', graded: 4, good: 2, affected: 0 } },
      'Presenters were not all fine, 2 of 4 good, which decides the verdict; 16 of 412 graded attendees (3.9 %) had a poor or bad connection.',
    ],
    [
      'the audience decides, and presenters were not fine either',
      { decidedBy: 'audience', presenters: { grade: 'Fair', graded: 4, good: 2, affected: 0 } },
      'Presenters were not all fine, 2 of 4 good; 16 of 412 graded attendees (3.9 %) had a poor or bad connection, which decides the verdict.',
    ],
    [
      'nobody presented whom one could grade',
      { decidedBy: 'audience', presenters: { ...nobody, grade: 'No data' } },
      'No presenter could be graded; 16 of 412 graded attendees (3.9 %) had a poor or bad connection.',
    ],
    [
      'nobody listened whom one could grade',
      { decidedBy: 'presenters', audience: { ...audience, ...nobody, grade: 'No data' } },
      'Presenters were fine; no attendees could be graded.',
    ],
    [
      'nobody was affected',
      { audience: { ...audience, affected: 0 } },
      'Presenters were fine; none of 412 graded attendees had a poor or bad connection.',
    ],
    [
      'there were nine',
      { audience: { ...audience, graded: 9, affected: 1 } },
      'Presenters were fine; 1 of 9 graded attendees had a poor or bad connection.',
    ],
    [
      'there were ten',
      { audience: { ...audience, graded: 10, affected: 1 } },
      'Presenters were fine; 1 of 10 graded attendees (10.0 %) had a poor or bad connection.',
    ],
    [
      'roles are unknown',
      { rolesKnown: false, presenters: { ...nobody, grade: 'No data' } },
      '16 of 412 graded participants (3.9 %) had a poor or bad connection.',
    ],
    ['nobody came', { decidedBy: null, shortStays: 0, noData: 0 }, 'Nobody could be graded.'],
  ])('when %s', (_case, given, sentence) => {
    expect(verdictSentence(sampleSummary({ presenters, ...given }))).toBe(sentence);
  });
});

describe('those who were not graded', () => {
  it.each([
    [0, 0, null],
    [1, 0, '1 short stay'],
    [1200, 0, '1,200 short stays'],
    [0, 3, '3 without data'],
    [2, 3, '2 short stays, 3 without data'],
  ])('of %i short stays and %i without data are %s', (shortStays, noData, words) => {
    expect(notGradedCounts(sampleSummary({ shortStays, noData }))).toBe(words);
  });
});
