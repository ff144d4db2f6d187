/** One row of qos_summary exactly as it goes over the wire; everything is optional there. */
type QosRow = Readonly<Record<string, unknown>>;

/** One joining of a person. */
export interface SimParticipant {
  readonly qosRow: QosRow;
  /** Fields of the participant list; times are added from `joinAfterSeconds` and `staySeconds`. */
  readonly detail: Readonly<Record<string, unknown>>;
  readonly joinAfterSeconds: number;
  /** null: stayed to the end. */
  readonly staySeconds: number | null;
}

/** How much of the quality data is there: by time since the end (or since it was added, if later) or by read. */
interface GrowthStep {
  /** Milliseconds on the simulator's clock. */
  readonly afterMs?: number;
  /** From this read on; a read begins with a call without a page token. */
  readonly readNumber?: number;
  /** Rows that exist; 0 is "not ready": 404/3001. */
  readonly upTo: number;
}

/** One run of a webinar. */
export interface SimWebinar {
  /** The webinar number, shared by all runs. */
  readonly id: string;
  readonly uuid: string;
  readonly topic: string;
  readonly host?: string;
  readonly hostEmail?: string;
  /** ISO instants; endedAt null while it runs. */
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly participants: readonly SimParticipant[];
  /** Ascending by time or read; the rows may become fewer again. Absent: everything is there at once. */
  readonly growth?: readonly GrowthStep[];
  /** Keys of the dashboard object to set or, with undefined, to leave out. */
  readonly overrides?: Readonly<Record<string, unknown>>;
}

/** A webinar with what the simulator keeps about it. */
export interface KeptWebinar {
  webinar: SimWebinar;
  /** When it was added or ended in the simulator, whichever came last. */
  readyFromMs: number;
  reads: number;
  /** Rows as JSON text, so that a page costs no serialising. */
  readonly rowTexts: string[];
}

/** Rows of quality data that exist now. */
export function rowsReady(kept: KeptWebinar, nowMs: number): number {
  const all = kept.webinar.participants.length;
  const growth = kept.webinar.growth;
  if (growth === undefined || growth.length === 0) return all;
  let rows = 0;
  for (const step of growth) {
    const timeReached = step.afterMs === undefined || nowMs - kept.readyFromMs >= step.afterMs;
    const readReached = step.readNumber === undefined || kept.reads >= step.readNumber;
    if (timeReached && readReached) rows = step.upTo;
  }
  return Math.min(rows, all);
}
