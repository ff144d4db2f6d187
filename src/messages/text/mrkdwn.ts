import { escapeText } from './escape.ts';

/** Text in Slack's mark-up, ready to be sent: everything in it that came from outside is escaped. */
export interface Mrkdwn {
  readonly mrkdwn: string;
}

/**
 * Template tag: what stands in the template is mark-up, what is put in is text. A text loses its line breaks and its
 * power to format, mention or link; a Mrkdwn goes in as it is.
 */
export function mrkdwn(strings: TemplateStringsArray, ...values: readonly (string | number | Mrkdwn)[]): Mrkdwn {
  const parts = strings.map((string, index) => {
    const value = values[index];
    return value === undefined ? string : string + toSource(value);
  });
  return { mrkdwn: parts.join('') };
}

/** Joins parts and leaves out those that are null. The separator is mark-up. */
export function joinMrkdwn(parts: readonly (Mrkdwn | string | null)[], separator: string): Mrkdwn {
  return {
    mrkdwn: parts
      .filter((part) => part !== null)
      .map(toSource)
      .join(separator),
  };
}

/**
 * Lines joined by line breaks, as many as fit into `max` characters; the rest is counted in a last line ("… and 12 more").
 */
export function fitLines(lines: readonly Mrkdwn[], max: number): Mrkdwn {
  const all = joinMrkdwn(lines, '\n');
  if (all.mrkdwn.length <= max) return all;
  for (let kept = lines.length - 1; kept > 0; kept -= 1) {
    const fitted = joinMrkdwn([...lines.slice(0, kept), `… and ${lines.length - kept} more`], '\n');
    if (fitted.mrkdwn.length <= max) return fitted;
  }
  return mrkdwn`… ${lines.length} lines are too long to be shown`;
}

/** Code (a scope, a command), unchanged where it is harmless, so that it can be copied. */
export function code(text: string): Mrkdwn {
  return /^[\w:./ -]{1,200}$/.test(text) ? { mrkdwn: `\`${text}\`` } : mrkdwn`${text}`;
}

function toSource(value: string | number | Mrkdwn): string {
  return typeof value === 'object' ? value.mrkdwn : escapeText(String(value));
}
