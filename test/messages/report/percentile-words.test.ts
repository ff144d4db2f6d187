import { expect, it } from 'vitest';
import { typicalAndWorst } from '../../../src/messages/report/percentile-words.ts';
import { sampleSummary } from '../samples.ts';

it.each([
  [19, { median: 0.03, p95: 2.4 }, 'typical <0.1 %, worst 2.4 %'],
  [20, { median: 0.03, p95: 2.4 }, 'typical <0.1 %, worst 1 in 20: over 2.4 %'],
  [20, { median: 0, p95: 0.03 }, 'typical 0 %, <0.1 % for 19 in 20'],
  [20, { median: 0, p95: 0 }, 'typical 0 %, 0 % for 19 in 20'],
  [20, { median: null, p95: null }, 'not reported'],
])('of %i people with %j what is typical and what the worst had %s', (graded, lossPercent, words) => {
  const summary = sampleSummary();
  const audience = { ...summary.audience, graded };
  expect(typicalAndWorst('loss', { ...summary, audience, lossPercent })).toBe(words);
});
