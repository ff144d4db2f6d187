import type { Logger } from '../../logger.ts';
import { keys } from '../../storage/keys.ts';
import type { Kv } from '../../storage/kv.ts';
import type { ChannelPostRecords } from '../delivery/channel-post-record.ts';
import { DeliveryError } from '../delivery/delivery-error.ts';
import { decideDeliveryRetry } from '../delivery/delivery-retry.ts';
import type { Messenger, PostedMessage } from '../delivery/messenger.ts';
import type { LivePostRecords } from '../live/live-posts.ts';

/** Later than any read: what still waits in the queue is told nothing more. */
const LAST_STEP = Number.MAX_SAFE_INTEGER;

export interface RemoveMessagesDependencies {
  readonly kv: Kv;
  readonly records: ChannelPostRecords;
  readonly livePosts: LivePostRecords;
  readonly messenger: Messenger;
  /** A file that is gone already is no failure. @throws DeliveryError */
  readonly deleteFile: (fileId: string) => Promise<void>;
  readonly logger: Logger;
}

/**
 * Puts "removed" in the place of what stands in Slack of a run: reports, what people shared or got as a direct message, and
 * warnings; and deletes its files. What Slack will never let be changed is left.
 * @throws DeliveryError when trying again later may help; what was done is not done again
 */
export async function removeMessages(deps: RemoveMessagesDependencies, key: string): Promise<void> {
  const { kv, records, livePosts } = deps;
  for (const channelId of await kv.hashKeys(keys.channelsTold(key).name)) {
    const record = await records.load({ key, channelId });
    if (!record || record.step === LAST_STEP) continue;
    const { channel, ts } = record;
    if (ts !== null) await remove(deps, { channel, ts });
    await records.save(
      { key, channelId },
      { ...record, told: null, version: '', final: true, concluded: true, step: LAST_STEP },
    );
  }

  const shared = await kv.hashGetAll(keys.sharedPosts(key).name);
  for (const [ts, channel] of Object.entries(shared)) {
    await remove(deps, { channel, ts });
    await kv.hashDelete(keys.sharedPosts(key).name, ts);
  }

  for (const fileId of await kv.hashKeys(keys.sharedFiles(key).name)) {
    await unlessNever(() => deps.deleteFile(fileId), { file: fileId }, deps);
    await kv.hashDelete(keys.sharedFiles(key).name, fileId);
  }

  for (const channelId of await livePosts.channels(key)) {
    const { posts = {} } = (await livePosts.load(key, channelId)) ?? {};
    for (const { channel, ts } of Object.values(posts)) await remove(deps, { channel, ts });
    await livePosts.remove(key, channelId);
  }
}

function remove(deps: RemoveMessagesDependencies, post: PostedMessage): Promise<void> {
  const edit = () => deps.messenger.send({ kind: 'post', post, isEditOnly: true }, { kind: 'removed' });
  return unlessNever(edit, { channel: post.channel }, deps);
}

async function unlessNever(
  change: () => Promise<unknown>,
  what: Readonly<Record<string, string>>,
  { logger }: Pick<RemoveMessagesDependencies, 'logger'>,
): Promise<void> {
  try {
    await change();
  } catch (error) {
    if (!(error instanceof DeliveryError) || decideDeliveryRetry(error).kind !== 'never') throw error;
    logger.warn(
      { err: error, ...what },
      'something of a deleted report stays in Slack, which does not let it be changed',
    );
  }
}
