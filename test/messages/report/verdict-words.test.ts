import { describe, expect, it } from 'vitest';
import {
  notGradedCounts,
  verdictMark,
  verdictSentence,
  verdictWord,
} from '../../../src/messages/report/verdict-words.ts';
import type { WebinarSummary } from '../../../src/qos/analysis.ts';
import type { Person } from '../../../src/qos/person.ts';
import { samplePerson, sampleSummary, stored } from '../samples.ts';

const { audience, presenters } = sampleSummary();
const nobody = { graded: 0, affected: 0, good: 0 };

const heard = '16 of 412 attendees (3.9 %) had trouble hearing or watching, 7 of them badly.';
const pat = samplePerson({
  name: 'Pat Host',
  role: 'presenter',
  grade: 'Bad',
  reason: { type: 'audio_input', metric: 'loss', spike: false },
  lossPercent: 25,
  lossType: 'audio_input',
});

describe('the verdict in a sentence', () => {
  it.each<[string, Partial<WebinarSummary>, string]>([
    [
      'affected presenters decide',
      { decidedBy: 'presenters', presenters: { grade: 'Bad', graded: 4, good: 3, affected: 1 } },
      `The presenters were the problem: 1 of 4 had trouble sending voice or picture. ${heard}`,
    ],
    [
      'presenters decide who are Fair',
      { decidedBy: 'presenters', presenters: { grade: 'Fair', graded: 4, good: 2, affected: 0 } },
      `The presenters were the problem: 2 of 4 had some trouble sending voice or picture. ${heard}`,
    ],
    [
      'the audience decides, and presenters were not fine either',
      { decidedBy: 'audience', presenters: { grade: 'Fair', graded: 4, good: 2, affected: 0 } },
      `Of the presenters, 2 of 4 had some trouble sending voice or picture. ${heard}`,
    ],
    [
      'nobody presented whom one could grade',
      { decidedBy: 'audience', presenters: { ...nobody, grade: 'No data' } },
      `No presenter could be graded. ${heard}`,
    ],
    [
      'nobody listened whom one could grade',
      { decidedBy: 'presenters', audience: { ...audience, ...nobody, grade: 'No data' } },
      'Presenters were fine. No attendee could be graded.',
    ],
    [
      'nobody was affected',
      { audience: { ...audience, grade: 'Good', affected: 0 } },
      'Presenters were fine. None of 412 attendees had trouble hearing or watching.',
    ],
    [
      'many were a little affected, and nobody more',
      { audience: { ...audience, grade: 'Fair', affected: 0, fair: 120 } },
      'Presenters were fine. None of 412 attendees had real trouble, but 120 had a little.',
    ],
    [
      'there was one',
      { audience: { ...audience, graded: 1, affected: 1, bad: 1 } },
      'Presenters were fine. 1 of 1 attendee had trouble hearing or watching, and badly.',
    ],
    [
      'there were nine',
      { audience: { ...audience, graded: 9, affected: 1, bad: 0 } },
      'Presenters were fine. 1 of 9 attendees had trouble hearing or watching.',
    ],
    [
      'there were ten',
      { audience: { ...audience, graded: 10, affected: 2, bad: 2 } },
      'Presenters were fine. 2 of 10 attendees (20.0 %) had trouble hearing or watching, all of them badly.',
    ],
    [
      'roles are unknown',
      { rolesKnown: false, presenters: { ...nobody, grade: 'No data' } },
      '16 of 412 people (3.9 %) had trouble hearing or watching, 7 of them badly.',
    ],
    [
      'roles are unknown and nobody could be graded',
      { rolesKnown: false, audience: { ...audience, graded: 0 } },
      'Nobody could be graded.',
    ],
    [
      'few left data',
      { limitedData: true },
      'Presenters were fine. 16 of 412 attendees with data (3.9 %) had trouble hearing or watching, 7 of them badly.',
    ],
    ['nobody came', { decidedBy: null, shortStays: 0, noData: 0 }, 'Nobody could be graded.'],
  ])('when %s', (_case, given, sentence) => {
    expect(verdictSentence({ summary: sampleSummary({ presenters, ...given }), worst: [] })).toBe(sentence);
  });

  const bad = { decidedBy: 'presenters', presenters: { grade: 'Bad', graded: 4, good: 3, affected: 1 } } as const;
  const lost =
    'The presenters were the problem: 25.0 % of Pat Host’s voice was lost on the way to Zoom. Everybody heard that.';
  it.each<[string, Partial<Person>, boolean]>([
    ['a lost voice', {}, true],
    ['one of the audience', { role: 'attendee' }, false],
    ['a bad moment', { reason: { type: 'audio_input', metric: 'loss', spike: true } }, false],
    ['delay', { reason: { type: 'audio_input', metric: 'latency', spike: false } }, false],
    ['what a presenter hears', { reason: { type: 'audio_output', metric: 'loss', spike: false } }, false],
    ['little', { grade: 'Fair' }, false],
    ['nothing', { reason: null }, false],
    ['another loss', { lossType: 'video_input' }, false],
  ])('names whose voice it was, and nobody for anything else: %s', (_case, given, isNamed) => {
    const worst = [samplePerson(), { ...pat, ...given }];
    const sentence = verdictSentence({ summary: sampleSummary(bad), worst: stored(worst) });
    expect(sentence.startsWith(lost)).toBe(isNamed);
  });

  it('does not blame one presenter where the audience decides', () => {
    const summary = sampleSummary({ ...bad, decidedBy: 'audience' });
    expect(verdictSentence({ summary, worst: stored([pat]) })).toBe(
      `Of the presenters, 1 of 4 had trouble sending voice or picture. ${heard}`,
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
