import type { Visit } from '../../../qos/visit.ts';

/** What Zoom has pushed of the visits of a run, as a read finds it. */
export interface PushedRead {
  /** Of each visit that was measured, in an order that does not depend on that of the events; blank where Zoom gave none. */
  readonly visitIds: readonly string[];
  /**
   * The rows in that order, some hundred at a time; twice the same, whatever comes meanwhile.
   * @throws PushedRowsLost when one is not kept any more
   */
  rows(): AsyncGenerator<readonly Visit[]>;
  /** What was pushed of visits by their ids, in their order; null for those of which nothing was. */
  find(visitIds: readonly string[]): Promise<readonly (Visit | null)[]>;
}

/** Rows that Zoom pushed and that are kept (reports/collecting), as a source of reads beside Zoom's API. */
export interface PushedRows {
  /** null when nothing was pushed of the run. */
  open(occurrenceKey: string): Promise<PushedRead | null>;
  /** Somebody wants to hear of the run: what was pushed is kept as long as reports are. */
  keep(occurrenceKey: string): Promise<void>;
  /** What is kept cannot be read: the next read is to do without. */
  drop(occurrenceKey: string): Promise<void>;
}

/** What was pushed had to go while it was read: the read has to start over, without it. */
export class PushedRowsLost extends Error {
  override readonly name = 'PushedRowsLost';
}
