import type { SimClock } from '../../runtime/clock.ts';
import type { KeptWebinar, SimWebinar } from './webinar.ts';
import { decodeWebinarSegment } from './webinar-segment.ts';

export interface WebinarStore {
  add(webinar: SimWebinar): void;
  /** Ends a running webinar; data grows from here. @throws Error when no such webinar runs */
  end(uuid: string, endedAt?: string): void;
  /** By number (the latest run) or UUID, from the path segment as sent; null when nothing answers to it. */
  find(rawSegment: string): KeptWebinar | null;
  /** All runs, in the order they were added. */
  all(): readonly KeptWebinar[];
}

export function createWebinarStore(clock: SimClock): WebinarStore {
  const byUuid = new Map<string, KeptWebinar>();
  const all = () => [...byUuid.values()];
  return {
    add(webinar) {
      if (byUuid.has(webinar.uuid)) throw new Error(`the simulator already has a webinar ${webinar.uuid}`);
      const rowTexts = webinar.participants.map((participant) => JSON.stringify(participant.qosRow));
      byUuid.set(webinar.uuid, { webinar, readyFromMs: clock.now(), reads: 0, rowTexts });
    },
    end(uuid, endedAt = new Date(clock.now()).toISOString().replace(/\.\d+Z$/, 'Z')) {
      const kept = byUuid.get(uuid);
      if (kept === undefined || kept.webinar.endedAt !== null) throw new Error(`no running webinar ${uuid}`);
      kept.webinar = { ...kept.webinar, endedAt };
      kept.readyFromMs = clock.now();
    },
    find(rawSegment) {
      const name = decodeWebinarSegment(rawSegment);
      if (name === null) return null;
      const exact = byUuid.get(name);
      if (exact !== undefined) return exact;
      const runs = all().filter((kept) => kept.webinar.id === name);
      return runs.sort((a, b) => Date.parse(b.webinar.startedAt) - Date.parse(a.webinar.startedAt))[0] ?? null;
    },
    all,
  };
}
