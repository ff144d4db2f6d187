import type { Orders, WebinarSummary } from '../../qos/analysis.ts';
import { ORDER_BY } from '../../qos/order.ts';
import type { Person } from '../../qos/person.ts';
import { weighPresenters, withWeight } from '../../qos/presenter-weight.ts';
import { createRowLinks } from '../../qos/row-links.ts';
import { findSpread, type Spread } from '../../qos/spread.ts';
import { summarise } from '../../qos/summarise.ts';
import type { Thresholds } from '../../qos/thresholds.ts';
import { createWebinarGrading } from '../../qos/webinar-grading.ts';
import { nextTurn } from '../../runtime/next-turn.ts';
import type { ParticipantsList } from '../report.ts';
import type { ReportStore, ReportWriter } from '../store.ts';
import type { KeptLists, ListEnd } from './list/kept-list.ts';
import { createListJoin } from './list/list-join.ts';
import type { ReadRows } from './read-rows.ts';

const WORST_SHOWN = 3;
/** People that are read and written again at a time. */
const PORTION = 200;

/** What a read came to; everybody is in the store already, and waits to be committed. */
export interface GradedRead {
  readonly written: ReportWriter;
  readonly summary: WebinarSummary;
  readonly spread: Spread;
  readonly orders: Orders;
  /** The first of the list by severity. */
  readonly worst: readonly Person[];
  /** The one behind `summary.presenters.decidedBy`. */
  readonly decidingPresenter: Person | null;
  readonly participantsList: ParticipantsList;
}

interface GradeDependencies {
  readonly lists: KeptLists;
  readonly store: Pick<ReportStore, 'write'>;
  readonly thresholds: Thresholds;
}

/**
 * Grades the rows of a finished read, joined to those of the participants list, and keeps the people, portion by portion: in memory there are a few pages, and of
 * everybody only what decides the orders and the summary. Others have their turn between the portions.
 * @throws CheckpointLost, PushedRowsLost when rows are not kept any more
 */
export async function gradeRead(
  { lists, store, thresholds }: GradeDependencies,
  key: string,
  read: ReadRows,
  listEnd: ListEnd,
): Promise<GradedRead> {
  const list = createListJoin(lists, key, listEnd);
  const links = createRowLinks();
  for await (const rows of read.identities()) {
    links.add(await list.identities(rows));
    await nextTurn();
  }
  const linked = links.finish();
  const written = store.write({ key, readId: read.readId });
  const grading = createWebinarGrading(linked, thresholds);
  for await (const rows of read.rows()) {
    const people = grading.add(await list.rows(rows));
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
  await weighPeople(written, weighPresenters(standings, thresholds));
  const summary = summarise(standings, linked.rolesKnown, thresholds);
  const worst = await written.find(severity.slice(0, WORST_SHOWN));
  const { decidedBy } = summary.presenters;
  const [decidingPresenter = null] = decidedBy === null ? [] : await written.find([decidedBy]);
  const participantsList = await list.result();
  const orders = { severity, loss, latency };
  await written.finish(orders);
  return { written, summary, spread: findSpread(standings), orders, worst, decidingPresenter, participantsList };
}

/** How much a presenter counts is known when all are graded: the few whom it concerns are written once more. */
async function weighPeople(written: ReportWriter, weights: ReadonlyMap<string, boolean>): Promise<void> {
  const ids = [...weights.keys()];
  for (let start = 0; start < ids.length; start += PORTION) {
    const people = await written.find(ids.slice(start, start + PORTION));
    await written.replace(people.map((person) => withWeight(person, weights)));
    await nextTurn();
  }
}
