import { z } from 'zod';
import { isOutcomeUnknown, toStorageTrouble } from '../../errors.ts';
import type { Clock } from '../../runtime/clock.ts';
import { keys } from '../../storage/keys.ts';
import type { Kv } from '../../storage/kv.ts';
import { parseStored, toStored } from '../../storage/stored-value.ts';
import { matchesFilter, subjectOf } from './match-subscription.ts';
import { isOwnerPause, Subscription, type Subscriptions } from './subscription.ts';

/** The id of the operator's own subscription, REPORT_CHANNEL. */
const REPORT_CHANNEL_ID = 'report-channel';
const ENTRY = 'subscription:';

const Entry = Subscription.omit({ paused: true });
type Entry = z.infer<typeof Entry>;

/**
 * All subscriptions in one hash, so that one read sees them as they are together. Its fields: `subscription:…` holds an
 * entry and is named for what it is about, so that adding the same twice, on two replicas at once, leaves one;
 * `paused:…` is there while nothing is posted and is set by one replica only, which then tells the owner;
 * `first-seen:…` says since when a channel has been REPORT_CHANNEL.
 */
export function createSubscriptions({
  kv,
  clock,
  newId,
  reportChannel,
}: {
  kv: Kv;
  clock: Clock;
  newId: () => string;
  reportChannel: string | null;
}): Subscriptions {
  const { name: key, lifeSeconds } = keys.subscriptions;
  const now = () => new Date(clock.now()).toISOString();

  async function firstSeen(channelId: string, fields: Record<string, string>): Promise<string> {
    const field = `first-seen:${channelId}`;
    const known = parseStored(z.string(), fields[field]);
    if (known !== null) return known;
    const seen = now();
    const isFirst = await kv.hashSetIfAbsent(key, field, toStored(seen), lifeSeconds).catch(nothingChanged);
    if (isFirst) return seen;
    const [text] = await kv.hashGet(key, [field]);
    return parseStored(z.string(), text) ?? seen;
  }

  async function all(): Promise<Subscription[]> {
    const fields = await kv.hashGetAll(key);
    const entries = Object.entries(fields).flatMap(([field, text]) =>
      field.startsWith(ENTRY) ? (parseStored(Entry, text) ?? []) : [],
    );
    entries.sort((a, b) => (a.createdAt < b.createdAt ? -1 : Number(a.createdAt > b.createdAt)));
    if (reportChannel !== null) entries.unshift(toBuiltIn(reportChannel, await firstSeen(reportChannel, fields)));
    return entries.map((entry) => ({ ...entry, paused: parseStored(z.string(), fields[pausedField(entry)]) }));
  }

  async function find(id: string): Promise<Subscription | null> {
    return (await all()).find((one) => one.id === id) ?? null;
  }

  async function pauseThose(isMeant: (one: Subscription) => boolean, reason: string): Promise<Subscription[]> {
    const paused: Subscription[] = [];
    for (const one of await all()) {
      if (one.paused !== null || !isMeant(one)) continue;
      const isFirst = await kv.hashSetIfAbsent(key, pausedField(one), toStored(reason), lifeSeconds);
      if (isFirst) paused.push({ ...one, paused: reason });
    }
    return paused;
  }

  return {
    all,

    async add(wanted) {
      const field = entryField(wanted);
      const { minimumGrade, live = false } = wanted;
      const added: Entry = { ...wanted, id: newId(), createdAt: now() };
      const isNew = await kv.hashSetIfAbsent(key, field, toStored(added), lifeSeconds).catch(perhapsChanged);
      if (isNew) return { ...added, paused: null };
      // All at once: what it is and whether it is paused, in one turn of a store that may be slow.
      const fields = await kv.hashGetAll(key);
      const kept = parseStored(Entry, fields[field]);
      const { live: _, ...rest } = kept ?? added;
      const isLeft = kept !== null && isOwnerPause(parseStored(z.string(), fields[pausedField(kept)]));
      const owner = isLeft ? wanted.createdBy : rest.createdBy;
      const changed: Entry = kept ? { ...rest, createdBy: owner, minimumGrade, ...(live && { live }) } : added;
      await kv.hashSet(key, { [field]: toStored(changed) }, lifeSeconds).catch(perhapsChanged);
      await kv.hashDelete(key, pausedField(changed)).catch(partlyChanged);
      return { ...changed, paused: null };
    },

    async remove(id) {
      const found = await find(id);
      if (!found || id === REPORT_CHANNEL_ID) return null;
      await kv.hashDelete(key, entryField(found), pausedField(found)).catch(perhapsChanged);
      return found;
    },

    async resume(id, userId) {
      const found = await find(id);
      if (!found) return null;
      const { paused, ...entry } = found;
      const resumed: Entry = isOwnerPause(paused) ? { ...entry, createdBy: userId } : entry;
      // First: an end of the pause alone would bring it back with the next look at its owner.
      if (isOwnerPause(paused))
        await kv.hashSet(key, { [entryField(found)]: toStored(resumed) }, lifeSeconds).catch(perhapsChanged);
      await kv.hashDelete(key, pausedField(found)).catch(isOwnerPause(paused) ? partlyChanged : perhapsChanged);
      return { ...resumed, paused: null };
    },

    async matching(webinar) {
      return (await all()).filter(({ paused, filter }) => paused === null && matchesFilter(filter, webinar));
    },

    pauseChannel: (channelId, reason) => pauseThose((one) => one.channelId === channelId, reason),
    pauseOwner: (userId, reason) => pauseThose((one) => one.createdBy === userId, reason),
  };
}

function perhapsChanged(error: unknown): never {
  if (!isOutcomeUnknown(error)) throw error;
  partlyChanged(error);
}

function partlyChanged(error: unknown): never {
  throw toStorageTrouble(error, { kind: 'storage-outcome-unknown', asked: 'subscription' });
}

/** What was written is no change that anybody asked for. */
function nothingChanged(error: unknown): never {
  throw toStorageTrouble(error, { kind: 'storage-unavailable' });
}

function toBuiltIn(channelId: string, createdAt: string): Entry {
  return {
    id: REPORT_CHANNEL_ID,
    channelId,
    filter: { kind: 'all' },
    minimumGrade: 'Good',
    once: false,
    createdBy: null,
    createdAt,
  };
}

function entryField({ channelId, filter, once }: Pick<Subscription, 'channelId' | 'filter' | 'once'>): string {
  return `${ENTRY}${JSON.stringify([channelId, filter.kind, subjectOf(filter), once])}`;
}

/** With the channel: another REPORT_CHANNEL does not inherit the pause of the one before. */
function pausedField({ id, channelId }: Pick<Subscription, 'id' | 'channelId'>): string {
  return `paused:${id}:${channelId}`;
}
