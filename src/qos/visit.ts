import type { Stream } from './stream.ts';
import type { Transport } from './transport.ts';
import type { ZoomQuality } from './zoom-quality.ts';
import type { ZoomScores } from './zoom-scores.ts';

/** What a shared cause can be found in, in the order that breaks ties. */
export const CAUSE_ATTRIBUTES = ['location', 'data_center', 'network_type', 'device', 'version'] as const;

/** A field of Zoom's participant list that many people may share. */
export type CauseAttribute = (typeof CAUSE_ATTRIBUTES)[number];

/** One join until its leave: one row of Zoom's QoS summary, parsed. A person is one or more visits. */
export interface Visit {
  /** Zoom's `participant_id`, valid inside one occurrence; blank when Zoom left it out. */
  readonly visitId: string;
  /** Opaque texts; two visits that share one belong to one person. Never an e-mail address in clear. */
  readonly identityKeys: readonly string[];
  /** Display name as Zoom gave it; may be blank or hostile. */
  readonly name: string;
  /** Zoom's role text (`host`, `panelist`, `attendee`, …); null while it is unknown. */
  readonly role: string | null;
  /** Seconds from join to leave; null, 0 or negative means unknown. */
  readonly staySeconds: number | null;
  /** When the visit began and ended, milliseconds since 1970; null or absent while it is unknown. */
  readonly joinedAtMs?: number | null;
  readonly leftAtMs?: number | null;
  /** How the media travelled; null or absent while it is unknown. */
  readonly transport?: Transport | null;
  /** Zoom's text of why the person left; null or absent while it is unknown. The grading decides whether it is a drop. */
  readonly leaveReason?: string | null;
  /** Zoom's own labels of this visit; absent while they are unknown. */
  readonly zoomQuality?: ZoomQuality;
  /** The same for its scores. */
  readonly zoomScores?: ZoomScores | undefined;
  readonly streams: readonly Stream[];
  readonly cpuOverloaded: boolean;
  readonly attributes: Readonly<Partial<Record<CauseAttribute, string>>>;
}
