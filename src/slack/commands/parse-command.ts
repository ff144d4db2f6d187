import { asMeant } from '../../webinar/as-meant.ts';
import type { WebinarRef } from '../../webinar/ids.ts';
import { parseWebinarRef } from '../../webinar/parse-webinar-ref.ts';
import { parseSubscriptionCommand, type SubscriptionCommand } from './parse-subscription.ts';

/** What can be typed behind `/webinar-qos`. */
export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'report'; readonly ref: WebinarRef; readonly fresh: boolean }
  | SubscriptionCommand;

const HELP = /^["']?[-/]*(?:help|h|\?)["']?[.!?]?$/i;
const FRESH = /^["']?[-/]*(?:fresh|refresh)["']?[.,!]?$/i;

/**
 * Reads the text of the command.
 * @throws AppError `bad-id`, `registration-link` or `bad-subscription` with the words for the person
 */
export function parseCommand(given: string): Command {
  const text = asMeant(given);
  const subscription = parseSubscriptionCommand(text);
  if (subscription) return subscription;
  const words = text.trim().split(/\s+/);
  const [first = '', ...others] = words;
  if (first === '' || HELP.test(first)) return { kind: 'help' };
  if (FRESH.test(first) && others.length > 0) return toReport(others, true);
  if (others.length > 0 && FRESH.test(words.at(-1) ?? '')) return toReport(words.slice(0, -1), true);
  return toReport(words, false);
}

function toReport(words: readonly string[], fresh: boolean): Command {
  return { kind: 'report', ref: parseWebinarRef(words.join(' ')), fresh };
}
