import type { ActionsBlockElement, ModalView, SectionBlockAccessory } from '@slack/types';
import type { Message } from '../../src/messages/block-kit/message.ts';
import { isTable, type MessageBlock, type TableBlock } from '../../src/messages/block-kit/native-data.ts';

/** Every text object of a message or modal with its kind, and the top-level text as mrkdwn. */
export function textsOf(payload: Message | ModalView): { type: string; text: string }[] {
  const found = 'type' in payload ? [] : [{ type: 'mrkdwn', text: payload.text }];
  return [...found, ...collect('type' in payload ? payload.title : null), ...collect(payload.blocks)];
}

function collect(node: unknown): { type: string; text: string }[] {
  if (Array.isArray(node)) return node.flatMap(collect);
  if (typeof node !== 'object' || node === null) return [];
  if (isTableNode(node)) return tableTexts(node);
  const own = isTextObject(node) ? [{ type: node.type, text: node.text }] : [];
  return [...own, ...Object.values(node).flatMap(collect)];
}

/** Of a table: what stands in a cell is read with the heading of its column. */
function tableTexts({ caption, rows }: TableBlock): { type: string; text: string }[] {
  const [heading = [], ...others] = rows;
  const titles = heading.map((cell) => ('text' in cell ? cell.text : ''));
  const cells = others.flatMap((row) =>
    row.flatMap((cell, column) =>
      collect(cell).map(({ type, text }) => ({ type, text: `${titles[column]}: ${text}` })),
    ),
  );
  return [{ type: 'raw_text', text: caption }, ...cells];
}

function isTableNode(node: object): node is TableBlock {
  return 'type' in node && isTable({ type: String(node.type) });
}

function isTextObject(node: object): node is { type: string; text: string } {
  return 'type' in node && 'text' in node && typeof node.type === 'string' && typeof node.text === 'string';
}

/** The buttons of a message in order: label, action id, decoded value. */
export function buttonsOf(blocks: readonly MessageBlock[]): { label: string; action: string; value: unknown }[] {
  return blocks
    .flatMap(elementsOf)
    .flatMap((element) =>
      element.type === 'button'
        ? [{ label: element.text.text, action: element.action_id ?? '', value: JSON.parse(element.value ?? 'null') }]
        : [],
    );
}

function elementsOf(block: MessageBlock): (ActionsBlockElement | SectionBlockAccessory)[] {
  if (block.type === 'actions') return block.elements;
  return block.type === 'section' && block.accessory ? [block.accessory] : [];
}

/** What is behind ⋯, in order: label and value. */
export function menuOf(blocks: readonly MessageBlock[]): { label: string; value: string }[] {
  return blocks
    .flatMap(elementsOf)
    .flatMap((element) => (element.type === 'overflow' ? element.options : []))
    .map(({ text, value }) => ({ label: text.text, value: value ?? '' }));
}

/** The words of one block, lines joined. */
export function wordsOf(block: MessageBlock | undefined): string {
  return block
    ? collect(block)
        .map(({ text }) => text)
        .join('\n')
    : '';
}

const OWN_TOKENS = /<!date\^\d+\^[{}a-z_ ]+\|[^<>|]*>|<#[CG][A-Z0-9]+>/g;

/** Mrkdwn as it reads where date tokens do not work. */
export function withDateFallbacks(text: string): string {
  return text.replace(/<!date\^\d+\^[^|>]*\|([^>]*)>/g, '$1');
}

/** What is left of mrkdwn once the bot's own tokens are taken out. */
export function withoutOwnTokens(text: string): string {
  return text.replace(OWN_TOKENS, '');
}
