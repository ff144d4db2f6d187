import type { ModalView } from '@slack/types';
import type { Message } from '../../../src/messages/block-kit/message.ts';

/** A message, or a modal, as it stands in the gallery. */
export interface Entry {
  readonly title: string;
  readonly shown: Message | ModalView;
}

/** Messages that belong together. */
export interface Group {
  readonly title: string;
  /** Who reads these, and when. */
  readonly about: string;
  /** Numbers in the field's own words are for these only: connection details. */
  readonly isForExperts?: boolean;
  readonly entries: readonly Entry[];
}

export function entry(title: string, shown: Message | ModalView): Entry {
  return { title, shown };
}
