/** Where something is kept, and for how long after it was written. */
export interface Key {
  readonly name: string;
  readonly lifeSeconds: number;
}
/** The same for what lives as long as whoever writes it says. */
export interface KeyOfGivenLife {
  readonly name: string;
  readonly lifeSeconds: null;
}

/** With the version of what is kept: values of an older one are not looked at (storage/carry-over). */
const PREFIX = 'qos:v2';
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Zoom sends an event again for 85 minutes and a sweep looks back for a day; this outlives both by far. */
const ENDED = 14 * DAY;

function key(name: string, lifeSeconds: number): Key {
  return { name, lifeSeconds };
}

function keyOfGivenLife(name: string): KeyOfGivenLife {
  return { name, lifeSeconds: null };
}

/**
 * Everything about one occurrence carries the same hash tag, so that it lies on one node of a Redis Cluster.
 * Base64's own characters stay readable; anything that could close the tag is escaped.
 */
function tagged(occurrenceKey: string, what: string): string {
  return `${PREFIX}:{${occurrenceKey.toWellFormed().replace(/[^\w+/=:.-]/gu, encodeURIComponent)}}:${what}`;
}

/** Every key the bot keeps, in one place; what each holds is in docs/architecture.md. Occurrence keys are `Occurrence.key`. */
export const keys = {
  // A report lives for REPORT_TTL_H.
  reportHead: (occurrenceKey: string) => keyOfGivenLife(tagged(occurrenceKey, 'head')),
  people: (occurrenceKey: string, readId: string) => keyOfGivenLife(tagged(occurrenceKey, `people:${readId}`)),
  order: (occurrenceKey: string, readId: string, sort: string) =>
    keyOfGivenLife(tagged(occurrenceKey, `order:${readId}:${sort}`)),

  readLock: (occurrenceKey: string) => key(tagged(occurrenceKey, 'read:lock'), MINUTE),
  /** Long enough to outlive a day's quota; the pages of an abandoned read do not stay for longer. */
  checkpoint: (occurrenceKey: string) => key(tagged(occurrenceKey, 'read:checkpoint'), 36 * HOUR),
  firstFailure: (occurrenceKey: string) => key(tagged(occurrenceKey, 'read:first-failure'), 2 * HOUR),
  nextTry: (occurrenceKey: string) => keyOfGivenLife(tagged(occurrenceKey, 'read:next-try')),

  requestsFor: (occurrenceKey: string) => key(tagged(occurrenceKey, 'requests'), 3 * DAY),
  pendingRequest: (requestId: string) => key(`${PREFIX}:request:${requestId}`, 3 * DAY),
  responseUrlUses: (requestId: string, purpose: string) =>
    key(`${PREFIX}:request:${requestId}:uses:${purpose}`, 3 * DAY),
  requesterNotified: (requestId: string) => key(`${PREFIX}:request:${requestId}:notified`, HOUR),

  ended: (occurrenceKey: string) => key(tagged(occurrenceKey, 'ended'), ENDED),
  endedHost: (occurrenceKey: string) => key(tagged(occurrenceKey, 'ended:host'), ENDED),
  automaticReport: (occurrenceKey: string) => key(tagged(occurrenceKey, 'automatic'), ENDED),

  channelPost: (occurrenceKey: string, channelId: string) => key(tagged(occurrenceKey, `post:${channelId}`), ENDED),
  channelPostLock: (occurrenceKey: string, channelId: string) =>
    key(tagged(occurrenceKey, `post:${channelId}:lock`), MINUTE),
  channelTurn: (occurrenceKey: string, channelId: string) =>
    keyOfGivenLife(tagged(occurrenceKey, `post:${channelId}:turn`)),
  channelPermits: (channelId: string) => keyOfGivenLife(`${PREFIX}:slack:permits:${channelId}`),
  /** A second click within this time is taken for a double click. */
  shared: (occurrenceKey: string, channelId: string) => key(tagged(occurrenceKey, `shared:${channelId}`), 30),

  lookUp: (ref: string) => keyOfGivenLife(`${PREFIX}:look-up:${ref}`),
  /** Longer than the minute for which a look-up tries again what may pass. */
  lookUpLock: (ref: string) => key(`${PREFIX}:look-up:${ref}:lock`, 75),
  lookUpFailure: (ref: string) => key(`${PREFIX}:look-up:${ref}:failure`, 30),

  /** Begun anew with each change: Kv keeps nothing for ever, and nobody who still reads the reports should lose them. */
  subscriptions: key(`${PREFIX}:subscriptions`, 10 * 365 * DAY),

  zoomToken: keyOfGivenLife(`${PREFIX}:zoom:token`),
  zoomTokenLock: key(`${PREFIX}:zoom:token:lock`, 15),
  zoomPermits: (label: string) => keyOfGivenLife(`${PREFIX}:zoom:permits:${label}`),
  zoomDailyQuota: (utcDate: string) => key(`${PREFIX}:zoom:quota:${utcDate}`, 2 * DAY),
  zoomQuotaBlock: keyOfGivenLife(`${PREFIX}:zoom:quota:blocked`),
} as const;
