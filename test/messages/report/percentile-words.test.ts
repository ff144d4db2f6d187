import { expect, it } from 'vitest';
import { medianAndMost } from '../../../src/messages/report/percentile-words.ts';
import { sampleSummary } from '../samples.ts';

it.each([
  [9, { median: 0.03, p95: 2.4 }, 'half under 0.1 %, highest 2.4 %'],
  [10, { median: 0.03, p95: 2.4 }, 'half under 0.1 %, 95 % at most 2.4 %'],
  [10, { median: 0, p95: 0.03 }, 'half at most 0 %, 95 % under 0.1 %'],
  [10, { median: null, p95: null }, 'not reported'],
])('of %i people with %j half and most are %s', (graded, lossPercent, words) => {
  const summary = sampleSummary();
  const audience = { ...summary.audience, graded };
  expect(medianAndMost('loss', { ...summary, audience, lossPercent })).toBe(words);
});
