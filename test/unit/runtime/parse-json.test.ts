import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseJson } from '../../../src/runtime/parse-json.ts';

const Thing = z.object({ name: z.string() });

describe('parseJson', () => {
  it('gives what the schema makes of it', () => {
    expect(parseJson('{"name":"x","more":1}', Thing)?.data).toEqual({ name: 'x' });
  });

  it('tells a value that is null from none', () => {
    expect(parseJson('null', z.null())).toMatchObject({ data: null });
  });

  it.each(['', '<html>', '{"name":"x', '[]', 'null', '{"name":1}', '['.repeat(100_000)])(
    'has no answer to %.20s',
    (body) => {
      expect(parseJson(body, Thing)).toBeNull();
    },
  );
});
