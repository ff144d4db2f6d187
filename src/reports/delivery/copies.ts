import { keys } from '../../storage/keys.ts';
import type { Kv } from '../../storage/kv.ts';
import type { PostedMessage } from './messenger.ts';

/**
 * Keeps where copies of a report are in Slack that no other record names, for the day on which they have to go. Neither
 * rejects: the copies are there already.
 */
export interface Copies {
  /** What somebody shared, or got as a direct message. */
  notePost(occurrenceKey: string, post: PostedMessage): Promise<void>;
  noteFiles(occurrenceKey: string, fileIds: readonly string[]): Promise<void>;
}

export function createCopies(kv: Pick<Kv, 'hashSet'>): Copies {
  return {
    async notePost(occurrenceKey, { channel, ts }) {
      const { name, lifeSeconds } = keys.sharedPosts(occurrenceKey);
      await kv.hashSet(name, { [ts]: channel }, lifeSeconds).catch(() => undefined);
    },
    async noteFiles(occurrenceKey, fileIds) {
      if (fileIds.length === 0) return;
      const { name, lifeSeconds } = keys.sharedFiles(occurrenceKey);
      const fields = Object.fromEntries(fileIds.map((id) => [id, '']));
      await kv.hashSet(name, fields, lifeSeconds).catch(() => undefined);
    },
  };
}
