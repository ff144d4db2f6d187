import type { OccurrenceUuid } from './ids.ts';
import type { ReadVisit } from './participant.ts';

/** What Zoom pushed of one visit when it was over: what was measured, or what its computer and network were. */
export interface PushedVisit {
  readonly uuid: OccurrenceUuid;
  readonly part: 'qos' | 'data';
  /** Of `data` nothing was measured, and it has no name. */
  readonly visit: ReadVisit;
}
