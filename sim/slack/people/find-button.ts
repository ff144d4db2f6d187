import type { Block } from '../block-kit/block-kit.ts';

/** Something to click on, with the block it stands in. */
export interface FoundElement {
  readonly blockId: string;
  readonly element: Block;
  /** The text of the menu's entry that was looked for. */
  readonly option?: string;
}

/**
 * Finds a button or menu by its action_id, its exact label, or a part of it; an entry of a menu ⋯ by its text.
 * @param block only in this block
 * @throws Error naming what is there
 */
export function findElement(blocks: readonly Block[], wanted: string, block?: string): FoundElement {
  const all = clickable(blocks).filter(({ blockId }) => block === undefined || blockId === block);
  const byId = all.find(({ element }) => element.action_id === wanted);
  const exact = all.find((one) => labelOf(one) === wanted);
  const partly = all.find((one) => labelOf(one).toLowerCase().includes(wanted.toLowerCase()));
  const found = byId ?? exact ?? partly;
  if (found === undefined) {
    const names = all.map((one) => `"${labelOf(one)}" (${one.element.action_id})`);
    throw new Error(`no button "${wanted}"; there are ${names.join(', ') || 'none'}`);
  }
  return found;
}

/** Labels of everything that can be clicked, in reading order. */
export function buttonLabels(blocks: readonly Block[]): string[] {
  return clickable(blocks).map(labelOf);
}

function clickable(blocks: readonly Block[]): FoundElement[] {
  return blocks.flatMap((block) => {
    const inRows = list(block.rows).flatMap((row) => list(row).map(({ element }) => element));
    const candidates = [block.accessory, ...list(block.elements), ...list(block.actions), ...inRows];
    const here = candidates.filter(isInteractive).flatMap((element) => entriesOf(String(block.block_id), element));
    return [...here, ...clickable(list(block.child_blocks))];
  });
}

/** The three dots have no label of their own: people look at what is behind them. */
function entriesOf(blockId: string, element: Block): FoundElement[] {
  if (element.type !== 'overflow') return [{ blockId, element }];
  return list(element.options).map(({ text }) => ({ blockId, element, option: textOf(text) }));
}

function labelOf({ element, option }: FoundElement): string {
  return option ?? textOf(element.text ?? element.placeholder);
}

function textOf(text: unknown): string {
  return typeof text === 'object' && text !== null && 'text' in text ? String(text.text) : '';
}

function isInteractive(value: unknown): value is Block {
  if (typeof value !== 'object' || value === null || !('type' in value)) return false;
  return ['button', 'static_select', 'overflow', 'icon_button', 'workflow_button'].includes(String(value.type));
}

function list(value: unknown): Block[] {
  return Array.isArray(value) ? value : [];
}
