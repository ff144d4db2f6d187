import type { Visit } from '../qos/visit.ts';

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** 9 to 11 digits, no spaces: the number that people know. Shared by all occurrences of a series. */
export type WebinarId = Branded<'WebinarId'>;
/** Zoom's base64 text for one run of a webinar; may contain `/`, `+` and `=`. */
export type OccurrenceUuid = Branded<'OccurrenceUuid'>;

/** What somebody may ask for. */
export type WebinarRef =
  | { readonly kind: 'id'; readonly id: WebinarId }
  | { readonly kind: 'uuid'; readonly uuid: OccurrenceUuid };

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

/** A visit as read from Zoom. The e-mail address is here to merge visits and goes no further than `reports/build`. */
export interface ReadVisit extends Omit<Visit, 'identityKeys'> {
  readonly zoomUserId: string;
  readonly email: string;
  readonly registrantId: string;
  readonly participantUuid: string;
}

/** What could not be used on a page; counted, never fatal. Keys are Zoom's type and field names, never a person's data. */
export interface PageFaults {
  readonly unreadableRows: number;
  readonly unknownTypes: Readonly<Record<string, number>>;
  /** `audio_output.avg_loss` → how many values were invalid. */
  readonly invalidValues: Readonly<Record<string, number>>;
}

/** One page of Zoom's QoS summary. */
export interface QosPage {
  readonly visits: readonly ReadVisit[];
  readonly faults: PageFaults;
  /** null on the last page. Valid for 15 minutes. */
  readonly nextPageToken: string | null;
}

/** A page whose token is known and whose rows are still to be processed. */
export interface FetchedPage {
  readonly nextPageToken: string | null;
  /** Does the parsing; separate so that the next request can leave first. */
  parse(): QosPage;
}

/** Zoom, as the reports see it. Every method throws AppError. */
export interface WebinarSource {
  /**
   * The latest (or the given) occurrence.
   * Without the scope for it: an occurrence that knows nothing but its id, state `unknown`.
   * @throws AppError `not-found`, `too-old`, `zoom-…`
   */
  fetchOccurrence(ref: WebinarRef, signal?: AbortSignal): Promise<FetchedOccurrence>;
  /**
   * One page of ten rows. Waits for the rate limit, retries what passes within a minute.
   * @throws PageTokenExpired when Zoom no longer knows the token
   * @throws QosNotAvailable when Zoom has nothing for this occurrence (404/3001)
   * @throws AppError `zoom-limited` with retryAt, `zoom-unavailable`, …
   */
  fetchQosPage(occurrence: Occurrence, pageToken: string | null, signal?: AbortSignal): Promise<FetchedPage>;
  /** Every webinar that ended between the two instants, at most a month apart. Resource-intensive calls. Throws as above. */
  fetchEnded(from: Date, to: Date, signal?: AbortSignal): Promise<FetchedOccurrence[]>;
  /** Heavy calls that are left of today's budget, all replicas together; null while it is not known. */
  callsLeftToday(): Promise<number | null>;
}

/** Zoom no longer knows the page token (400/300): the read has to start over. */
export class PageTokenExpired extends Error {
  override readonly name = 'PageTokenExpired';
}

/** Time, as an argument, so that tests own it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
}

/**
 * The storage the bot needs: a small part of Redis, spoken by Redis or by memory. Values are text. TTLs are seconds.
 * Every method rejects with AppError `storage-unavailable` when the store cannot be reached in time.
 */
export interface Kv {
  get(key: string): Promise<string | null>;
  set(key: string, value: string, ttlSeconds: number): Promise<void>;
  /** True when the key was absent and is now set. */
  setIfAbsent(key: string, value: string, ttlSeconds: number): Promise<boolean>;
  /** Deletes the key if it holds this value (a lock given back by its owner). */
  deleteIfEquals(key: string, value: string): Promise<boolean>;
  /** Extends the key's life if it holds this value (a lock kept by its owner). */
  expireIfEquals(key: string, value: string, ttlSeconds: number): Promise<boolean>;
  delete(...keys: string[]): Promise<void>;
  /** Sets a new life for a key; nothing happens to an absent one. */
  expire(key: string, ttlSeconds: number): Promise<void>;
  /** Adds to a counter; its life starts when it is created. Returns the new value. */
  increment(key: string, by: number, ttlSeconds: number): Promise<number>;
  /**
   * Reserves the next free slot of a shared lane whose slots are at least `spacingMs` apart.
   * Returns how many milliseconds to wait until the slot. One clock (the store's) for all replicas.
   */
  reserveSlot(key: string, spacingMs: number): Promise<number>;

  /** Sets fields and the life of the whole hash. */
  hashSet(key: string, fields: Readonly<Record<string, string>>, ttlSeconds: number): Promise<void>;
  /** True when the field was absent and is now set. Sets the life of the whole hash either way. */
  hashSetIfAbsent(key: string, field: string, value: string, ttlSeconds: number): Promise<boolean>;
  hashGet(key: string, fields: readonly string[]): Promise<(string | null)[]>;
  hashGetAll(key: string): Promise<Record<string, string>>;
  hashKeys(key: string): Promise<string[]>;
  hashLength(key: string): Promise<number>;
  hashDelete(key: string, ...fields: string[]): Promise<void>;

  /** Rejects when the store cannot be reached. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Waits; rejects with the signal's reason when it is aborted first. */
export type Wait = (ms: number, signal?: AbortSignal) => Promise<void>;

/** Zoom answered 404/3001 to a page: not ended, not published yet, or unknown. */
export class QosNotAvailable extends Error {
  override readonly name = 'QosNotAvailable';
}
