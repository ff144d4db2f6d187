import type { KnownBlock } from '@slack/types';
import type { Mrkdwn } from '../text/mrkdwn.ts';
import { isNativeBlock, type MessageBlock, NATIVE_LIMITS, type NativeBlock } from './native-data.ts';

/** What is sent to Slack. `text` says it all in short: notifications and screen readers have nothing else. */
export interface Message {
  readonly text: string;
  readonly blocks: MessageBlock[];
  /** The same without charts and tables, where it is not enough to leave those out. */
  readonly plainBlocks?: KnownBlock[];
}

/** A message of one or more blocks, with as many charts and tables as Slack takes in one. */
export function createMessage(
  text: Mrkdwn,
  blocks: readonly (MessageBlock | null)[],
  plainBlocks?: readonly (KnownBlock | null)[],
): Message {
  const left: Record<NativeBlock['type'], number> = {
    data_visualization: NATIVE_LIMITS.messageCharts,
    data_table: NATIVE_LIMITS.messageTables,
  };
  const fitting = blocks.filter((block) => {
    if (block === null || !isNativeBlock(block)) return block !== null;
    left[block.type] -= 1;
    return left[block.type] >= 0;
  });
  return {
    text: text.mrkdwn,
    blocks: fitting.filter((block) => block !== null),
    ...(plainBlocks && { plainBlocks: plainBlocks.filter((block) => block !== null) }),
  };
}

/** Whether there is something in it that not every workspace takes. */
export function hasNativeBlocks({ blocks }: Message): boolean {
  return blocks.some(isNativeBlock);
}

/** The same message in blocks that every workspace takes. */
export function withoutNativeBlocks({ text, blocks, plainBlocks }: Message): Message {
  return { text, blocks: plainBlocks ?? blocks.filter((block) => !isNativeBlock(block)) };
}
