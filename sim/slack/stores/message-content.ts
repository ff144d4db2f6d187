import { type Block, checkMessageBlocks } from '../block-kit/block-kit.ts';
import type { ApiArgs } from '../web-api/api-method.ts';
import { argJson, argText } from '../web-api/api-method.ts';

export interface MessageContent {
  readonly text: string;
  readonly blocks: readonly Block[];
  /** Remarks that Slack adds to a success. */
  readonly warnings: readonly string[];
}

export interface ContentProblem {
  readonly error: string;
  readonly messages: readonly string[];
}

/** Longer texts are cut, not refused. */
const MAX_TEXT = 40_000;

/** Text and blocks of a message as Slack reads them, or why it refuses them. */
export function readContent(args: ApiArgs, nativeData: boolean): MessageContent | ContentProblem {
  const text = argText(args, 'text').slice(0, MAX_TEXT);
  const given = args.blocks !== undefined && args.blocks !== '';
  const blocks = given ? argJson(args, 'blocks') : [];
  if (!Array.isArray(blocks)) return { error: 'invalid_blocks_format', messages: [] };
  if (blocks.length === 0 && text === '') return { error: 'no_text', messages: [] };
  const problem = checkMessageBlocks(blocks, nativeData);
  if (problem) return problem;
  const hasMarkdown = blocks.some((block: Block) => block.type === 'markdown');
  if (hasMarkdown && argText(args, 'markdown_text') !== '') return { error: 'markdown_text_conflict', messages: [] };
  return { text, blocks, warnings: text === '' ? ['missing_text_in_message'] : [] };
}
