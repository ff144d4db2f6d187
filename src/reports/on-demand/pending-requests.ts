import { z } from 'zod';
import type { Clock } from '../../runtime/clock.ts';
import { keys } from '../../storage/keys.ts';
import type { Kv } from '../../storage/kv.ts';
import { createStoredValue } from '../../storage/stored-value.ts';

/** Slack takes five posts to a response_url within 30 minutes; the last of each is left for what disagrees. */
const MOST_USES = 4;
const RESPONSE_URL_LIFE_MS = 29 * 60_000;

const ResponseUrl = z.object({
  responseUrl: z.string(),
  /** Milliseconds since 1970 at which Slack handed out the response_url. */
  issuedAt: z.number(),
});
/** A way to answer in Slack, for half an hour. */
export type ResponseUrl = z.infer<typeof ResponseUrl>;

/** Who asked, and where the answer goes: to `responseUrl` while it lives, or else by direct message. */
const Requester = ResponseUrl.extend({
  userId: z.string(),
  channelId: z.string(),
  /** False for a message that others see too. */
  isPrivate: z.boolean(),
  /** Whether the answer takes the place of the message, as a click's response_url lets it; a command's does not. */
  replaces: z.boolean().default(false),
});
export type Requester = z.infer<typeof Requester>;

/** Somebody asked and has not been answered yet. */
const PendingRequest = z.object({
  id: z.string(),
  /** Shown to the person when something fails, and carried by every log line about this request. */
  reference: z.string(),
  requester: Requester,
  /** A report read before this moment (milliseconds since 1970) is no answer; 0 takes any fresh one. */
  notBefore: z.number(),
});
export type PendingRequest = z.infer<typeof PendingRequest>;

/** Requests that wait for an answer, by the occurrence they wait for. */
export interface PendingRequests {
  save(request: PendingRequest): Promise<void>;
  /** null when the request was answered, or the record has run out. */
  load(requestId: string): Promise<PendingRequest | null>;
  join(occurrenceKey: string, request: PendingRequest): Promise<void>;
  requestsFor(occurrenceKey: string): Promise<PendingRequest[]>;
  isPending(occurrenceKey: string, requestId: string): Promise<boolean>;
  leave(occurrenceKey: string, requestIds: readonly string[]): Promise<void>;
  /** The request has its answer: a repeated delivery finds nothing to do. */
  finish(requestId: string): Promise<void>;
  /** Takes one of the uses of a response_url. False when they are used up or it is too old. */
  takeUse(requestId: string, responseUrl: ResponseUrl): Promise<boolean>;
  /** From now on the answer takes the place of the message in which somebody has just clicked on "Show progress". */
  showIn(requestId: string, responseUrl: ResponseUrl): Promise<void>;
  /** The last of these clicks; null when there was none. */
  shownIn(requestId: string): Promise<ResponseUrl | null>;
}

export function createPendingRequests({ kv, clock }: { kv: Kv; clock: Clock }): PendingRequests {
  const requests = createStoredValue(kv, PendingRequest);
  const clicks = createStoredValue(kv, ResponseUrl);
  const load = (requestId: string) => requests.get(keys.pendingRequest(requestId));

  return {
    load,
    save: (request) => requests.set(keys.pendingRequest(request.id), request),

    async join(occurrenceKey, request) {
      const { name, lifeSeconds } = keys.requestsFor(occurrenceKey);
      await kv.hashSet(name, { [request.id]: request.reference }, lifeSeconds);
    },

    async requestsFor(occurrenceKey) {
      const { name } = keys.requestsFor(occurrenceKey);
      const ids = await kv.hashKeys(name);
      const pending = (await Promise.all(ids.map(load))).filter((request) => request !== null);
      const pendingIds = new Set(pending.map(({ id }) => id));
      // Answered, and the crash came before `leave`: nobody else would ever take them off the list.
      const gone = ids.filter((id) => !pendingIds.has(id));
      if (gone.length > 0) await kv.hashDelete(name, ...gone);
      return pending;
    },

    async isPending(occurrenceKey, requestId) {
      const [reference] = await kv.hashGet(keys.requestsFor(occurrenceKey).name, [requestId]);
      return typeof reference === 'string';
    },

    async leave(occurrenceKey, requestIds) {
      if (requestIds.length > 0) await kv.hashDelete(keys.requestsFor(occurrenceKey).name, ...requestIds);
    },

    finish: (requestId) => kv.delete(keys.pendingRequest(requestId).name, keys.progressClick(requestId).name),

    async takeUse(requestId, { issuedAt }) {
      if (clock.now() - issuedAt > RESPONSE_URL_LIFE_MS) return false;
      const { name, lifeSeconds } = keys.responseUrlUses(requestId, issuedAt);
      return (await kv.increment(name, 1, lifeSeconds)) <= MOST_USES;
    },

    showIn: (requestId, responseUrl) => clicks.set(keys.progressClick(requestId), responseUrl),
    shownIn: (requestId) => clicks.get(keys.progressClick(requestId)),
  };
}
