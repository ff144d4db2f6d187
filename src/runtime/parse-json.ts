import type { z } from 'zod';

/** The JSON of a text from outside, checked by the schema; null when it is no JSON or does not fit. Never throws. */
export function parseJson<T>(text: string, schema: z.ZodType<T>): { readonly data: T } | null {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  const result = schema.safeParse(json);
  return result.success ? result : null;
}
