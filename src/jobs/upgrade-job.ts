import { z } from 'zod';
import type { JobName } from './catalog.ts';

/** Jobs as version 1 stored them: without an envelope, under these names. */
const VERSION_1: ReadonlyMap<string, JobName> = new Map([
  ['build-report', 'report.read'],
  ['deliver', 'answer.deliver'],
  ['settle', 'report.automatic'],
  ['post', 'channel.post'],
  ['tell-paused', 'owner.tell'],
  ['sweep', 'ended.sweep'],
]);

/** What version 1 ran every so often. */
export const OLD_SCHEDULES: readonly string[] = ['sweep'];

const OfWaiter = z.looseObject({ waiterId: z.string() });

/** A job that version 1 stored, as this version has it; null when version 1 knew no job of that name. */
export function upgradeJob(name: string, data: unknown): { readonly name: JobName; readonly payload: unknown } | null {
  const newName = VERSION_1.get(name);
  if (newName === undefined) return null;
  const { waiterId, ...rest } = OfWaiter.safeParse(data).data ?? {};
  return { name: newName, payload: waiterId === undefined ? data : { ...rest, requestId: waiterId } };
}
