import type { z } from 'zod';

/** The JSON of an answer's body, checked by the schema; null when it is no JSON or does not fit. */
export function parseJsonBody<T>(body: string, schema: z.ZodType<T>): { readonly data: T } | null {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return null;
  }
  const result = schema.safeParse(json);
  return result.success ? result : null;
}
