import { describe, expect, it } from 'vitest';
import { parseLiveRules } from '../../../src/qos/live-rules.ts';

describe('rules of running shows', () => {
  it.each([
    ['presenter loss 5% for 2m', { who: 'presenter', medium: null, metric: 'loss', limit: 5, minutes: 2 }],
    [
      '  Presenter  VOICE loss 2.5 % for 3 min ',
      { who: 'presenter', medium: 'audio', metric: 'loss', limit: 2.5, minutes: 3 },
    ],
    [
      'presenter slides latency 500ms for 2m',
      { who: 'presenter', medium: 'share', metric: 'latency', limit: 500, minutes: 2 },
    ],
    [
      'presenter video jitter 100 ms for 30m',
      { who: 'presenter', medium: 'video', metric: 'jitter', limit: 100, minutes: 30 },
    ],
    ['audience poor 10% for 3m', { who: 'audience', sharePercent: 10, minutes: 3 }],
  ])('may say %j', (text, rule) => {
    expect(parseLiveRules(text)).toEqual({ rules: [rule] });
  });

  it('stand beside one another with commas and semicolons, and may be none', () => {
    expect(parseLiveRules('presenter loss 5% for 2m; audience poor 10% for 3m,')).toMatchObject({ rules: [{}, {}] });
    expect(parseLiveRules(' ,; ')).toEqual({ rules: [] });
  });

  it.each([
    'presenter loss 5 for 2m',
    'presenter loss 5ms for 2m',
    'presenter latency 5% for 2m',
    'presenter loss 0% for 2m',
    'presenter loss 101% for 2m',
    'presenter loss 5% for 1m',
    'presenter loss 5% for 31m',
    'presenter smell 5% for 2m',
    'audience poor 0% for 2m',
    'audience bad 10% for 2m',
    'everybody loss 5% for 2m',
    `presenter loss ${'9'.repeat(5_000)}% for 2m`,
  ])('are refused by their place when they make no sense: %s', (bad) => {
    expect(parseLiveRules(`presenter loss 5% for 2m, ${bad}`)).toEqual({ badPart: 2 });
  });

  it('are ten at most', () => {
    expect(parseLiveRules(Array(11).fill('presenter loss 5% for 2m').join())).toEqual({ badPart: 11 });
  });
});
