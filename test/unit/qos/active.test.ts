import { describe, expect, it } from 'vitest';
import { isActive, isBarelyUsed } from '../../../src/qos/active.ts';
import { DEFAULT_THRESHOLDS } from '../../../src/qos/thresholds.ts';
import { toStreams, vectors } from './vectors.ts';

describe('a stream', () => {
  it.each(vectors.use)(
    '$type at $avg_bitrate (peak $max_bitrate) with $avg_loss lost is $expect',
    ({ type, expect: expected, ...details }) => {
      const [stream] = toStreams([{ type, details }]);
      if (stream === undefined) throw new Error('the vectors have streams only');
      const word = isBarelyUsed(stream, DEFAULT_THRESHOLDS) ? 'barely used' : 'used';
      expect(isActive(stream, DEFAULT_THRESHOLDS) ? word : 'unused').toBe(expected);
    },
  );
});
