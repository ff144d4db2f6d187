import { z } from 'zod';

/** 9 to 11 digits, no spaces: the number that people know. Shared by all occurrences of a series. */
export const WebinarId = z
  .string()
  .regex(/^\d{9,11}$/)
  .brand('WebinarId');
export type WebinarId = z.infer<typeof WebinarId>;

/**
 * Zoom's base64 text for one run of a webinar; may contain `/`, `+` and `=`. It becomes a part of Zoom's URLs: without dots
 * and percent signs it cannot lead out of the path that it is put into, however often it is decoded.
 */
export const OccurrenceUuid = z
  .string()
  .regex(/^[A-Za-z0-9+/=_-]{1,128}$/)
  .brand('OccurrenceUuid');
export type OccurrenceUuid = z.infer<typeof OccurrenceUuid>;

/** What somebody may ask for. */
export const WebinarRef = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('id'), id: WebinarId }),
  z.object({ kind: z.literal('uuid'), uuid: OccurrenceUuid }),
]);
export type WebinarRef = Readonly<z.infer<typeof WebinarRef>>;

/** null when the text is not 9 to 11 digits. */
export function parseWebinarId(text: string): WebinarId | null {
  return WebinarId.safeParse(text).data ?? null;
}

/** null when the text is not one short word. */
export function parseOccurrenceUuid(text: string): OccurrenceUuid | null {
  return OccurrenceUuid.safeParse(text).data ?? null;
}

/** The number or the UUID itself. */
export function refText(ref: WebinarRef): string {
  return ref.kind === 'id' ? ref.id : ref.uuid;
}
