import { describe, expect, it } from 'vitest';
import { parseStreamType, STREAM_KINDS, streamKind, streamOrder } from '../../../src/qos/stream.ts';
import { vectors } from './vectors.ts';

describe('the stream types', () => {
  it.each(vectors.types.map((expected, order) => ({ ...expected, order })))(
    'knows $type in row $order',
    ({ type, medium, direction, path, order }) => {
      const known = parseStreamType(type);
      if (known === null) throw new Error('unknown');
      expect(streamKind(known)).toEqual({ type, medium, direction: direction ?? 'none', path });
      expect(streamOrder(known)).toBe(order);
    },
  );

  it('has no other types', () => {
    expect(STREAM_KINDS.length).toBe(vectors.types.length);
  });

  it.each(['AUDIO_OUTPUT', ' audio_output', 'audio_quality', '', '__proto__', 3, null, undefined])(
    'does not know %j',
    (type) => {
      expect(parseStreamType(type)).toBeNull();
    },
  );
});
