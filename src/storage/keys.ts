import { TTL_SECONDS } from './ttl.ts';

/** Where something is kept, and for how long after it was written: see storage/ttl. */
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
const READ_LOCK = 'read:lock';
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

/** Reports and the pages of reads; what they are about is in the tag. The third form of reports: older ones were `head`, `people`, `order`. */
const FORGETTABLE = new RegExp(
  `^(${PREFIX}:\\{[^}]*\\}:)(?:report$|report:|packed:|read:checkpoint$|read:list$|collected(?::data)?$)`,
);

/**
 * The group of keys that a key is let go with when room is needed: all that is kept of one occurrence's report and read.
 * null for what stays: subscriptions, who waits, what was done already, locks, counters.
 */
export function forgettableGroup(name: string): string | null {
  return FORGETTABLE.exec(name)?.[1] ?? null;
}

/** Held while somebody reads the occurrence of the group. */
export function readLockOfGroup(group: string): string {
  return `${group}${READ_LOCK}`;
}

/** Every key the bot keeps, in one place; what each holds is in docs/architecture.md. Occurrence keys are `Occurrence.key`. */
export const keys = {
  // A report lives for REPORT_TTL_H.
  reportHead: (occurrenceKey: string) => keyOfGivenLife(tagged(occurrenceKey, 'report')),
  olderHead: (occurrenceKey: string, readId: string) =>
    key(tagged(occurrenceKey, `report:${readId}`), TTL_SECONDS.olderHead),
  people: (occurrenceKey: string, readId: string) => keyOfGivenLife(tagged(occurrenceKey, `packed:${readId}`)),

  /** As long as anything of its runs is kept. */
  runsOfNumber: (webinarId: string) => keyOfGivenLife(`${PREFIX}:runs:${webinarId}`),

  readLock: (occurrenceKey: string) => key(tagged(occurrenceKey, READ_LOCK), TTL_SECONDS.readLock),
  checkpoint: (occurrenceKey: string) => key(tagged(occurrenceKey, 'read:checkpoint'), TTL_SECONDS.checkpoint),
  participantsList: (occurrenceKey: string) => key(tagged(occurrenceKey, 'read:list'), TTL_SECONDS.participantsList),
  firstFailure: (occurrenceKey: string) => key(tagged(occurrenceKey, 'read:first-failure'), TTL_SECONDS.firstFailure),
  nextTry: (occurrenceKey: string) => keyOfGivenLife(tagged(occurrenceKey, 'read:next-try')),

  // As long as reports when one is wanted, else for a day.
  collected: (occurrenceKey: string) => keyOfGivenLife(tagged(occurrenceKey, 'collected')),
  collectedData: (occurrenceKey: string) => keyOfGivenLife(tagged(occurrenceKey, 'collected:data')),
  collectedState: (occurrenceKey: string) => keyOfGivenLife(tagged(occurrenceKey, 'collected:state')),
  collectedIndex: keyOfGivenLife(`${PREFIX}:collected`),
  noEventsHint: key(`${PREFIX}:collected:none`, TTL_SECONDS.noEventsHint),

  requestsFor: (occurrenceKey: string) => key(tagged(occurrenceKey, 'requests'), TTL_SECONDS.requestsFor),
  pendingRequest: (requestId: string) => key(`${PREFIX}:request:${requestId}`, TTL_SECONDS.pendingRequest),
  responseUrlUses: (requestId: string, issuedAt: number) =>
    key(`${PREFIX}:request:${requestId}:uses:${issuedAt}`, TTL_SECONDS.responseUrlUses),
  progressClick: (requestId: string) => key(`${PREFIX}:request:${requestId}:click`, TTL_SECONDS.progressClick),
  requesterNotified: (requestId: string) =>
    key(`${PREFIX}:request:${requestId}:notified`, TTL_SECONDS.requesterNotified),
  toldEarly: (requestId: string) => key(`${PREFIX}:request:${requestId}:early`, TTL_SECONDS.toldEarly),

  jobDeaths: (jobId: string, round: number) => key(`${PREFIX}:job:${jobId}:deaths:${round}`, TTL_SECONDS.jobDeaths),

  ended: (occurrenceKey: string) => key(tagged(occurrenceKey, 'ended'), TTL_SECONDS.ended),
  counted: (occurrenceKey: string) => key(tagged(occurrenceKey, 'counted'), TTL_SECONDS.counted),
  endedHost: (occurrenceKey: string) => key(tagged(occurrenceKey, 'ended:host'), TTL_SECONDS.endedHost),
  automaticReport: (occurrenceKey: string) => key(tagged(occurrenceKey, 'automatic'), TTL_SECONDS.automaticReport),

  channelsTold: (occurrenceKey: string) => key(tagged(occurrenceKey, 'automatic:channels'), TTL_SECONDS.channelsTold),
  channelPost: (occurrenceKey: string, channelId: string) =>
    key(tagged(occurrenceKey, `post:${channelId}`), TTL_SECONDS.channelPost),
  channelPostLock: (occurrenceKey: string, channelId: string) =>
    key(tagged(occurrenceKey, `post:${channelId}:lock`), TTL_SECONDS.channelPostLock),
  channelTurn: (occurrenceKey: string, channelId: string) =>
    keyOfGivenLife(tagged(occurrenceKey, `post:${channelId}:turn`)),
  channelPause: (channelId: string) => keyOfGivenLife(`${PREFIX}:slack:pause:${channelId}`),
  channelPermits: (channelId: string) => keyOfGivenLife(`${PREFIX}:slack:permits:${channelId}`),
  nativeData: (teamId: string) => key(`${PREFIX}:slack:native-data:${teamId}`, TTL_SECONDS.nativeData),
  shared: (occurrenceKey: string, channelId: string) =>
    key(tagged(occurrenceKey, `shared:${channelId}`), TTL_SECONDS.shared),
  sharedPosts: (occurrenceKey: string) => key(tagged(occurrenceKey, 'shared-posts'), TTL_SECONDS.sharedPosts),
  sharedFiles: (occurrenceKey: string) => key(tagged(occurrenceKey, 'shared-files'), TTL_SECONDS.sharedFiles),

  envelope: (envelopeId: string) => key(`${PREFIX}:slack:envelope:${envelopeId}`, TTL_SECONDS.envelope),

  readsOfMinute: (userId: string, minute: number) =>
    key(`${PREFIX}:reads:${userId}:${minute}`, TTL_SECONDS.readsOfMinute),
  readsOfDay: (userId: string, utcDate: string) => key(`${PREFIX}:reads:${userId}:${utcDate}`, TTL_SECONDS.readsOfDay),
  readStarted: (webinar: string) => key(`${PREFIX}:reads:started:${webinar}`, TTL_SECONDS.readStarted),

  lookUp: (ref: string) => keyOfGivenLife(`${PREFIX}:look-up:${ref}`),
  lookUpLock: (ref: string) => key(`${PREFIX}:look-up:${ref}:lock`, TTL_SECONDS.lookUpLock),
  lookUpFailure: (ref: string) => key(`${PREFIX}:look-up:${ref}:failure`, TTL_SECONDS.lookUpFailure),
  refusal: (ref: string) => key(`${PREFIX}:refusal:${ref}`, TTL_SECONDS.refusal),

  subscriptions: key(`${PREFIX}:subscriptions`, TTL_SECONDS.subscriptions),

  liveWebinar: (uuid: string) => key(tagged(uuid, 'live:webinar'), TTL_SECONDS.live),
  liveState: (uuid: string) => key(tagged(uuid, 'live:state'), TTL_SECONDS.live),
  liveSent: (uuid: string, halfHour: number) => key(tagged(uuid, `live:sent:${halfHour}`), TTL_SECONDS.liveSent),
  liveListeners: (uuid: string, minute: number) =>
    key(tagged(uuid, `live:listeners:${minute}`), TTL_SECONDS.liveListeners),
  liveAlerts: (uuid: string) => key(tagged(uuid, 'live:alerts'), TTL_SECONDS.live),
  liveMuted: (uuid: string) => key(tagged(uuid, 'live:muted'), TTL_SECONDS.live),
  livePosts: (uuid: string) => key(tagged(uuid, 'live:posts'), TTL_SECONDS.livePosts),
  liveLookUp: (uuid: string) => key(tagged(uuid, 'live:look-up'), TTL_SECONDS.liveLookUp),
  liveLock: (uuid: string) => key(tagged(uuid, 'live:lock'), TTL_SECONDS.liveLock),

  // For operators.
  lastEvent: key(`${PREFIX}:last-event`, TTL_SECONDS.lastEvent),
  lastSweep: key(`${PREFIX}:last-sweep`, TTL_SECONDS.lastSweep),
  zoomCallsOfDay: (utcDate: string) => key(`${PREFIX}:zoom:calls:${utcDate}`, TTL_SECONDS.zoomCallsOfDay),

  /** Written to see whether Redis still takes anything. */
  readiness: key(`${PREFIX}:readiness`, TTL_SECONDS.readiness),

  zoomToken: keyOfGivenLife(`${PREFIX}:zoom:token`),
  zoomTokenLock: key(`${PREFIX}:zoom:token:lock`, TTL_SECONDS.zoomTokenLock),
  replayedEvent: (requestId: string) => key(`${PREFIX}:zoom:replayed:${requestId}`, TTL_SECONDS.replayedEvent),
  zoomSocketLock: key(`${PREFIX}:zoom:socket:lock`, TTL_SECONDS.zoomSocketLock),
  zoomPermits: (label: string) => keyOfGivenLife(`${PREFIX}:zoom:permits:${label}`),
  zoomDailyQuota: (utcDate: string) => key(`${PREFIX}:zoom:quota:${utcDate}`, TTL_SECONDS.zoomDailyQuota),
  zoomQuotaBlock: keyOfGivenLife(`${PREFIX}:zoom:quota:blocked`),
} as const;
