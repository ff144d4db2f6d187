import type { ActionId } from './action-ids.ts';
import { type ButtonState, decodeButton } from './button-codec.ts';
import { SLACK_LIMITS } from './slack-limits.ts';

/** The entries of the menu ⋯ by their words. Their values have room for little more than which report it is. */
const ENTRIES = { find: 'report.find', export: 'report.export', refresh: 'report.refresh' } as const satisfies Record<
  string,
  ActionId
>;
type MenuAction = (typeof ENTRIES)[keyof typeof ENTRIES];

/** What a clicked entry stands for: as if a button with this action and state had been clicked. */
interface MenuChoice {
  readonly action: MenuAction;
  readonly state: ButtonState;
}

/** The value of an entry, `export <report> <read>`; null for a button that does not fit into a menu. */
export function encodeMenuChoice(action: ActionId, { report, read, view }: ButtonState): string | null {
  const [word] = Object.entries(ENTRIES).find(([, entry]) => entry === action) ?? [];
  if (word === undefined || view !== 'report') return null;
  const value = [word, report, ...(read === undefined ? [] : [read])].join(' ');
  return value.length > SLACK_LIMITS.optionValue ? null : value;
}

/** Reads an entry's value, which comes back from Slack as untrusted text; null when `encodeMenuChoice` did not write it. */
export function decodeMenuChoice(value: string): MenuChoice | null {
  const [word = '', report, read, ...others] = value.split(' ');
  if (!isEntry(word) || others.length > 0 || value.length > SLACK_LIMITS.optionValue) return null;
  const state = decodeButton(JSON.stringify({ v: 1, report, ...(read === undefined ? {} : { read }), view: 'report' }));
  return state && { action: ENTRIES[word], state };
}

function isEntry(word: string): word is keyof typeof ENTRIES {
  return Object.hasOwn(ENTRIES, word);
}
