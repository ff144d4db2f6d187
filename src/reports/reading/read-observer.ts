import type { Occurrence } from '../../webinar/occurrence.ts';

/** Somebody who wants to know how far the reading is. */
export interface ReadObserver {
  begin(occurrence: Occurrence): ObservedRead;
}

/** One read under way. */
interface ObservedRead {
  rowsRead(rows: number): void;
  /** Stops telling and waits for what is being told, so that no progress arrives after the report. */
  finish(): Promise<void>;
}
