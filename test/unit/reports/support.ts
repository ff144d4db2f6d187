import { createHash } from 'node:crypto';
import { vi } from 'vitest';
import type { Analysis } from '../../../src/qos/analysis.ts';
import type { Stream } from '../../../src/qos/stream.ts';
import type { Content } from '../../../src/reports/delivery/content.ts';
import type { Destination, Messenger } from '../../../src/reports/delivery/messenger.ts';
import type { PendingRequest, Requester } from '../../../src/reports/on-demand/pending-requests.ts';
import { inflateText } from '../../../src/reports/packing/deflate.ts';
import { ROW_DICTIONARY } from '../../../src/reports/packing/row-dictionary.ts';
import type { ReportHead } from '../../../src/reports/report.ts';
import type { ReportStore } from '../../../src/reports/store.ts';
import type { Sleep } from '../../../src/runtime/sleep.ts';
import type { Kv } from '../../../src/storage/kv.ts';
import { createMemoryKv } from '../../../src/storage/memory-kv.ts';
import type { CallOwner } from '../../../src/webinar/call-owner.ts';
import type { OccurrenceUuid, WebinarId, WebinarRef } from '../../../src/webinar/ids.ts';
import type { FetchedOccurrence, Occurrence } from '../../../src/webinar/occurrence.ts';
import type { ReadVisit } from '../../../src/webinar/participant.ts';
import type { FetchedPage, ListPage, PageFaults, WebinarSource } from '../../../src/webinar/source.ts';
import { createManualClock } from '../../setup/manual-clock.ts';

// The brands promise no more than the shape of these texts.
export const ID = '93201235621' as WebinarId;
export const UUID = 'NknQtFSgSUSEYt2a9gc13A==' as OccurrenceUuid;
export const BY_ID: WebinarRef = { kind: 'id', id: ID };
export const BY_UUID: WebinarRef = { kind: 'uuid', uuid: UUID };
export const NO_FAULTS: PageFaults = { unreadableRows: 0, unknownTypes: {}, invalidValues: {} };

export const hashIdentity = (text: string) => createHash('sha256').update(text).digest('base64url').slice(0, 16);

/** The manual clock begins at 12:00. */
export function toOccurrence(given: Partial<Occurrence> = {}): Occurrence {
  return {
    key: UUID,
    uuid: UUID,
    webinarId: ID,
    topic: 'Quarterly update',
    startedAt: '2026-01-15T08:00:00.000Z',
    endedAt: '2026-01-15T09:00:00.000Z',
    participantCount: 30,
    state: 'past',
    hostKey: null,
    ...given,
  };
}

/** The same as Zoom gives it. */
export function toFetched(given: Partial<FetchedOccurrence> = {}): FetchedOccurrence {
  const { hostKey: _, ...occurrence } = toOccurrence();
  return { ...occurrence, hostEmail: null, ...given };
}

const NOTHING = { min: null, average: null, peak: null };

/** Received audio with an average loss: 12 percent is Bad, 1 percent is Good. */
export function toStream(lossPercent: number, given: Partial<Stream> = {}): Stream {
  return {
    type: 'audio_output',
    bitrateKbps: { min: null, average: 60, peak: null },
    lossPercent: { min: null, average: lossPercent, peak: null },
    latencyMs: { min: null, average: 80, peak: null },
    jitterMs: NOTHING,
    frameRateFps: NOTHING,
    resolution: null,
    averageLossInvalid: false,
    ...given,
  };
}

export function toReadVisit(number: number, given: Partial<ReadVisit> = {}): ReadVisit {
  return {
    visitId: `visit${number}`,
    zoomUserId: '',
    email: `person.${number}@mail.example`,
    registrantId: '',
    participantUuid: '',
    name: `Person ${number}`,
    role: null,
    staySeconds: 600,
    streams: [toStream(1)],
    cpuOverloaded: false,
    attributes: {},
    ...given,
  };
}

export function toVisits(from: number, to: number): ReadVisit[] {
  return Array.from({ length: to - from + 1 }, (_, index) => toReadVisit(from + index));
}

export function toPage(
  visits: readonly ReadVisit[],
  nextPageToken: string | null,
  faults: PageFaults = NO_FAULTS,
): FetchedPage {
  return { nextPageToken, parse: () => ({ visits, faults, nextPageToken }) };
}

/** Rows of the participants list: of the same people as `toVisits` has, with whatever is given. */
export function toListPage(
  visits: readonly Partial<ReadVisit>[],
  nextPageToken: string | null = null,
  unusableRows = 0,
): ListPage {
  const rows = visits.map((given, index) => ({
    ...toReadVisit(index + 1),
    email: '',
    ...given,
    name: '',
    streams: [],
  }));
  return { visits: rows, unusableRows, nextPageToken };
}

type ListAnswer = (token: string | null, signal: AbortSignal | undefined) => ListPage | Promise<ListPage>;
type PageAnswer = (token: string | null, signal: AbortSignal | undefined) => FetchedPage | Promise<FetchedPage>;

/** Makes a graded webinar the report that is kept, as a read does. */
export async function commitAnalysis(
  store: ReportStore,
  head: ReportHead,
  { people, orders }: Analysis,
): Promise<void> {
  const written = store.write(head);
  await written.add(people);
  await written.finish(orders);
  await written.commit(head);
}

/** Somebody who asks. */
export const ASKER: CallOwner = { kind: 'ask', person: 'UAPPLE', webinar: '93201235621' };

/** A Zoom that answers as it is told and keeps what it was asked. */
export function createFakeSource({
  occurrence = () => toFetched(),
  page = () => toPage(toVisits(1, 3), null),
  list = () => toListPage([]),
  callsLeft = () => null,
}: {
  occurrence?: (ref: WebinarRef, signal: AbortSignal | undefined) => FetchedOccurrence | Promise<FetchedOccurrence>;
  page?: PageAnswer;
  list?: ListAnswer;
  callsLeft?: () => number | null;
} = {}) {
  const lookUps: WebinarRef[] = [];
  const tokens: (string | null)[] = [];
  const listTokens: (string | null)[] = [];
  let underWay = 0;
  let mostUnderWay = 0;
  const source: Omit<WebinarSource, 'fetchEnded'> = {
    rowsPerPage: 10,
    callsLeftToday: async () => callsLeft(),
    callsPerDay: () => 60_000,
    async fetchListPage(_occurrence, token, { signal }) {
      listTokens.push(token);
      if (listTokens.length > 1_000) throw new Error('asked for pages without an end');
      await Promise.resolve();
      signal?.throwIfAborted();
      return list(token, signal);
    },
    async fetchOccurrence(ref, { signal }) {
      lookUps.push(ref);
      return occurrence(ref, signal);
    },
    async fetchQosPage(_occurrence, token, { signal }) {
      tokens.push(token);
      // No timeout stops what never lets go: a read without an end has to fail by itself.
      if (tokens.length > 1_000) throw new Error('asked for pages without an end');
      underWay += 1;
      mostUnderWay = Math.max(mostUnderWay, underWay);
      try {
        // A network is never faster than this.
        await Promise.resolve();
        signal?.throwIfAborted();
        return await page(token, signal);
      } finally {
        underWay -= 1;
      }
    },
  };
  return { source, lookUps, tokens, listTokens, underWay: () => underWay, mostUnderWay: () => mostUnderWay };
}

/** Pages of ten with the tokens `t2`, `t3`, …, for as many visits as there are. */
export function inPages(visits: readonly ReadVisit[]): PageAnswer {
  return (token) => {
    const number = token === null ? 1 : Number(token.slice(1));
    const isLast = number * 10 >= visits.length;
    return toPage(visits.slice((number - 1) * 10, number * 10), isLast ? null : `t${number + 1}`);
  };
}

/** Never answers; gives up when it is told to. */
export function untilAborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

export interface Sent {
  readonly to: string;
  readonly content: Content;
}

/** A Slack that takes everything, unless told otherwise. */
export function createFakeMessenger(refuse: (sent: Sent) => Error | null = () => null) {
  const sent: Sent[] = [];
  const tried: Sent[] = [];
  const destinations: Destination[] = [];
  const messenger: Messenger = {
    async send(destination, content) {
      const one = { to: nameOf(destination), content };
      tried.push(one);
      destinations.push(destination);
      const error = refuse(one);
      if (error) throw error;
      sent.push(one);
      return null;
    },
  };
  return { messenger, sent, tried, destinations };
}

function nameOf(destination: Destination): string {
  switch (destination.kind) {
    case 'response-url':
      return destination.responseUrl;
    case 'direct-message':
      return `DM ${destination.userId}`;
    case 'channel':
      return `channel ${destination.channelId}`;
    default:
      throw new Error(`nobody here posts to a ${destination.kind}`);
  }
}

export function toRequester(id: string, given: Partial<Requester> = {}): Requester {
  return {
    responseUrl: `https://slack.example/${id}`,
    issuedAt: Date.UTC(2026, 0, 15, 12),
    userId: `U${id}`,
    channelId: 'C1',
    isPrivate: true,
    replaces: false,
    ...given,
  };
}

export function toRequest(
  id: string,
  given: Partial<PendingRequest> = {},
  requester: Partial<Requester> = {},
): PendingRequest {
  return { id, reference: `REF${id}`, requester: toRequester(id, requester), notBefore: 0, ...given };
}

/** A packed text is shown with what is in it. */
function unpacked(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? (inflateText(value, ROW_DICTIONARY) ?? value) : value;
}

/** The store, and everything that was ever written into it. */
export function createSpiedKv() {
  const clock = createManualClock();
  const kv = createMemoryKv(clock);
  const written: string[] = [];
  const spied = new Proxy(kv, {
    get(target, name: keyof Kv) {
      const method = target[name];
      return (...given: unknown[]) => {
        written.push(JSON.stringify(given, unpacked));
        // The arguments are those of the same method.
        return Reflect.apply(method, target, given);
      };
    },
  });
  return { clock, kv: spied, written };
}

/** Whatever the next call of one method is answered with, it is answered once. */
export function failOnce(kv: Kv, name: keyof Kv, error: Error): Kv {
  let failed = false;
  return new Proxy(kv, {
    get(target, wanted: keyof Kv) {
      const method = target[wanted];
      if (wanted !== name) return method;
      return (...given: unknown[]) => {
        if (failed) return Reflect.apply(method, target, given);
        failed = true;
        return Promise.reject(error);
      };
    },
  });
}

/** Something happens just before a method is called for the nth time. */
export function interrupt(kv: Kv, name: keyof Kv, nth: number, during: () => Promise<unknown>): Kv {
  let calls = 0;
  return new Proxy(kv, {
    get(target, wanted: keyof Kv) {
      const method = target[wanted];
      if (wanted !== name) return method;
      return async (...given: unknown[]) => {
        calls += 1;
        if (calls === nth) await during();
        return Reflect.apply(method, target, given);
      };
    },
  });
}

/** On timers that a test holds in its hand. */
export const sleepOnFakeTimers: Sleep = (ms, signal) =>
  new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });

/** Lets time pass for the clock and the faked timers together, in steps. */
export async function pass(clock: { advance(ms: number): void }, ms: number, stepMs = 100): Promise<void> {
  for (let passed = 0; passed < ms; passed += stepMs) {
    const step = Math.min(stepMs, ms - passed);
    clock.advance(step);
    await vi.advanceTimersByTimeAsync(step);
  }
}
