const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Zoom sends an event again for 85 minutes and a sweep looks back for a day; this outlives both by far. */
const ENDED = 14 * DAY;

/** How long a report is kept unless REPORT_TTL_H says otherwise, in hours. */
export const REPORT_TTL_HOURS = 168;

/** How long everything else is kept after it was written, in seconds, by its name in `keys`. */
export const TTL_SECONDS = {
  /** Who is in the middle of an older read gets this long to finish; its people live as long. */
  olderHead: 5 * MINUTE,
  readLock: MINUTE,
  /** Long enough to outlive a day's quota; the pages of an abandoned read do not stay for longer. */
  checkpoint: 36 * HOUR,
  /** As long as the pages that it is read beside. */
  participantsList: 36 * HOUR,
  /** The operator is told once a day. */
  noEventsHint: DAY,
  firstFailure: 2 * HOUR,
  requestsFor: 3 * DAY,
  pendingRequest: 3 * DAY,
  /** Both longer than the half hour for which Slack takes anything there. */
  progressClick: HOUR,
  responseUrlUses: HOUR,
  requesterNotified: HOUR,
  toldEarly: HOUR,
  /** Longer than any job waits: one that is forgotten is told again. */
  jobDeaths: 14 * DAY,
  ended: ENDED,
  /** Longer than the two days after its end for which a webinar is counted. */
  counted: 4 * DAY,
  endedHost: ENDED,
  automaticReport: ENDED,
  channelsTold: ENDED,
  channelPost: ENDED,
  channelPostLock: MINUTE,
  sharedPosts: ENDED,
  sharedFiles: ENDED,
  /** Slack rolls charts and tables out workspace by workspace. */
  nativeData: DAY,
  /** A second click within this time is taken for a double click. */
  shared: 30,
  /** Slack's last try of an event comes after five minutes. */
  envelope: 6 * MINUTE,
  /** Renewed while the look-up lasts. Shorter than the time after which a dead process's job is found again, or that job would wait for it. */
  lookUpLock: 20,
  lookUpFailure: MINUTE,
  /** What Zoom means does not change by itself; somebody may have put it right in the meantime. */
  refusal: HOUR,
  lastEvent: 7 * DAY,
  lastSweep: 2 * DAY,
  zoomCallsOfDay: 2 * DAY,
  readsOfMinute: 2 * MINUTE,
  readsOfDay: 2 * DAY,
  /** Whoever asks for the same in this time joins. */
  readStarted: MINUTE,
  /** Begun anew with each change: Kv keeps nothing for ever, and nobody who still reads the reports should lose them. */
  subscriptions: 10 * 365 * DAY,
  /** A show that is silent for twelve hours is over; begun anew with each look at it. */
  live: 13 * HOUR,
  /** As long as other messages in channels are known, so that `forget` finds them. */
  livePosts: ENDED,
  /** Longer than the halves of an hour that a rule looks back, and the one before. */
  liveSent: 3 * HOUR,
  /** They are counted when the next minute has begun. */
  liveListeners: 15 * MINUTE,
  liveLookUp: 10 * MINUTE,
  liveLock: 30,
  readiness: MINUTE,
  /** Longer than the log is looked back. */
  replayedEvent: 3 * DAY,
  zoomTokenLock: 15,
  /** Another replica takes over within 15 s of a death: this, and two seconds until it looks. */
  zoomSocketLock: 10,
  zoomDailyQuota: 2 * DAY,
} as const;

/** Milliseconds, at least 1: Redis refuses a life of 0, and the shortest there is comes closest to what was meant. */
export function toTtlMs(ttlSeconds: number): number {
  return Math.max(1, Math.ceil(ttlSeconds * 1000));
}
