import type { z } from 'zod';

/** What comes back from the store is checked like any other input; what does not fit is a miss. */
export function parseStored<Schema extends z.ZodType>(schema: Schema, text: string | null): z.infer<Schema> | null {
  if (text === null) return null;
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
