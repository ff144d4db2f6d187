import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseJsonBody } from '../../../../src/zoom/http/json-body.ts';

const Thing = z.object({ name: z.string() });

describe('parseJsonBody', () => {
  it('gives what the schema makes of it', () => {
    expect(parseJsonBody('{"name":"x","more":1}', Thing)?.data).toEqual({ name: 'x' });
  });

  it('tells a value that is null from none', () => {
    expect(parseJsonBody('null', z.null())).toMatchObject({ data: null });
  });

  it.each(['', '<html>', '{"name":"x', '[]', 'null', '{"name":1}', '['.repeat(100_000)])(
    'has no answer to %.20s',
    (body) => {
      expect(parseJsonBody(body, Thing)).toBeNull();
    },
  );
});
