import { gradePerson } from '../../qos/grade-person.ts';
import { decideRole } from '../../qos/role.ts';
import type { Thresholds } from '../../qos/thresholds.ts';
import type { Visit } from '../../qos/visit.ts';
import { nextTurn } from '../../runtime/next-turn.ts';
import { refText, type WebinarRef } from '../../webinar/ids.ts';
import type { Occurrences } from '../reading/occurrences.ts';
import { type Checkpoint, CheckpointLost, type Checkpoints } from '../reading/pages/checkpoint.ts';
import type { ReadRetries } from '../reading/read-retry.ts';
import type { ReadSpeed } from '../reading/read-speed.ts';
import type { ReadingProgress } from '../report.ts';
import type { ReportStore } from '../store.ts';

/** Looking through more rows than this takes longer than the number is worth. */
const MOST_ROWS_GRADED = 2_000;

/** How far the reading of a webinar is, whichever process reads it. Asks nobody but the store. */
export type Progress = (ref: WebinarRef, options?: { readonly countsTrouble?: boolean }) => Promise<ReadingProgress>;

export function createProgress({
  store,
  occurrences,
  checkpoints,
  readRetries,
  readSpeed,
  rowsPerPage,
  thresholds,
}: {
  store: Pick<ReportStore, 'getHead'>;
  occurrences: Pick<Occurrences, 'known'>;
  checkpoints: Pick<Checkpoints, 'load' | 'rows'>;
  readRetries: Pick<ReadRetries, 'nextTry'>;
  readSpeed: Pick<ReadSpeed, 'msPerPage'>;
  /** Of a full page of the QoS summary. */
  rowsPerPage: number;
  thresholds: Thresholds;
}): Progress {
  const hasTrouble = (row: Visit): boolean => {
    const { grade } = gradePerson([row], { id: '', number: 1, ...decideRole([row], false, thresholds) }, thresholds);
    return grade === 'Fair' || grade === 'Poor' || grade === 'Bad';
  };

  async function countTrouble(key: string, checkpoint: Checkpoint): Promise<number | null> {
    if (checkpoint.rowsRead > MOST_ROWS_GRADED) return null;
    let count = 0;
    try {
      for await (const rows of checkpoints.rows(key, checkpoint)) {
        count += rows.filter(hasTrouble).length;
        await nextTurn();
      }
      return count;
    } catch (error) {
      // The read has just come to its end, or begun anew.
      if (error instanceof CheckpointLost) return null;
      throw error;
    }
  }

  return async function progress(ref, { countsTrouble = false } = {}) {
    const occurrence = await occurrences.known(ref);
    const name = refText(ref);
    const key = occurrence?.key ?? (ref.kind === 'uuid' ? ref.uuid : null);
    if (key === null) return { ...NOTHING_KNOWN, webinar: name };
    const [checkpoint, nextTry, head] = await Promise.all([
      checkpoints.load(key),
      readRetries.nextTry(key),
      // Of an older read: what is read again is known by name before it is looked up.
      occurrence ? null : store.getHead(key),
    ]);
    const { participantCount, topic, webinarId } = occurrence ?? head ?? UNKNOWN;
    const rowsRead = checkpoint?.rowsRead ?? 0;
    const rowsExpected = participantCount === null ? null : Math.max(participantCount, rowsRead);
    const pagesLeft = rowsExpected === null ? null : Math.ceil((rowsExpected - rowsRead) / rowsPerPage);
    return {
      webinar: webinarId ?? name,
      topic,
      rowsRead,
      rowsExpected,
      rowsWithTrouble: countsTrouble && checkpoint ? await countTrouble(key, checkpoint) : null,
      pagesLeft,
      secondsLeft: pagesLeft === null ? null : Math.ceil((pagesLeft * readSpeed.msPerPage()) / 1000),
      pausedUntil: nextTry?.toISOString() ?? null,
    };
  };
}

const UNKNOWN = { participantCount: null, topic: null, webinarId: null } as const;

/** As long as nobody has looked the webinar up. */
export const NOTHING_KNOWN = {
  topic: null,
  rowsRead: 0,
  rowsExpected: null,
  rowsWithTrouble: null,
  pagesLeft: null,
  secondsLeft: null,
  pausedUntil: null,
} as const satisfies Omit<ReadingProgress, 'webinar'>;
