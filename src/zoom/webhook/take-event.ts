import type { Logger } from '../../logger.ts';
import type { Clock } from '../../runtime/clock.ts';
import { withTimeout } from '../../runtime/with-timeout.ts';
import type { MinuteRecord, StartedEvent } from '../../webinar/minute-record.ts';
import type { EndedEvent } from '../../webinar/occurrence.ts';
import type { PushedVisit } from '../../webinar/pushed-visit.ts';
import { type MinuteEvent, readMinuteRecord } from './minute-record.ts';
import type { ParsedWebhook } from './parse.ts';
import { type PushedEvent, type PushedRowReaders, readPushedVisit } from './pushed-visit.ts';

/** An event of Zoom's, whichever way it came; the proof of an address is no event. */
export type ZoomEvent = Exclude<ParsedWebhook, { kind: 'url-validation' }>;

/** What became of an event that was taken; a closed set, for metrics. */
export type EventOutcome =
  | 'ended'
  | 'duplicate'
  | 'practice'
  | 'collected'
  | 'started'
  | 'minute'
  | 'unwanted'
  | 'other-account'
  | 'unsupported'
  | 'malformed';

/** What is refused, and worth a line. */
export const REFUSED_EVENTS: ReadonlySet<string> = new Set<EventOutcome>(['malformed', 'other-account']);

/**
 * Takes an event: whatever way it came, the same is done.
 * @param trace where it came from, for the log
 * @throws what the store throws, or after a time: it is not stored, and has to come again
 */
export type TakeEvent = (event: ZoomEvent, trace: object) => Promise<EventOutcome>;

export interface EventTakerDeps {
  /** Resolves when the work is stored, or need not be; rejects when it could not be. */
  readonly onEnded: (event: EndedEvent) => Promise<'stored' | 'duplicate' | 'ignored'>;
  /** Resolves when what was pushed is stored. */
  readonly onPushed: (visit: PushedVisit) => Promise<void>;
  /** Resolves when it is known; a record of the run may come before. */
  readonly onStarted: (event: StartedEvent) => Promise<void>;
  /** Resolves when a running show's record is kept, or nobody wants it. */
  readonly onMinute: (record: MinuteRecord) => Promise<'kept' | 'unwanted'>;
  readonly pushedRows: PushedRowReaders;
  readonly clock: Clock;
  /** Whose events are taken. */
  readonly accountId: string;
  readonly logger: Logger;
  /** Zoom waits 3 s for an answer, on a way of which a part is not ours; tests wait less. */
  readonly storeTimeoutMs?: number;
}

const STORE_TIMEOUT_MS = 2_500;

const OUTCOME_OF_STORING = { stored: 'ended', duplicate: 'duplicate', ignored: 'unsupported' } as const;

export function createEventTaker(deps: EventTakerDeps): TakeEvent {
  const { logger, storeTimeoutMs = STORE_TIMEOUT_MS } = deps;

  /** Whoever waits is told in time, whatever the store does. */
  const storeWithTimeout = async <T>(storing: () => Promise<T>): Promise<T> =>
    withTimeout(storing(), storeTimeoutMs, () => new Error(`not stored after ${storeTimeoutMs} ms`));

  /** Where Zoom does not say whose it is, it is ours: it was sent here. */
  const isOfAnother = (accountId: string | null) => accountId !== null && accountId !== deps.accountId;

  async function takeEnded(event: EndedEvent, trace: object): Promise<EventOutcome> {
    const stored = await storeWithTimeout(() => deps.onEnded(event));
    const outcome = event.isPracticeSession ? 'practice' : OUTCOME_OF_STORING[stored];
    // Copies come by the thousand, and say nothing new.
    const level = outcome === 'duplicate' ? 'debug' : 'info';
    logger[level]({ ...trace, event: 'webinar.ended', uuid: event.uuid, outcome }, 'took a Zoom event');
    return outcome;
  }

  /** Nothing of the event but the webinar is logged: ten thousand come at the end of a large one, each about a person. */
  async function takePushed(event: PushedEvent, trace: object): Promise<EventOutcome> {
    if (isOfAnother(event.accountId)) return 'other-account';
    const visit = readPushedVisit(event, deps.pushedRows);
    if (!visit) return 'malformed';
    await storeWithTimeout(() => deps.onPushed(visit));
    logger.debug({ ...trace, event: `participant ${event.part}`, uuid: visit.uuid }, 'collected a Zoom event');
    return 'collected';
  }

  async function takeStarted(event: StartedEvent, trace: object): Promise<EventOutcome> {
    await storeWithTimeout(() => deps.onStarted(event));
    logger.debug({ ...trace, event: 'webinar.started', uuid: event.uuid }, 'took a Zoom event');
    return 'started';
  }

  /** Thousands come a minute, about a person each: none is logged. */
  async function takeMinute(event: MinuteEvent): Promise<EventOutcome> {
    if (isOfAnother(event.accountId)) return 'other-account';
    const record = readMinuteRecord(event, deps.pushedRows.parseStreams, deps.clock.now());
    if (!record) return 'malformed';
    return (await storeWithTimeout(() => deps.onMinute(record))) === 'kept' ? 'minute' : 'unwanted';
  }

  return async (event, trace) => {
    switch (event.kind) {
      case 'malformed':
        return 'malformed';
      case 'unsupported':
        logger.debug({ ...trace, event: event.event.slice(0, 100) }, 'a Zoom event of no use');
        return 'unsupported';
      case 'webinar-ended':
        return isOfAnother(event.accountId) ? 'other-account' : takeEnded(event.event, trace);
      case 'webinar-started':
        return isOfAnother(event.accountId) ? 'other-account' : takeStarted(event.event, trace);
      case 'minute':
        return takeMinute(event.event);
      case 'pushed':
        return takePushed(event.event, trace);
    }
  };
}

/** What the log says of an event that could not be stored: which it was, and of which webinar. */
export function nameOfEvent(event: ZoomEvent): object {
  if (event.kind === 'webinar-ended') return { event: 'webinar.ended', uuid: event.event.uuid };
  return event.kind === 'pushed' ? { event: `participant ${event.event.part}` } : {};
}
