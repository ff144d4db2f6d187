import { type OccurrenceUuid, parseOccurrenceUuid, parseWebinarId, type WebinarId, type WebinarRef } from './ids.ts';

/** One run of a webinar, as far as Zoom told. Times are ISO instants in UTC. */
export interface Occurrence {
  /** The identity of everything kept about this run: the UUID, or `id:<number>` where Zoom did not tell it. */
  readonly key: string;
  readonly uuid: OccurrenceUuid | null;
  readonly webinarId: WebinarId | null;
  readonly topic: string | null;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  /** Zoom's own count of joins; the pages themselves carry no total. */
  readonly participantCount: number | null;
  readonly state: 'past' | 'live' | 'unknown';
  /** The host as a keyed hash of the e-mail address; null when Zoom did not tell. The address itself is not kept. */
  readonly hostKey: string | null;
}

/** An occurrence as Zoom gave it, the host's address still in clear: it goes no further than the reports' edge. */
export interface FetchedOccurrence extends Omit<Occurrence, 'hostKey'> {
  readonly hostEmail: string | null;
}

/** Zoom said that a webinar ended. Times are ISO instants. */
export interface EndedEvent {
  readonly uuid: OccurrenceUuid;
  readonly webinarId: WebinarId | null;
  readonly topic: string | null;
  /** Zoom user id. */
  readonly hostId: string | null;
  readonly startedAt: string | null;
  /** Zoom may leave it out. */
  readonly endedAt: string | null;
  readonly isPracticeSession: boolean;
}

const ID_KEY = 'id:';

/** `Occurrence.key` of a run whose UUID may not be known. */
export function occurrenceKey(uuid: OccurrenceUuid | null, webinarId: WebinarId | null): string {
  return uuid ?? `${ID_KEY}${webinarId}`;
}

/** The inverse of `occurrenceKey`, for keys that come back from a button. null for what no occurrence is called. */
export function parseOccurrenceKey(key: string): WebinarRef | null {
  if (key.startsWith(ID_KEY)) {
    const id = parseWebinarId(key.slice(ID_KEY.length));
    return id && { kind: 'id', id };
  }
  const uuid = parseOccurrenceUuid(key);
  return uuid && { kind: 'uuid', uuid };
}
