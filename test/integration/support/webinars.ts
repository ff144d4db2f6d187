import { samplePeople } from '../../../sim/zoom/samples/sample-people.ts';
import type { SimWebinar } from '../../../sim/zoom/webinars/webinar.ts';
import type { World } from './world.ts';

const MINUTE_MS = 60_000;
let counter = 0;

/** A webinar that no other case knows, ended three hours ago: 25 people, two of them with a bad connection. */
export function addWebinar(world: World, changes: Partial<SimWebinar> = {}): SimWebinar {
  counter += 1;
  const number = String(counter).padStart(4, '0');
  const now = Date.now();
  const webinar: SimWebinar = {
    id: `9440000${number}`,
    uuid: `${`case${number}`.padEnd(22, 'A')}==`,
    topic: `Case ${number}`,
    startedAt: toIso(now - 240 * MINUTE_MS),
    endedAt: toIso(now - 180 * MINUTE_MS),
    participants: samplePeople({ count: 25, bad: 2, seed: 25 }),
    ...changes,
  };
  world.zoom.addWebinar(webinar);
  return webinar;
}

/** As Zoom writes instants. */
export function toIso(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}
