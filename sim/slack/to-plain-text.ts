import type { Block } from './block-kit/block-kit.ts';

/** What can be shown: a message, or an open modal. */
export interface Showable {
  readonly text?: string;
  readonly blocks: readonly Block[];
  readonly payload?: Readonly<Record<string, unknown>>;
}

/** A message or modal as lines of plain text, in the way a person would read it. */
export function toPlainText(shown: Showable): string {
  const lines = shown.blocks.flatMap(blockLines);
  const title = objectText(shown.payload?.title);
  if (title !== '') lines.unshift(`== ${title} ==`);
  for (const part of ['submit', 'close']) {
    const label = objectText(shown.payload?.[part]);
    if (label !== '') lines.push(`[${label}]`);
  }
  return (shown.blocks.length === 0 && shown.text !== undefined ? [readable(shown.text)] : lines).join('\n');
}

/** mrkdwn as people see it: dates as their fallback, links by their label, entities as characters; `:emoji:` stays. */
export function readable(markup: string): string {
  return markup
    .replace(/<!date\^[^|>]*\|([^>]*)>/g, '$1')
    .replace(/<!(here|channel|everyone)(\|[^>]*)?>/g, '@$1')
    .replace(
      /<([@#])([A-Z0-9]+)(?:\|([^>]*))?>/g,
      (_, sign: string, id: string, label?: string) => sign + (label || id),
    )
    .replace(/<[^<>|\s]+\|([^<>]*)>/g, '$1')
    .replace(/<((?:https?|mailto):[^<>|\s]+)>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

function blockLines(block: Block): string[] {
  switch (block.type) {
    case 'header':
      return ['', `# ${objectText(block.text)}`];
    case 'section':
      return sectionLines(block);
    case 'context':
      return [list(block.elements).map(elementText).join('  ')];
    case 'actions':
    case 'context_actions':
      return [list(block.elements).map(elementText).join('  ')];
    case 'divider':
      return ['---'];
    case 'image':
      return [`(picture: ${String(block.alt_text)})`];
    case 'markdown':
      return String(block.text).split('\n');
    case 'alert':
      return [`! ${objectText(block.text)}`];
    case 'input':
      return [`${objectText(block.label)}: ____`];
    case 'rich_text':
      return list(block.elements).flatMap((element) => richLines(element));
    case 'table':
    case 'data_table':
      return tableLines(block);
    case 'data_visualization':
      return chartLines(block);
    case 'container':
      return [objectText(block.title), ...list(block.child_blocks).flatMap(blockLines)];
    case 'card':
      return [block.title, block.subtitle, block.body, block.subtext].map(objectText).filter((text) => text !== '');
    case 'carousel':
      return list(block.elements).flatMap(blockLines);
    default:
      return [`(${String(block.type)})`];
  }
}

function sectionLines(block: Block): string[] {
  const text = objectText(block.text);
  const lines = text === '' ? [] : text.split('\n');
  const fields = list(block.fields).map((field) => objectText(field));
  for (let index = 0; index < fields.length; index += 2) {
    lines.push(...twoColumns(fields[index] ?? '', fields[index + 1] ?? ''));
  }
  const accessory = typeof block.accessory === 'object' && block.accessory !== null ? elementText(block.accessory) : '';
  if (accessory !== '') lines[0] = `${lines[0] ?? ''}  ${accessory}`.trim();
  return lines;
}

/** Two fields beside each other, line by line. */
function twoColumns(left: string, right: string): string[] {
  const [lefts, rights] = [left.split('\n'), right.split('\n')];
  const width = Math.max(...lefts.map((line) => line.length), 34) + 2;
  const count = Math.max(lefts.length, rights.length);
  return Array.from({ length: count }, (_, row) => `${(lefts[row] ?? '').padEnd(width)}${rights[row] ?? ''}`.trimEnd());
}

function tableLines(block: Block): string[] {
  const rows = Array.isArray(block.rows) ? block.rows : [];
  const caption = typeof block.caption === 'string' ? [block.caption] : [];
  return [...caption, ...rows.map((row: unknown) => list(row).map(cellText).join(' | '))];
}

/** The title, and a line of numbers for each series, or for a pie as a whole. */
function chartLines({ title, chart }: Block): string[] {
  const { series, segments }: Block = Object(chart);
  const lines = Array.isArray(series)
    ? list(series).map(({ name, data }) => `  ${String(name)}: ${pointsText(data)}`)
    : [`  ${pointsText(segments)}`];
  return `(chart: ${String(title)}\n${lines.join('\n')})`.split('\n');
}

function pointsText(points: unknown): string {
  return list(points)
    .map(({ label, value }) => `${String(label)} ${Number(value).toLocaleString('en-US')}`)
    .join(' · ');
}

function cellText(cell: Block): string {
  if (cell.type === 'action_cell') return elementText(Object(cell.element));
  if (cell.type === 'rich_text') return blockLines(cell).join(' ');
  return String(cell.text ?? cell.value ?? '');
}

function richLines(element: Block): string[] {
  if (element.type === 'rich_text_list') return list(element.elements).map((item) => `- ${inlineText(item)}`);
  const lines = inlineText(element).split('\n');
  return element.type === 'rich_text_quote' ? lines.map((line) => `> ${line}`) : lines;
}

function inlineText(section: Block): string {
  return list(section.elements)
    .map((part) => {
      if (part.type === 'emoji') return `:${String(part.name)}:`;
      return String(part.text ?? part.fallback ?? part.url ?? part.user_id ?? part.channel_id ?? '');
    })
    .join('');
}

/** Buttons as `[label]`, menus as `[label v]`, the three dots with what is behind them, pictures by their description. */
function elementText(element: object): string {
  const part: Block = { ...element };
  if (part.type === 'image') return `(picture: ${String(part.alt_text)})`;
  if (part.type === 'button' || part.type === 'icon_button') return `[${objectText(part.text)}]`;
  if (part.type === 'overflow')
    return `[⋯ ${list(part.options)
      .map((option) => objectText(option.text))
      .join(' · ')}]`;
  if (part.type === 'mrkdwn' || part.type === 'plain_text') return objectText(part);
  return `[${objectText(part.placeholder) || String(part.type)} v]`;
}

/** The text of a text object; plain_text knows no mark-up, so nothing is turned there. */
function objectText(value: unknown): string {
  if (typeof value !== 'object' || value === null || !('text' in value)) return '';
  const text = String(value.text);
  return 'type' in value && value.type === 'plain_text' ? unescaped(text) : readable(text);
}

/** Slack unescapes its three entities in plain text, too. */
function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

function list(value: unknown): Block[] {
  return Array.isArray(value) ? value : [];
}
