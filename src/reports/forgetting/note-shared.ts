import { keys } from '../../storage/keys.ts';
import type { Kv } from '../../storage/kv.ts';
import type { PostedMessage } from '../delivery/messenger.ts';

/** Keeps where a report was shared, for the day on which it has to go. Never rejects: the message stands already. */
export async function noteShared(kv: Pick<Kv, 'hashSet'>, key: string, { channel, ts }: PostedMessage): Promise<void> {
  const { name, lifeSeconds } = keys.sharedPosts(key);
  await kv.hashSet(name, { [ts]: channel }, lifeSeconds).catch(() => undefined);
}
