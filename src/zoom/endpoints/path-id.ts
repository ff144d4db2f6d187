import type { Occurrence } from '../../webinar/occurrence.ts';
import { encodeUuid } from './encode-uuid.ts';

/** What a run is called in a path: its UUID, or the number where that is not known. */
export function pathId({ uuid, webinarId }: Pick<Occurrence, 'uuid' | 'webinarId'>): string {
  if (uuid !== null) return encodeUuid(uuid);
  if (webinarId !== null) return webinarId;
  throw new Error('an occurrence has a UUID or a webinar ID');
}
