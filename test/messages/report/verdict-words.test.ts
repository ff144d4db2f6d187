import { describe, expect, it } from 'vitest';
import {
  notGradedCounts,
  verdictMark,
  verdictSentence,
  verdictWord,
} from '../../../src/messages/report/verdict-words.ts';
import type { WebinarSummary } from '../../../src/qos/analysis.ts';
import type { Person } from '../../../src/qos/person.ts';
import { DEFAULT_THRESHOLDS } from '../../../src/qos/thresholds.ts';
import { samplePerson, sampleSummary, stored } from '../samples.ts';

const { audience, presenters } = sampleSummary();
const nobody = { graded: 0, affected: 0, impaired: 0, good: 0 };
const bad = { grade: 'Bad', graded: 4, good: 3, affected: 1, decidedBy: 'visit-0003f2a' } as const;
const fair = { grade: 'Fair', graded: 4, good: 2, affected: 0, decidedBy: 'visit-0003f2a' } as const;

const heard = '16 of 412 attendees (3.9 %) had trouble hearing or watching, 7 of them badly.';
const pat = samplePerson({
  name: 'Pat Host',
  role: 'presenter',
  grade: 'Bad',
  countsFully: true,
  reason: { type: 'audio_input', metric: 'loss', spike: false },
  lossPercent: 25,
  lossType: 'audio_input',
});

function sentenceOf(given: Partial<WebinarSummary>, decidingPresenter: Person | null = null): string {
  const [presenter = null] = decidingPresenter === null ? [] : stored([decidingPresenter]);
  return verdictSentence({ summary: sampleSummary(given), decidingPresenter: presenter }, DEFAULT_THRESHOLDS);
}

describe('the verdict in a sentence', () => {
  it.each<[string, Partial<WebinarSummary>, string]>([
    ['the audience decides', {}, `Presenters were fine. ${heard}`],
    [
      'affected presenters decide',
      { decidedBy: 'presenters', presenters: bad },
      `The presenters were the problem: 1 of 4 had trouble sending voice or picture. ${heard}`,
    ],
    [
      'presenters decide who are Fair',
      { decidedBy: 'presenters', presenters: fair },
      `The presenters were the problem: 2 of 4 had some trouble sending voice or picture. ${heard}`,
    ],
    [
      'the audience decides, and presenters were not fine either',
      { decidedBy: 'audience', presenters: fair },
      `It was mostly the audience: ${heard} Of the presenters, 2 of 4 had some trouble sending voice or picture.`,
    ],
    [
      'both decide',
      { decidedBy: 'both', presenters: fair },
      `Presenters and audience both had trouble: 2 of 4 had some trouble sending voice or picture. ${heard}`,
    ],
    [
      'both decide, as all was well',
      { verdict: 'Good', decidedBy: 'both', audience: { ...audience, grade: 'Good', affected: 0, impaired: 0 } },
      'Presenters were fine. None of 412 attendees had trouble hearing or watching.',
    ],
    [
      'nobody presented whom one could grade',
      { decidedBy: 'audience', presenters: { ...presenters, ...nobody, grade: 'No data' } },
      `${heard} No presenter could be graded.`,
    ],
    [
      'nobody listened whom one could grade',
      { decidedBy: 'presenters', audience: { ...audience, ...nobody, grade: 'No data' } },
      'Presenters were fine. No attendee could be graded.',
    ],
    [
      'many were a little affected, and nobody more',
      { audience: { ...audience, grade: 'Fair', affected: 0, impaired: 120 } },
      'Presenters were fine. None of 412 attendees had real trouble, but 120 (29.1 %) had a little.',
    ],
    [
      'many were a little affected, and a few more',
      { audience: { ...audience, grade: 'Fair', impaired: 120 } },
      `Presenters were fine. ${heard.replace(/\.$/, '; 104 more had a little.')}`,
    ],
    [
      'there was one',
      { audience: { ...audience, graded: 1, affected: 1, impaired: 1, bad: 1 } },
      'Presenters were fine. 1 of 1 attendee had trouble hearing or watching, and badly.',
    ],
    [
      'there were nine',
      { audience: { ...audience, graded: 9, affected: 1, impaired: 1, bad: 0 } },
      'Presenters were fine. 1 of 9 attendees had trouble hearing or watching.',
    ],
    [
      'there were ten',
      { audience: { ...audience, graded: 10, affected: 2, impaired: 2, bad: 2 } },
      'Presenters were fine. 2 of 10 attendees (20.0 %) had trouble hearing or watching, all of them badly.',
    ],
    [
      'roles were guessed and nobody sent anything',
      { roles: 'guessed', presenters: { ...presenters, ...nobody, grade: 'No data' } },
      heard,
    ],
    [
      'few left data',
      { limitedData: true },
      'Presenters were fine. 16 of 412 attendees with data (3.9 %) had trouble hearing or watching, 7 of them badly.',
    ],
    ['nobody came', { decidedBy: null, shortStays: 0, noData: 0 }, 'Nobody could be graded.'],
  ])('when %s', (_case, given, sentence) => {
    expect(sentenceOf(given)).toBe(sentence);
  });

  it.each<[string, Partial<Person>, string]>([
    ['a lost voice', {}, '25.0 % of Pat Host’s voice was lost on the way to Zoom. Everybody heard that.'],
    [
      'a lost screen',
      { reason: { type: 'as_input', metric: 'loss', spike: false }, lossType: 'as_input' },
      '25.0 % of Pat Host’s screen was lost on the way to Zoom. Everybody saw that.',
    ],
    [
      'a lost picture of somebody who said little',
      { reason: { type: 'video_input', metric: 'loss', spike: false }, lossType: 'video_input', countsFully: false },
      '25.0 % of the video of Pat Host, who said little, was lost on the way to Zoom.',
    ],
    [
      'a connection that broke off',
      { reason: { type: null, metric: 'drops', spike: false }, drops: 2 },
      'Pat Host’s connection broke off twice.',
    ],
    [
      'a connection that broke off, of somebody with a strange name',
      { name: '$& $1', reason: { type: null, metric: 'drops', spike: false }, drops: 1 },
      '$& $1’s connection broke off once.',
    ],
  ])('names whose it was: %s', (_case, given, words) => {
    const start = `The presenters were the problem: ${words} `;
    expect(sentenceOf({ decidedBy: 'presenters', presenters: bad }, { ...pat, ...given })).toBe(start + heard);
    expect(sentenceOf({ decidedBy: 'both', presenters: bad }, { ...pat, ...given })).toContain(
      `both had trouble: ${words}`,
    );
  });

  it.each<[string, Partial<Person>]>([
    ['a bad moment', { reason: { type: 'audio_input', metric: 'loss', spike: true } }],
    ['delay', { reason: { type: 'audio_input', metric: 'latency', spike: false } }],
    ['nothing', { reason: null }],
    ['another loss', { lossType: 'video_input' }],
  ])('names nobody for %s', (_case, given) => {
    expect(sentenceOf({ decidedBy: 'presenters', presenters: bad }, { ...pat, ...given })).toBe(
      `The presenters were the problem: 1 of 4 had trouble sending voice or picture. ${heard}`,
    );
  });

  it('does not blame one presenter where the audience decides', () => {
    expect(sentenceOf({ decidedBy: 'audience', presenters: bad }, pat)).toBe(
      `It was mostly the audience: ${heard} Of the presenters, 1 of 4 had trouble sending voice or picture.`,
    );
  });
});

describe('the word of the verdict', () => {
  it('says beside it how little it rests on, without the mark of a grade', () => {
    const limited = sampleSummary({ verdict: 'Good', limitedData: true, graded: 250, people: 5038, shortStays: 38 });
    expect([verdictWord(limited), verdictMark(limited).mrkdwn]).toEqual([
      'Good, limited data (250 of 5,000)',
      ':white_small_square:',
    ]);
    expect([verdictWord(sampleSummary()), verdictMark(sampleSummary()).mrkdwn]).toEqual([
      'Fair',
      ':small_orange_diamond:',
    ]);
    expect(verdictWord(sampleSummary({ verdict: 'No data', limitedData: true }))).toBe('not graded');
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
