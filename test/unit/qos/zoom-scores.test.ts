import { describe, expect, it } from 'vitest';
import { createValueFaults, parseStreams } from '../../../src/qos/parse-streams.ts';
import { DEFAULT_THRESHOLDS } from '../../../src/qos/thresholds.ts';
import { lowerScores, parseZoomScore, scoresOf } from '../../../src/qos/zoom-scores.ts';

describe("Zoom's scores", () => {
  it.each([
    ['3.65', 3.65],
    [' 2.9 ', 2.9],
    [4, 4],
    [0, 0],
    ['', null],
    ['good', null],
    ['-1', null],
    ['5.1', null],
    ['1e400', null],
    [Number.NaN, null],
    [null, null],
    [['3'], null],
  ])('%j is %s', (value, score) => {
    expect(parseZoomScore(value)).toBe(score);
  });

  it('are read beside the labels, of several the lowest', () => {
    const entry = (type: string, quality_score: unknown) => ({ type, details: { quality: 'good', quality_score } });
    const read = (...qos: unknown[]) => parseStreams(qos, DEFAULT_THRESHOLDS, createValueFaults()).zoomScores;
    expect(read(entry('audio_quality', '4.4'), entry('audio_quality', '3.1'), entry('as_quality', 2))).toEqual({
      audio: 3.1,
      share: 2,
    });
    expect(read(entry('audio_quality', 'n/a'), entry('audio_output', '3'))).toBeUndefined();
  });

  it('are the lowest over visits, and left out where none is known', () => {
    expect(lowerScores({ audio: 3 }, { audio: 2, video: 4 })).toEqual({ audio: 2, video: 4 });
    expect(lowerScores(undefined, { audio: 2 })).toEqual({ audio: 2 });
    expect(scoresOf([{}, { zoomScores: { audio: 2 } }, { zoomScores: { audio: 1.5 } }])).toEqual({
      zoomScores: { audio: 1.5 },
    });
    expect(scoresOf([{}, {}])).toEqual({});
  });
});
