import { z } from 'zod';
import { keys } from '../storage/keys.ts';
import type { Kv } from '../storage/kv.ts';
import type { Occurrence } from '../webinar/occurrence.ts';

/** A run under its webinar's number, so that all runs of which something is kept are found without Zoom. */
export const NotedRun = z.object({
  topic: z.string().nullable(),
  endedAt: z.string().nullable(),
  hostKey: z.string().nullable(),
});

/** As long as it is kept that a run ended; reports may live longer. */
export const LEAST_RUN_LIFE_SECONDS = 14 * 24 * 3600;

/** @param lifeSeconds at least as long as anything is kept of a run */
export async function noteRun(kv: Kv, occurrence: Occurrence, lifeSeconds: number): Promise<void> {
  const { webinarId, uuid, topic, endedAt, hostKey } = occurrence;
  if (webinarId === null || uuid === null) return;
  const run: z.infer<typeof NotedRun> = { topic, endedAt, hostKey };
  await kv.hashSet(keys.runsOfNumber(webinarId).name, { [uuid]: JSON.stringify(run) }, lifeSeconds);
}
