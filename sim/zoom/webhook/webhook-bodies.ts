import type { SimWebinar } from '../webinars/webinar.ts';

/** What Zoom's documents leave open about the events, to be chosen per test. */
export interface EventChoices {
  /** Milliseconds since 1970: the event's own time. */
  readonly eventMs: number;
  readonly accountId?: string;
  /** The example of webinar.ended has a number, its schema says string. */
  readonly idAs?: 'number' | 'string';
  readonly withEndTime?: boolean;
  /** Absent: the key is left out. */
  readonly practiceSession?: boolean;
}

/** Body of webinar.ended, in Zoom's order of keys. */
export function endedEvent(webinar: SimWebinar, choices: EventChoices): object {
  const withEnd = choices.withEndTime ?? true;
  return zoomEvent('webinar.ended', choices, {
    ...webinarObject(webinar, choices.idAs ?? 'number'),
    ...(withEnd ? { end_time: webinar.endedAt ?? new Date(choices.eventMs).toISOString() } : {}),
    duration: 60,
    ...(choices.practiceSession === undefined ? {} : { practice_session: choices.practiceSession }),
  });
}

/** Body of webinar.started; the id is a string there. */
export function startedEvent(webinar: SimWebinar, choices: EventChoices): object {
  return zoomEvent('webinar.started', choices, {
    ...webinarObject(webinar, choices.idAs ?? 'string'),
    duration: 60,
  });
}

/** An event around its object, as Zoom sends all of them. */
export function zoomEvent(name: string, choices: EventChoices, object: object): object {
  const payload = { account_id: choices.accountId ?? 'SimAccountAAAABBBBCCCC', object };
  return { event: name, event_ts: choices.eventMs, payload };
}

function webinarObject(webinar: SimWebinar, idAs: 'number' | 'string'): object {
  return {
    id: idAs === 'number' ? Number(webinar.id) : webinar.id,
    uuid: webinar.uuid,
    host_id: 'simHostAbCdEfGhIjKlMn',
    topic: webinar.topic,
    type: 5,
    start_time: webinar.startedAt,
    timezone: 'Europe/Berlin',
  };
}
