import type {
  ActionsBlock,
  Button,
  ContextBlock,
  HeaderBlock,
  MrkdwnElement,
  Overflow,
  RichTextBlock,
  SectionBlock,
} from '@slack/types';
import { joinMrkdwn, type Mrkdwn } from '../text/mrkdwn.ts';
import { toPlainText } from '../text/plain.ts';
import { type ActionId, MENU_ACTION_ID } from './action-ids.ts';
import { type ButtonState, encodeButton } from './button-codec.ts';
import { encodeMenuChoice } from './menu-codec.ts';
import { SLACK_LIMITS } from './slack-limits.ts';

/** What a button says and does. */
export interface ButtonSpec {
  readonly action: ActionId;
  readonly label: string;
  /** Read out instead of the label; begins with it, for those who press buttons by saying what stands on them. */
  readonly spoken: string;
  readonly state: ButtonState;
  readonly primary?: boolean;
}

/** A headline; cut to what Slack takes. */
export function header(text: string): HeaderBlock {
  return {
    type: 'header',
    text: { type: 'plain_text', text: toPlainText(text, SLACK_LIMITS.headerText), emoji: true },
  };
}

export function section(text: Mrkdwn, accessory?: ButtonSpec): SectionBlock {
  return { type: 'section', text: toElement(text), ...(accessory && { accessory: button(accessory) }) };
}

/** Pairs of short texts, two in a row. */
export function fields(texts: readonly Mrkdwn[]): SectionBlock {
  return { type: 'section', fields: texts.map(toElement) };
}

/** Text to be copied, in letters of one width: nothing in it formats, mentions or links. */
export function preformatted(text: string): RichTextBlock {
  return {
    type: 'rich_text',
    elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] }],
  };
}

/** Small print: parts on one line, those that are null left out. */
export function context(parts: readonly (Mrkdwn | string | null)[]): ContextBlock {
  return { type: 'context', elements: [toElement(joinMrkdwn(parts, ' · '))] };
}

/**
 * Buttons in a row, and the rest behind ⋯; null when there are none, since Slack refuses an empty row. A menu with one entry is
 * a button, and so is an entry whose value does not fit.
 */
export function actions(
  specs: readonly (ButtonSpec | null)[],
  menuSpecs: readonly (ButtonSpec | null)[] = [],
): ActionsBlock | null {
  const entries = menuSpecs.filter((spec) => spec !== null);
  const menu = entries.length > 1 ? overflow(entries) : null;
  const buttons = [...specs.filter((spec) => spec !== null), ...(menu ? [] : entries)].map(button);
  const elements = menu ? [...buttons, menu] : buttons;
  return elements.length === 0 ? null : { type: 'actions', elements };
}

function overflow(specs: readonly ButtonSpec[]): Overflow | null {
  const options = specs.flatMap(({ action, label, state }) => {
    const value = encodeMenuChoice(action, state);
    const text = { type: 'plain_text', text: toPlainText(label, SLACK_LIMITS.optionText), emoji: true } as const;
    return value === null ? [] : { text, value };
  });
  return options.length < specs.length ? null : { type: 'overflow', action_id: MENU_ACTION_ID, options };
}

function button({ action, label, spoken, state, primary }: ButtonSpec): Button {
  return {
    type: 'button',
    action_id: action,
    text: { type: 'plain_text', text: toPlainText(label, SLACK_LIMITS.buttonText), emoji: true },
    accessibility_label: toPlainText(spoken, SLACK_LIMITS.accessibilityLabel),
    value: encodeButton(state),
    ...(primary && { style: 'primary' }),
  };
}

/** `verbatim`: Slack must not look for channel names, mentions and links in what people call themselves. */
function toElement({ mrkdwn }: Mrkdwn): MrkdwnElement {
  return { type: 'mrkdwn', text: mrkdwn, verbatim: true };
}
