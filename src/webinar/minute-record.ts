import type { Stream } from '../qos/stream.ts';
import type { OccurrenceUuid } from './ids.ts';

/** What Zoom told of one participant's minute in a running webinar. It names nobody. */
export interface MinuteRecord {
  readonly uuid: OccurrenceUuid;
  /** The visit, as in the participants list. */
  readonly visitId: string;
  /** The record's own time, milliseconds since 1970. */
  readonly atMs: number;
  readonly streams: readonly Stream[];
  /** What Zoom's client told its user in that minute; null when it told nothing. */
  readonly notice: MinuteNotice | null;
}

export const MINUTE_NOTICES = ['network bandwidth low', 'internet connection unstable'] as const;
export type MinuteNotice = (typeof MINUTE_NOTICES)[number];

/** A webinar began. */
export interface StartedEvent {
  readonly uuid: OccurrenceUuid;
  readonly webinarId: string | null;
  readonly topic: string | null;
  readonly hostId: string | null;
}
