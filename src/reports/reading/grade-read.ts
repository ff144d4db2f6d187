import type { Orders, WebinarSummary } from '../../qos/analysis.ts';
import { ORDER_BY } from '../../qos/order.ts';
import type { Person } from '../../qos/person.ts';
import { createRowLinks } from '../../qos/row-links.ts';
import { summarise } from '../../qos/summarise.ts';
import type { Thresholds } from '../../qos/thresholds.ts';
import { createWebinarGrading } from '../../qos/webinar-grading.ts';
import { nextTurn } from '../../runtime/next-turn.ts';
import type { ReportStore, ReportWriter } from '../store.ts';
import type { Checkpoint, Checkpoints } from './pages/checkpoint.ts';

const WORST_SHOWN = 3;

/** What a read came to; everybody is in the store already, and waits to be committed. */
export interface GradedRead {
  readonly written: ReportWriter;
  readonly summary: WebinarSummary;
  readonly orders: Orders;
  /** The first of the list by severity. */
  readonly worst: readonly Person[];
}

/**
 * Grades the rows of a finished read and keeps the people, portion by portion: in memory there are a few pages, and of
 * everybody only what decides the orders and the summary. Others have their turn between the portions.
 * @throws CheckpointLost when rows are not kept any more
 */
export async function gradeRead(
  {
    checkpoints,
    store,
    thresholds,
  }: { checkpoints: Checkpoints; store: Pick<ReportStore, 'write'>; thresholds: Thresholds },
  key: string,
  checkpoint: Checkpoint,
): Promise<GradedRead> {
  const links = createRowLinks();
  for await (const rows of checkpoints.identities(key, checkpoint)) {
    links.add(rows);
    await nextTurn();
  }
  const linked = links.finish();
  const written = store.write({ key, readId: checkpoint.readId });
  const grading = createWebinarGrading(linked, thresholds);
  for await (const rows of checkpoints.rows(key, checkpoint)) {
    const people = grading.add(rows);
    await nextTurn();
    await written.add(people);
  }
  const standings = grading.standings();
  const severity = ORDER_BY.severity(standings);
  await nextTurn();
  const loss = ORDER_BY.loss(standings);
  await nextTurn();
  const latency = ORDER_BY.latency(standings);
  await nextTurn();
  const summary = summarise(standings, linked.rolesKnown, thresholds);
  const worst = await written.find(severity.slice(0, WORST_SHOWN));
  const orders = { severity, loss, latency };
  await written.finish(orders);
  return { written, summary, orders, worst };
}
