import { z } from 'zod';
import { MessageBlock, ModalBlock } from './blocks.ts';
import { tableActionIds } from './data.ts';
import { plainText } from './objects.ts';

export type Block = Readonly<Record<string, unknown>>;

/** Why Slack refuses a payload, in its words. */
export interface BlockProblem {
  readonly error: 'invalid_blocks' | 'invalid_attachments' | 'invalid_arguments' | 'view_too_large';
  /** For `response_metadata.messages`. */
  readonly messages: readonly string[];
}

const View = z.strictObject({
  type: z.literal('modal'),
  title: plainText(24),
  blocks: z.array(ModalBlock).max(100),
  submit: plainText(24).optional(),
  close: plainText(24).optional(),
  private_metadata: z.string().max(3000).optional(),
  callback_id: z.string().max(255).optional(),
  external_id: z.string().max(255).optional(),
  clear_on_close: z.boolean().optional(),
  notify_on_close: z.boolean().optional(),
  submit_disabled: z.boolean().optional(),
});

/** Blocks that need new clients; Slack rolls them out workspace by workspace. */
const NATIVE_DATA = new Set(['data_table', 'data_visualization', 'container', 'card', 'carousel']);

/**
 * Checks the blocks of a message against the documented limits; null when Slack would take them.
 * @param nativeData whether the workspace already has data tables, charts, cards and containers
 */
export function checkMessageBlocks(blocks: unknown, nativeData = true): BlockProblem | null {
  const parsed = z.array(MessageBlock).max(50).safeParse(blocks);
  if (!parsed.success) return problem('invalid_blocks', messagesOf(parsed.error, '/blocks', blocks));
  const all = parsed.data as readonly Block[]; // safe: every block schema is an object
  if (!nativeData) {
    const index = all.findIndex((block) => NATIVE_DATA.has(String(block.type)));
    if (index >= 0) {
      return problem('invalid_blocks', [line(`unsupported type: ${all[index]?.type}`, `/blocks/${index}/type`)]);
    }
  }
  return duplicateIds(all, '/blocks', 'invalid_blocks') ?? wholeMessage(all);
}

/** Checks a modal; null when Slack would open it. */
export function checkView(view: unknown): BlockProblem | null {
  if (Buffer.byteLength(JSON.stringify(view) ?? '') > 250_000) return problem('view_too_large', []);
  const parsed = View.safeParse(view);
  if (!parsed.success) return problem('invalid_arguments', messagesOf(parsed.error, '/view', view));
  const { blocks, submit } = parsed.data;
  if (submit === undefined && blocks.some((block) => block.type === 'input')) {
    return problem('invalid_arguments', [line('missing required field: submit', '/view/submit')]);
  }
  return duplicateIds(blocks, '/view/blocks', 'invalid_arguments');
}

/** Limits that count over all blocks of a message. */
function wholeMessage(blocks: readonly Block[]): BlockProblem | null {
  const flat = blocks.flatMap((block) => [block, ...children(block)]);
  const ofType = (...types: string[]) => flat.filter((block) => types.includes(String(block.type)));
  if (ofType('table', 'data_table').length > 1) return problem('invalid_attachments', ['only_one_table_allowed']);
  if (ofType('data_visualization').length > 2) {
    return problem('invalid_blocks', [line('no more than 2 data_visualization blocks allowed', '/blocks')]);
  }
  const markdown = ofType('markdown').reduce((sum, block) => sum + String(block.text).length, 0);
  if (markdown > 12_000) return problem('invalid_blocks', [line('must be less than 12001 characters', '/blocks')]);
  const inTables = ofType('table').reduce((sum, block) => sum + cellCharacters(block.rows), 0);
  const inAll = inTables + ofType('data_table').reduce((sum, block) => sum + cellCharacters(block.rows), 0);
  if (inTables > 10_000 || inAll > 20_000) {
    return problem('invalid_blocks', [line('too many characters in table cells', '/blocks')]);
  }
  return null;
}

function duplicateIds(blocks: readonly Block[], base: string, error: BlockProblem['error']): BlockProblem | null {
  const seen = new Set<unknown>();
  for (const [index, block] of blocks.entries()) {
    if (block.block_id !== undefined && seen.has(block.block_id)) {
      return problem(error, [line(`block_id already exists: ${block.block_id}`, `${base}/${index}/block_id`)]);
    }
    seen.add(block.block_id);
    const elements = Array.isArray(block.elements) ? (block.elements as Block[]) : []; // safe: checked by the schemas
    const ids = elements.map((element) => element.action_id).filter((id) => id !== undefined);
    if (new Set(ids).size < ids.length) {
      return problem(error, [line('action_id already exists', `${base}/${index}/elements`)]);
    }
    const inRows = block.type === 'data_table' ? tableActionIds(block.rows) : [];
    if (new Set(inRows).size < inRows.length) {
      return problem(error, [line('action_id already exists', `${base}/${index}/rows`)]);
    }
  }
  return null;
}

function children(block: Block): readonly Block[] {
  return Array.isArray(block.child_blocks) ? block.child_blocks : [];
}

/** Characters of all texts in the cells; a number counts as its shown form, a button as its fallback. */
function cellCharacters(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, part) => sum + cellCharacters(part), 0);
  if (typeof value !== 'object' || value === null) return 0;
  if ('fallback' in value) return cellCharacters(value.fallback);
  let sum = 0;
  for (const [key, part] of Object.entries(value)) {
    if (key === 'text' && typeof part === 'string') sum += part.length;
    else if (key === 'value' && typeof part === 'number' && !('text' in value)) sum += String(part).length;
    else sum += cellCharacters(part);
  }
  return sum;
}

function problem(error: BlockProblem['error'], messages: readonly string[]): BlockProblem {
  return { error, messages };
}

function messagesOf(error: z.ZodError, base: string, input: unknown): string[] {
  return error.issues.map((issue) => {
    const extra = issue.code === 'unrecognized_keys' ? `/${issue.keys[0]}` : '';
    return line(wording(issue, input), base + issue.path.map((step) => `/${String(step)}`).join('') + extra);
  });
}

function wording(issue: z.core.$ZodIssue, input: unknown): string {
  switch (issue.code) {
    case 'too_big':
      return issue.origin === 'string'
        ? `must be less than ${Number(issue.maximum) + 1} characters`
        : `no more than ${issue.maximum} ${issue.origin === 'array' ? 'items ' : ''}allowed`;
    case 'too_small':
      return issue.origin === 'string'
        ? `must be more than ${Number(issue.minimum) - 1} characters`
        : `no fewer than ${issue.minimum} ${issue.origin === 'array' ? 'items ' : ''}allowed`;
    case 'unrecognized_keys':
      return `invalid additional property: ${issue.keys[0]}`;
    case 'invalid_union':
      return `unsupported type: ${String(valueAt(input, [...issue.path]))}`;
    case 'invalid_type': {
      if (valueAt(input, [...issue.path]) === undefined) return `missing required field: ${String(issue.path.at(-1))}`;
      return `must provide ${/^[aeiou]/.test(issue.expected) ? 'an' : 'a'} ${issue.expected}`;
    }
    default:
      return issue.message;
  }
}

function valueAt(input: unknown, path: PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, step) => (typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined),
    input,
  );
}

function line(message: string, pointer: string): string {
  return `[ERROR] ${message} [json-pointer:${pointer}]`;
}
