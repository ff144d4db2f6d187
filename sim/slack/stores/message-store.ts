import type { SimClock } from '../../runtime/clock.ts';
import type { Block } from '../block-kit/block-kit.ts';

/** A message as it stands now; every edit makes a new object. */
export interface SimMessage {
  readonly ts: string;
  readonly channel: string;
  /** Who wrote it: the bot, a person, or Slackbot (`USLACKBOT`) for failures. */
  readonly user: string;
  /** The only one who sees it; absent: everybody in the channel. */
  readonly ephemeralFor?: string;
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly threadTs?: string;
  /** Ids of attached files. */
  readonly files: readonly string[];
  /** How often it was changed. */
  readonly edits: number;
  readonly deleted: boolean;
}

export interface MessageVersion {
  /** The simulator's time, milliseconds since 1970. */
  readonly atMs: number;
  readonly kind: 'posted' | 'edited' | 'deleted';
  readonly message: SimMessage;
}

type NewMessage = Pick<SimMessage, 'channel' | 'user' | 'text'> &
  Partial<Pick<SimMessage, 'ephemeralFor' | 'blocks' | 'threadTs' | 'files'>>;

export interface MessageStore {
  /** Every version of every message, oldest first. */
  readonly history: readonly MessageVersion[];
  post(message: NewMessage): SimMessage;
  edit(message: SimMessage, text: string, blocks: readonly Block[]): SimMessage;
  remove(message: SimMessage): void;
  /** A file was deleted: whoever sees a message with it learns that. */
  fileGone(fileId: string): void;
  /** Deleted ones are not found. */
  find(channel: string, ts: string): SimMessage | undefined;
  /** What a person sees in a channel, oldest first. */
  messagesFor(user: string, channel: string): SimMessage[];
}

export function createMessageStore(clock: SimClock, changed: () => void): MessageStore {
  const messages = new Map<string, SimMessage>();
  const history: MessageVersion[] = [];
  let counter = 0;
  const key = (channel: string, ts: string) => `${channel}:${ts}`;

  function keep(kind: MessageVersion['kind'], message: SimMessage): SimMessage {
    messages.set(key(message.channel, message.ts), message);
    history.push({ atMs: clock.now(), kind, message });
    changed();
    return message;
  }

  return {
    history,
    post({ blocks = [], files = [], ...rest }) {
      counter += 1;
      const ts = `${Math.floor(clock.now() / 1000)}.${String(counter).padStart(6, '0')}`;
      return keep('posted', { ...rest, ts, files, blocks: identified(blocks, counter), edits: 0, deleted: false });
    },
    edit(message, text, blocks) {
      counter += 1;
      return keep('edited', { ...message, text, blocks: identified(blocks, counter), edits: message.edits + 1 });
    },
    remove: (message) => void keep('deleted', { ...message, deleted: true }),
    fileGone(fileId) {
      for (const message of messages.values()) if (message.files.includes(fileId)) keep('edited', { ...message });
    },
    find(channel, ts) {
      const found = messages.get(key(channel, ts));
      return found?.deleted ? undefined : found;
    },
    messagesFor: (user, channel) =>
      [...messages.values()].filter(
        (message) =>
          message.channel === channel &&
          !message.deleted &&
          (message.ephemeralFor === undefined || message.ephemeralFor === user),
      ),
  };
}

/** Gives blocks and elements the ids they lack, as Slack does; the block's are new with every version. */
function identified(blocks: readonly Block[], version: number): Block[] {
  return blocks.map((block, index) => {
    const named = { ...block, block_id: block.block_id ?? `b${version}x${index}` };
    const withId = (element: object, place: number) => ({ action_id: `a${index}x${place}`, ...element });
    const { accessory, elements } = block;
    if (block.type === 'actions' && Array.isArray(elements)) return { ...named, elements: elements.map(withId) };
    const isButton = typeof accessory === 'object' && accessory !== null && !('alt_text' in accessory);
    return isButton ? { ...named, accessory: withId(accessory, 0) } : named;
  });
}
