import { toPlainText } from '../../../sim/slack/to-plain-text.ts';
import type { Entry, Group } from './entry.ts';
import { FAILURE_GROUPS } from './failures.ts';
import { LISTS } from './lists.ts';
import { LIVE } from './live.ts';
import { OTHERS } from './others.ts';
import { REPORTS } from './reports.ts';

/** Where the gallery stands, from the root of the project. */
export const GALLERY_PATH = 'docs/messages.md';

/** Every message that the bot can send. */
export const GROUPS: readonly Group[] = [...REPORTS, ...LISTS, ...LIVE, ...OTHERS, ...FAILURE_GROUPS];

const INTRODUCTION = `# Messages

Everything that the bot says, with made-up names, to be read through in one sitting. \`npm run gallery\` writes this page
from the same functions that the bot uses, and a test fails while it is out of date. Buttons stand in brackets. Above the
first message of a kind in small print: what a notification gets.
`;

/** The page as it has to be. */
export function renderGallery(): string {
  const groups = GROUPS.map(
    ({ title, about, entries }) =>
      `## ${title}\n\n${about}\n\n${entries.map((one, index) => renderEntry(one, index === 0)).join('\n')}`,
  );
  return [INTRODUCTION, ...groups].join('\n');
}

/** As people read it. */
export function readEntry({ shown }: Entry): string {
  return toPlainText({ blocks: JSON.parse(JSON.stringify(shown.blocks)), payload: { ...shown } }).trim();
}

/** What a notification gets; null for a modal. */
export function notificationOf({ shown }: Entry): string | null {
  return 'text' in shown ? toPlainText({ text: shown.text, blocks: [] }) : null;
}

function renderEntry(one: Entry, isFirst: boolean): string {
  const words = readEntry(one);
  const notification = notificationOf(one);
  const isSame = !isFirst || notification === null || words.split('\n')[0]?.startsWith(notification.slice(0, 200));
  const small = isSame ? '' : `<sub>${escapeHtml(notification)}</sub>\n\n`;
  return `### ${one.title}\n\n${small}\`\`\`text\n${words}\n\`\`\`\n`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('`', '&#96;')
    .replaceAll('\n', '<br>');
}
