import { DEFAULT_THRESHOLDS } from '../../../../src/qos/thresholds.ts';
import { createCollecting } from '../../../../src/reports/collecting/collecting.ts';
import { createKeptLists } from '../../../../src/reports/reading/list/kept-list.ts';
import { createReportMaker } from '../../../../src/reports/reading/make-report.ts';
import { createCheckpoints } from '../../../../src/reports/reading/pages/checkpoint.ts';
import { createVisitConverter } from '../../../../src/reports/reading/pages/to-visit.ts';
import { createReadGate, MOST_READS } from '../../../../src/reports/reading/read-gate.ts';
import type { RowsFrom } from '../../../../src/reports/reading/read-rows.ts';
import { createReportStore } from '../../../../src/reports/store.ts';
import { createMemoryKv } from '../../../../src/storage/memory-kv.ts';
import { createManualClock } from '../../../setup/manual-clock.ts';
import { createQuietLogger } from '../../../setup/quiet-logger.ts';
import { ASKER, createFakeSource, hashIdentity, toOccurrence } from '../support.ts';

const never = new AbortController().signal;

/** What makes reports, with what was pushed and a Zoom as sources. */
export function createPushedWorld(fake: ReturnType<typeof createFakeSource> = createFakeSource()) {
  const clock = createManualClock();
  const kv = createMemoryKv(clock);
  const logger = createQuietLogger();
  const toVisit = createVisitConverter(hashIdentity, () => true);
  const shared = { kv, clock, logger, toVisit, ttlSeconds: 7200 };
  const store = createReportStore(shared);
  const checkpoints = createCheckpoints(shared);
  const collecting = createCollecting({ ...shared, maxVisits: 200_000, onDropped: () => undefined });
  const froms: RowsFrom[] = [];
  let ids = 0;
  const makeReport = createReportMaker({
    ...{ ...shared, source: fake.source, checkpoints, store },
    pushed: collecting,
    gate: createReadGate(clock, MOST_READS),
    readSpeed: { pageRead: () => undefined },
    lists: createKeptLists(shared),
    onList: () => undefined,
    onRows: (from) => froms.push(from),
    newId: () => `r${++ids}`,
    thresholds: DEFAULT_THRESHOLDS,
    onRead: () => undefined,
  });
  const make = (given: Parameters<typeof toOccurrence>[0] = {}) =>
    makeReport(toOccurrence(given), { owner: ASKER, signal: never });
  return { clock, kv, fake, store, checkpoints, collecting, froms, make };
}
