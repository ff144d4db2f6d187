import type { Block } from '../block-kit/block-kit.ts';

/** Something to click on, with the block it stands in. */
export interface FoundElement {
  readonly blockId: string;
  readonly element: Block;
}

/**
 * Finds a button, menu or overflow by its action_id, its exact label, or a part of it.
 * @param block only in this block
 * @throws Error naming what is there
 */
export function findElement(blocks: readonly Block[], wanted: string, block?: string): FoundElement {
  const all = clickable(blocks).filter(({ blockId }) => block === undefined || blockId === block);
  const byId = all.find(({ element }) => element.action_id === wanted);
  const exact = all.find(({ element }) => labelOf(element) === wanted);
  const partly = all.find(({ element }) => labelOf(element).toLowerCase().includes(wanted.toLowerCase()));
  const found = byId ?? exact ?? partly;
  if (found === undefined) {
    const names = all.map(({ element }) => `"${labelOf(element)}" (${element.action_id})`);
    throw new Error(`no button "${wanted}"; there are ${names.join(', ') || 'none'}`);
  }
  return found;
}

/** Labels of everything that can be clicked, in reading order. */
export function buttonLabels(blocks: readonly Block[]): string[] {
  return clickable(blocks).map(({ element }) => labelOf(element));
}

function clickable(blocks: readonly Block[]): FoundElement[] {
  return blocks.flatMap((block) => {
    const candidates = [block.accessory, ...list(block.elements), ...list(block.actions)];
    const here = candidates.filter(isInteractive).map((element) => ({ blockId: String(block.block_id), element }));
    return [...here, ...clickable(list(block.child_blocks))];
  });
}

function labelOf(element: Block): string {
  const text = element.text ?? element.placeholder;
  return typeof text === 'object' && text !== null && 'text' in text ? String(text.text) : '';
}

function isInteractive(value: unknown): value is Block {
  if (typeof value !== 'object' || value === null || !('type' in value)) return false;
  return ['button', 'static_select', 'overflow', 'icon_button', 'workflow_button'].includes(String(value.type));
}

function list(value: unknown): Block[] {
  return Array.isArray(value) ? value : [];
}
