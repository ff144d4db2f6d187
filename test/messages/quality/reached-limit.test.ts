import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limitLines } from '../../../src/messages/quality/limit-words.ts';
import { limitsByGrade, peakLimit, reachedLimit } from '../../../src/messages/quality/reached-limit.ts';
import { gradeOfSeverity } from '../../../src/qos/grade.ts';
import { metricSeverity } from '../../../src/qos/severity.ts';
import { DEFAULT_THRESHOLDS } from '../../../src/qos/thresholds.ts';

const TYPES = { audio: 'audio_output', share: 'as_output', video: 'video_output' } as const;

describe('the limits that are shown', () => {
  it('are those that were applied, weights and caps included', () => {
    expect(limitLines(DEFAULT_THRESHOLDS)).toEqual([
      'Lost sound: Fair from 2 %, Poor from 5 %, Bad from 10 %',
      'Lost shared screen: Fair from 2.5 %, Poor from 8.5 %, Bad from 22.9 %',
      'Lost video: Fair from 3.3 %, Poor from 13.6 %',
      'Delay there and back, for those who speak: Fair from 150 ms, Poor from 300 ms, Bad from 500 ms',
    ]);
    expect(limitsByGrade('jitter', 'audio', DEFAULT_THRESHOLDS)).toEqual([
      { grade: 'Fair', limit: 30 },
      { grade: 'Poor', limit: 100 },
    ]);
  });

  it('are none of the delay of somebody who only listens', () => {
    expect(reachedLimit('latency', 'audio_output', 900, DEFAULT_THRESHOLDS, false)?.grade).toBe('Bad');
    expect(reachedLimit('latency', 'audio_output', 900, DEFAULT_THRESHOLDS, true)).toBeNull();
  });

  it('make of every average the grade that the method makes of it', () => {
    const metric = fc.constantFrom('loss' as const, 'latency' as const, 'jitter' as const, 'fps' as const);
    const medium = fc.constantFrom('audio' as const, 'share' as const, 'video' as const);
    fc.assert(
      fc.property(metric, medium, fc.double({ min: 0.1, max: 1500, noNaN: true }), fc.boolean(), (...given) => {
        const [name, of, average, listenOnly] = given;
        const range = { min: null, average, peak: null };
        const severity = metricSeverity(name, of, range, listenOnly, DEFAULT_THRESHOLDS)?.severity ?? 0;
        const graded = gradeOfSeverity(severity * DEFAULT_THRESHOLDS.weights[of]);
        if (name === 'fps' && of !== 'video') return;
        const reached = reachedLimit(name, TYPES[of], average, DEFAULT_THRESHOLDS, listenOnly);
        expect(reached?.grade ?? 'Good').toBe(graded);
      }),
    );
  });

  it('are none for a medium that weighs nothing', () => {
    const weights = { ...DEFAULT_THRESHOLDS.weights, video: 0 };
    expect(limitLines({ ...DEFAULT_THRESHOLDS, weights })).toContain('Lost video: not graded');
  });

  it('say what a moment alone makes of the connection', () => {
    expect(peakLimit('loss', 'audio_output', DEFAULT_THRESHOLDS)).toEqual({ grade: 'Fair', limit: 20 });
    expect(peakLimit('latency', 'as_input', DEFAULT_THRESHOLDS)).toEqual({ grade: 'Fair', limit: 1000 });
    expect(peakLimit('jitter', 'audio_output', DEFAULT_THRESHOLDS)).toBeNull();
  });
});
