import { type Block, type BlockProblem, checkMessageBlocks, checkView } from '../slack/block-kit/block-kit.ts';
import type { SimMessage } from '../slack/stores/message-store.ts';
import type { SimView } from '../slack/stores/view-store.ts';
import { readable, toPlainText } from '../slack/to-plain-text.ts';
import type { WireInspection } from './wire.ts';

/** What was sent, whether Slack takes it, how near to the limits it is, and what is read aloud. */
export function inspectMessage(message: SimMessage, nativeData: boolean): WireInspection {
  const blocks = asSent(message.blocks);
  return {
    json: JSON.stringify({ text: message.text, ...(blocks.length === 0 ? {} : { blocks }) }, null, 2),
    text: readable(message.text),
    plain: toPlainText(message).trim(),
    problems: problemLines(checkMessageBlocks(blocks, nativeData)),
    sizes: [
      { what: 'blocks', size: blocks.length, limit: 50 },
      { what: 'characters of text', size: message.text.length, limit: 4000 },
      ...commonSizes(blocks),
    ],
  };
}

/** The same for an open modal. */
export function inspectView(view: SimView): WireInspection {
  return {
    json: JSON.stringify(view.payload, null, 2),
    text: '',
    plain: toPlainText(view).trim(),
    problems: problemLines(checkView(view.payload)),
    sizes: [
      { what: 'blocks', size: view.blocks.length, limit: 100 },
      { what: 'bytes', size: Buffer.byteLength(JSON.stringify(view.payload)), limit: 250_000 },
      ...commonSizes(asSent(view.blocks)),
    ],
  };
}

function commonSizes(blocks: readonly Block[]): WireInspection['sizes'] {
  const texts = strings(blocks, 'text').map((text) => text.length);
  const values = strings(blocks, 'value').map((value) => value.length);
  return [
    { what: 'longest text object', size: Math.max(0, ...texts), limit: 3000 },
    ...(values.length === 0 ? [] : [{ what: 'longest button value', size: Math.max(...values), limit: 2000 }]),
  ];
}

function problemLines(problem: BlockProblem | null): string[] {
  return problem === null ? [] : [problem.error, ...problem.messages];
}

/** Without the ids that the simulator, like Slack, gives to blocks and elements that came without. */
function asSent(blocks: readonly Block[]): Block[] {
  return blocks.map((block) => {
    const { block_id: blockId, ...rest } = block;
    const own = /^(b\d+x\d+|v\d+)$/.test(String(blockId)) ? rest : block;
    const elements = Array.isArray(own.elements) ? { elements: own.elements.map(elementAsSent) } : {};
    const accessory = isObject(own.accessory) ? { accessory: elementAsSent(own.accessory) } : {};
    return { ...own, ...elements, ...accessory };
  });
}

function elementAsSent(element: unknown): unknown {
  if (!isObject(element) || !/^a\d+x\d+$/.test(String(element.action_id))) return element;
  const { action_id: _, ...rest } = element;
  return rest;
}

function strings(value: unknown, key: string): string[] {
  if (Array.isArray(value)) return value.flatMap((part) => strings(part, key));
  if (!isObject(value)) return [];
  const here = value[key];
  return [...(typeof here === 'string' ? [here] : []), ...Object.values(value).flatMap((part) => strings(part, key))];
}

function isObject(value: unknown): value is Block {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
