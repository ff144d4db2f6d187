import { asMeant } from '../../webinar/as-meant.ts';
import type { WebinarRef } from '../../webinar/ids.ts';
import { parseWebinarRef } from '../../webinar/parse-webinar-ref.ts';
import { splitAtFind } from './find-word.ts';
import { parseSubscriptionCommand, type SubscriptionCommand } from './parse-subscription.ts';
import { toTypedText, withoutQuotes } from './typed-text.ts';

/** What can be typed behind `/webinar-qos`. */
export type Command =
  | { readonly kind: 'help' }
  /** How the bot is, for operators. */
  | { readonly kind: 'status' }
  /** Deletes what is kept, after a question. */
  | { readonly kind: 'forget'; readonly ref: WebinarRef }
  | { readonly kind: 'report'; readonly ref: WebinarRef; readonly fresh: boolean }
  /** `name` is what was typed, as it was typed; possibly blank. */
  | { readonly kind: 'find'; readonly ref: WebinarRef; readonly name: string }
  | SubscriptionCommand;

const HELP = /^["']?[-/]*(?:help|h|\?)["']?[.!?]?$/i;
const STATUS = /^[-/]*(?:status|health)[.!?]?$/i;
const FORGET = /^[-/]*(?:forget|delete)$/i;
const FRESH = /^["']?[-/]*(?:fresh|refresh)["']?[.,!]?$/i;

/** What is cut off is more than any name has. */
const LONGEST_NAME = 1_000;

/**
 * Reads the text of the command.
 * @throws AppError `bad-id`, `registration-link` or `bad-subscription` with the words for the person
 */
export function parseCommand(given: string): Command {
  const text = asMeant(given);
  const subscription = parseSubscriptionCommand(text);
  if (subscription) return subscription;
  const find = splitAtFind(text);
  if (find) {
    const name = withoutQuotes(toTypedText(find.behind.slice(0, LONGEST_NAME)));
    return { kind: 'find', ref: parseWebinarRef(find.before), name };
  }
  const words = text.trim().split(/\s+/);
  const [first = '', ...others] = words;
  if (first === '' || HELP.test(first)) return { kind: 'help' };
  if (others.length === 0 && STATUS.test(first)) return { kind: 'status' };
  if (others.length > 0 && FORGET.test(first)) return { kind: 'forget', ref: parseWebinarRef(others.join(' ')) };
  if (FRESH.test(first) && others.length > 0) return toReport(others, true);
  if (others.length > 0 && FRESH.test(words.at(-1) ?? '')) return toReport(words.slice(0, -1), true);
  return toReport(words, false);
}

function toReport(words: readonly string[], fresh: boolean): Command {
  return { kind: 'report', ref: parseWebinarRef(words.join(' ')), fresh };
}
