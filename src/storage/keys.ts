const PREFIX = 'qos:v1';

/**
 * Everything about one occurrence carries the same hash tag, so that it lies on one node of a Redis Cluster.
 * Base64's own characters stay readable; anything that could close the tag is escaped.
 */
function tagged(occurrenceKey: string): string {
  return `${PREFIX}:{${occurrenceKey.toWellFormed().replace(/[^\w+/=:.-]/gu, encodeURIComponent)}}`;
}

/** Every key the bot keeps, in one place. Occurrence keys are `Occurrence.key`. */
export const keys = {
  reportHead: (occurrenceKey: string) => `${tagged(occurrenceKey)}:head`,
  people: (occurrenceKey: string, readId: string) => `${tagged(occurrenceKey)}:people:${readId}`,
  order: (occurrenceKey: string, readId: string, sort: string) => `${tagged(occurrenceKey)}:order:${readId}:${sort}`,
  buildLock: (occurrenceKey: string) => `${tagged(occurrenceKey)}:lock`,
  waiting: (occurrenceKey: string) => `${tagged(occurrenceKey)}:waiting`,
  checkpoint: (occurrenceKey: string) => `${tagged(occurrenceKey)}:read`,
  outages: (occurrenceKey: string) => `${tagged(occurrenceKey)}:outages`,
  postponed: (occurrenceKey: string) => `${tagged(occurrenceKey)}:postponed`,
  ended: (occurrenceKey: string) => `${tagged(occurrenceKey)}:ended`,
  endedHost: (occurrenceKey: string) => `${tagged(occurrenceKey)}:ended:host`,
  settled: (occurrenceKey: string) => `${tagged(occurrenceKey)}:settled`,
  posted: (occurrenceKey: string, channelId: string) => `${tagged(occurrenceKey)}:posted:${channelId}`,
  posting: (occurrenceKey: string, channelId: string) => `${tagged(occurrenceKey)}:posting:${channelId}`,
  turn: (occurrenceKey: string, channelId: string) => `${tagged(occurrenceKey)}:turn:${channelId}`,
  channelLane: (channelId: string) => `${PREFIX}:slack:lane:${channelId}`,
  shared: (occurrenceKey: string, channel: string) => `${tagged(occurrenceKey)}:shared:${channel}`,
  alias: (webinarId: string) => `${PREFIX}:alias:${webinarId}`,
  resolving: (ref: string) => `${PREFIX}:resolving:${ref}`,
  lookUpFailure: (ref: string) => `${PREFIX}:look-up-failure:${ref}`,
  subscriptions: `${PREFIX}:subscriptions`,
  waiter: (waiterId: string) => `${PREFIX}:waiter:${waiterId}`,
  waiterUses: (waiterId: string, purpose: string) => `${PREFIX}:waiter:${waiterId}:${purpose}`,
  waiterNoticed: (waiterId: string) => `${PREFIX}:waiter:${waiterId}:noticed`,
  zoomToken: `${PREFIX}:zoom:token`,
  zoomTokenLock: `${PREFIX}:zoom:token:lock`,
  zoomLane: (label: string) => `${PREFIX}:zoom:lane:${label}`,
  zoomBlocked: `${PREFIX}:zoom:blocked`,
  zoomDay: (utcDate: string) => `${PREFIX}:zoom:day:${utcDate}`,
} as const;
