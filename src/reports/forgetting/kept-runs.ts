import { z } from 'zod';
import { parseJson } from '../../runtime/parse-json.ts';
import { keys } from '../../storage/keys.ts';
import type { Kv } from '../../storage/kv.ts';
import { parseOccurrenceUuid, type WebinarRef } from '../../webinar/ids.ts';
import type { Occurrence } from '../../webinar/occurrence.ts';
import { createAutomaticReportStates } from '../automatic/automatic-report-state.ts';
import { NotedRun } from '../noted-run.ts';
import type { Occurrences } from '../reading/occurrences.ts';

/** A run of which something may be kept. */
export interface KeptRun {
  /** `Occurrence.key`. */
  readonly key: string;
  readonly webinarId: string | null;
  readonly topic: string | null;
  readonly endedAt: string | null;
  /** The host by address and by user id, as keyed hashes, as far as they are known. */
  readonly hostKeys: readonly string[];
}

/** Finds what is kept, without asking Zoom. @throws AppError of the store */
export type FindKeptRuns = (ref: WebinarRef) => Promise<KeptRun[]>;

export function createFindKeptRuns({
  kv,
  occurrences,
}: {
  kv: Kv;
  occurrences: Pick<Occurrences, 'known'>;
}): FindKeptRuns {
  const states = createAutomaticReportStates(kv);

  async function isKept(key: string): Promise<boolean> {
    const { done, before, ended } = await states.load(key);
    const isPending = !done && (await kv.get(keys.ended(key).name)) !== null;
    if (isPending || before !== null || ended !== undefined) return true;
    const names = [keys.reportHead(key).name, keys.liveWebinar(key).name];
    const hashes = [
      ...[keys.checkpoint(key), keys.participantsList(key), keys.collected(key), keys.collectedData(key)],
      // Messages with names may stand longer than what they were made of.
      ...[keys.sharedPosts(key), keys.sharedFiles(key), keys.livePosts(key), keys.requestsFor(key)],
    ];
    const [values, lengths] = await Promise.all([
      Promise.all(names.map((name) => kv.get(name))),
      Promise.all(hashes.map(({ name }) => kv.hashLength(name))),
    ]);
    return values.some((value) => value !== null) || lengths.some((length) => length > 0);
  }

  async function withHosts(known: Omit<KeptRun, 'hostKeys'>, hostKey: string | null): Promise<KeptRun> {
    const told = z
      .string()
      .nullable()
      .catch(null)
      .parse(readText(await kv.get(keys.endedHost(known.key).name)));
    return { ...known, hostKeys: [hostKey, told].filter((one) => one !== null) };
  }

  return async (ref) => {
    const nothing: Readonly<Record<string, string>> = {};
    const [latest, noted] = await Promise.all([
      occurrences.known(ref),
      ref.kind === 'id' ? kv.hashGetAll(keys.runsOfNumber(ref.id).name) : nothing,
    ]);
    const runs = new Map<string, Promise<KeptRun>>();
    for (const [uuid, text] of Object.entries(noted)) {
      const run = parseJson(text, NotedRun)?.data;
      if (!run || parseOccurrenceUuid(uuid) === null) continue;
      const webinarId = ref.kind === 'id' ? ref.id : null;
      runs.set(uuid, withHosts({ key: uuid, webinarId, topic: run.topic, endedAt: run.endedAt }, run.hostKey));
    }
    const named = latest ?? nothingKnown(ref);
    if (!runs.has(named.key)) {
      const { key, webinarId, topic, endedAt } = named;
      runs.set(key, withHosts({ key, webinarId, topic, endedAt }, named.hostKey));
    }
    const all = await Promise.all(runs.values());
    const kept = await Promise.all(all.map(({ key }) => isKept(key)));
    return all.filter((_, place) => kept[place]);
  };
}

function nothingKnown(ref: WebinarRef): Pick<Occurrence, 'key' | 'webinarId' | 'topic' | 'endedAt' | 'hostKey'> {
  const unknown = { topic: null, endedAt: null, hostKey: null };
  return ref.kind === 'id'
    ? { ...unknown, key: `id:${ref.id}`, webinarId: ref.id }
    : { ...unknown, key: ref.uuid, webinarId: null };
}

/** Stored values are JSON. */
function readText(text: string | null): unknown {
  return text === null ? null : (parseJson(text, z.unknown())?.data ?? null);
}
