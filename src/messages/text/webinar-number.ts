import { sanitizeText } from './sanitize.ts';

/** Digits of each group as Zoom writes webinar numbers. */
const GROUPS: Readonly<Record<number, RegExp>> = {
  9: /^(\d{3})(\d{3})(\d{3})$/,
  10: /^(\d{3})(\d{3})(\d{4})$/,
  11: /^(\d{3})(\d{4})(\d{4})$/,
};

/** `93201235621` → `932 0123 5621`; an occurrence's UUID, or anything else, stays as it is. */
export function formatWebinarNumber(webinar: string): string {
  const pattern = GROUPS[webinar.length];
  return pattern?.test(webinar) ? webinar.replace(pattern, '$1 $2 $3') : sanitizeText(webinar, 60);
}
