import type { WebinarRef } from '../reports/ports.ts';
import { parseWebinarRef } from '../reports/webinar-ref.ts';

/** What can be typed behind `/webinar-qos`. */
export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'report'; readonly ref: WebinarRef; readonly fresh: boolean };

const FRESH = /^(?:fresh|refresh)\s+|\s+(?:fresh|refresh)$/i;

/**
 * Reads the text of the command.
 * @throws AppError `bad-id` or `registration-link` with the words for the person
 */
export function parseCommand(text: string): Command {
  const trimmed = text.trim();
  if (trimmed === '' || /^[-/]*(?:help|\?)$/i.test(trimmed)) return { kind: 'help' };
  const withoutFresh = trimmed.replace(FRESH, '');
  return { kind: 'report', ref: parseWebinarRef(withoutFresh), fresh: withoutFresh !== trimmed };
}
