/**
 * Characters that would format a text, and the look-alikes that take their place. Slack has no escape for them, and
 * invisible separators beside them are read out by some screen readers and trusted by no one else's parser.
 */
const LOOK_ALIKES: Readonly<Record<string, string>> = { '*': '∗', _: 'ˍ', '~': '∼', '`': 'ˋ' };

/**
 * Makes `@here`, `#general`, `:emoji:` and `https://` mere text. Slack turns them into mentions, channels, pictures and
 * links in places where `verbatim` cannot be set, such as the top-level `text`.
 */
export function neutralise(text: string): string {
  return text
    .replace(/@(?=[\p{L}\p{N}_.-])/gu, '＠')
    .replace(/#(?=[\p{L}_])/gu, '＃')
    .replace(/:(?=[^\s:]+:|\/\/)/g, '∶');
}

/** Makes the mark-up of mrkdwn (bold, italics, strike-through, code) mere text. */
export function removeMarkup(text: string): string {
  return text.replace(/[*_~`]/g, (character) => LOOK_ALIKES[character] ?? character);
}
