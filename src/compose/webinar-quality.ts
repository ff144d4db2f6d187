import { sanitizeText } from '../messages/text/sanitize.ts';
import { trackWebinarQuality, type WebinarQuality } from '../metrics/webinar-quality.ts';
import type { GroupGrade } from '../qos/analysis.ts';
import { createFinishedWebinars } from '../reports/finished-webinar.ts';
import type { ReportHead } from '../reports/report.ts';
import type { ReportStore } from '../reports/store.ts';
import type { Foundation } from './foundation.ts';

/** A label of a series, not a text to read. */
const LONGEST_TOPIC = 60;

const VERDICTS = { Good: 'good', Fair: 'fair', Poor: 'poor', Bad: 'bad', 'No data': 'none' } as const satisfies Record<
  GroupGrade,
  string
>;

/** Finished webinars as numbers, each counted once over all replicas. */
export interface QualityCount {
  /** After every read. Never fails: a webinar that could not be counted is none of the read's business. */
  noteReport(head: ReportHead): Promise<void>;
  /** Nothing more is read by itself of this webinar (`Occurrence.key`). */
  noteLastRead(key: string): Promise<void>;
}

export function composeWebinarQuality({
  config,
  kv,
  clock,
  metrics,
  logger,
  store,
}: Foundation & { store: Pick<ReportStore, 'getHead'> }): QualityCount {
  const count = trackWebinarQuality(metrics, config.metricsTopics);
  const note = createFinishedWebinars({
    kv,
    clock,
    onFinished: (head, endedAt) => count(toQuality(head, endedAt)),
  });
  const orWarn = (key: string) => (err: unknown) =>
    logger.warn({ occurrence: key, err }, 'a finished webinar is not counted in the metrics');
  return {
    noteReport: (head) => note(head, false).catch(orWarn(head.key)),
    async noteLastRead(key) {
      try {
        const head = await store.getHead(key);
        if (head) await note(head, true);
      } catch (err) {
        orWarn(key)(err);
      }
    },
  };
}

function toQuality(head: ReportHead, endedAt: string): WebinarQuality {
  const { summary, spread, participantCount, rowsRead } = head;
  const { good, fair, poor, bad } = summary.audience;
  return {
    verdict: VERDICTS[summary.verdict],
    state: head.state === 'final' ? 'complete' : 'incomplete',
    people: {
      audience: { good, fair, poor, bad },
      presenters: spread?.presenters ?? { good: 0, fair: 0, poor: 0, bad: 0 },
    },
    ungraded: { 'short-stay': summary.shortStays, 'no-data': summary.noData },
    // Zoom counts joins, and may give a row or two more than it counts.
    coverage: participantCount ? Math.min(1, rowsRead / participantCount) : null,
    number: head.webinarId ?? 'unknown',
    topic: head.topic === null ? '' : sanitizeText(head.topic, LONGEST_TOPIC),
    endedAtSeconds: Date.parse(endedAt) / 1000,
  };
}
