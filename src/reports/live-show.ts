import type { SentMinute } from '../qos/live-minute.ts';
import type { GradedMedium } from '../qos/thresholds.ts';

/** One person's medium, minute by minute. */
export interface SentTrack {
  readonly visitId: string;
  readonly medium: GradedMedium;
  /** In the order of their times. */
  readonly minutes: readonly (Omit<SentMinute, 'medium'> & { readonly notice: string | null })[];
}

/** The audience in one minute. */
export interface AudienceMinute {
  readonly atMs: number;
  readonly good: number;
  readonly fair: number;
  readonly poor: number;
  readonly bad: number;
}

export interface ShowState {
  readonly tracks: readonly SentTrack[];
  /** In the order of their times; the minute that still goes on is not among them. */
  readonly audience: readonly AudienceMinute[];
  /** When the last record came; null when none did. */
  readonly lastAtMs: number | null;
  /** null while it runs. */
  readonly endedAtMs: number | null;
  /** Which alerts channels were told of last; null when of none. */
  readonly told: string | null;
  /** Which channels those were. */
  readonly channels: readonly string[];
}
