import { describe, expect, it } from 'vitest';
import { effectiveLimits } from '../../../src/qos/effective-limits.ts';
import { gradeOfSeverity } from '../../../src/qos/grade.ts';
import { metricSeverity } from '../../../src/qos/severity.ts';
import { DEFAULT_THRESHOLDS, type GradedMedium, type Thresholds } from '../../../src/qos/thresholds.ts';
import { vectors } from './vectors.ts';

const METRICS = ['loss', 'latency', 'jitter'] as const;
const MEDIA: readonly GradedMedium[] = ['audio', 'share', 'video'];
const GRADES = ['Fair', 'Poor', 'Bad'] as const;

const OWN: Thresholds = {
  ...DEFAULT_THRESHOLDS,
  jitterSeverityCap: 90,
  jitterAudioSeverityCap: 80,
  weights: { audio: 0.9, share: 0, video: 1 },
};

describe('effectiveLimits', () => {
  it.each(vectors.effective_limits)('of $metric on $medium are $expect', ({ metric, medium, expect: expected }) => {
    expect(effectiveLimits(metric, medium, DEFAULT_THRESHOLDS)).toEqual(
      expected.map((limit) => (limit === null ? null : expect.closeTo(limit, 3))),
    );
  });

  it.each([
    ['the defaults', DEFAULT_THRESHOLDS],
    ['other caps and weights', OWN],
  ])('are where the grading changes its mind, with %s', (_, thresholds) => {
    for (const metric of METRICS) {
      for (const medium of MEDIA) {
        const gradeAt = (average: number) => {
          const range = { min: null, average, peak: null };
          const severity = metricSeverity(metric, medium, range, false, thresholds)?.severity ?? 0;
          return gradeOfSeverity(severity * thresholds.weights[medium]);
        };
        const rank = (grade: string) => ['Good', 'Fair', 'Poor', 'Bad'].indexOf(grade);
        effectiveLimits(metric, medium, thresholds).forEach((limit, index) => {
          const wanted = rank(GRADES[index] ?? '');
          const at = [metric, medium, GRADES[index], limit];
          if (limit === null) {
            expect([...at, rank(gradeAt(60_000)) < wanted]).toEqual([...at, true]);
            return;
          }
          expect([...at, rank(gradeAt(limit)) >= wanted]).toEqual([...at, true]);
          expect([...at, rank(gradeAt(limit - 0.001)) < wanted]).toEqual([...at, true]);
        });
      }
    }
  });
});
