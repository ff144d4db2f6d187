import { AppError } from '../errors.ts';
import type { Clock } from '../runtime/clock.ts';
import type { CallContext } from '../webinar/call-owner.ts';
import type { WebinarRef } from '../webinar/ids.ts';
import type { FetchedOccurrence, Occurrence } from '../webinar/occurrence.ts';
import type { ReadVisit } from '../webinar/participant.ts';
import { QosNotAvailable, type WebinarSource } from '../webinar/source.ts';
import type { ZoomClient } from '../zoom/http/client.ts';
import { SummaryError } from './explain-error.ts';
import type { ListFields } from './list-fields.ts';
import { askForLargerPage, askForRefusals } from './probes.ts';
import type { ReadEnd, Seen } from './seen.ts';

/** 1,000 and 3,000 rows: enough to tell, and a small part of a day's calls. */
const MOST_SUMMARY_PAGES = 100;
const MOST_LIST_PAGES = 10;

export interface LookDependencies {
  readonly client: ZoomClient;
  readonly source: WebinarSource;
  /** Hears of every row of the list that `source` reads. */
  readonly listFields: ListFields;
  readonly clock: Clock;
}

/**
 * Reads one past webinar and keeps nothing of it: at most 115 Heavy calls, one after the other.
 * @throws SummaryError, AppError
 */
export async function look(deps: LookDependencies, ref: WebinarRef, context: CallContext): Promise<Seen> {
  const { client, source, clock } = deps;
  const fetched = await source.fetchOccurrence(ref, context);
  if (fetched.state === 'live') {
    throw new SummaryError('The webinar is still running; ask for it some minutes after its end.');
  }
  const occurrence: Occurrence = withoutHost(fetched);
  const summary = await readSummary(source, occurrence, context);
  const list = await readList(source, occurrence, context);
  const visitIds = new Set(summary.visits.flatMap(({ visitId }) => visitId.trim() || []));
  return {
    minutesSinceEnd: minutesSince(occurrence.endedAt, clock.now()),
    zoomCount: occurrence.participantCount,
    summary,
    list: { ...list, joinFields: deps.listFields.finish(visitIds) },
    largerPage: await askForLargerPage(client, occurrence, summary.visits.length, context),
    refusals: await askForRefusals(client, occurrence, context),
  };
}

function withoutHost({ hostEmail: _, ...occurrence }: FetchedOccurrence): Occurrence {
  return { ...occurrence, topic: null, hostKey: null };
}

async function readSummary(source: WebinarSource, occurrence: Occurrence, context: CallContext) {
  const visits: ReadVisit[] = [];
  let [pages, unreadableRows, unknownTypes, invalidValues] = [0, 0, 0, 0];
  let token: string | null = null;
  try {
    do {
      const fetched = await source.fetchQosPage(occurrence, token, context);
      const page = fetched.parse();
      pages += 1;
      visits.push(...page.visits);
      unreadableRows += page.faults.unreadableRows;
      unknownTypes += sum(page.faults.unknownTypes);
      invalidValues += sum(page.faults.invalidValues);
      token = fetched.nextPageToken;
    } while (token !== null && pages < MOST_SUMMARY_PAGES);
  } catch (cause) {
    if (!(cause instanceof QosNotAvailable)) throw cause;
    throw new SummaryError(
      'Zoom has no quality data of this webinar: it may not be ready (ask again in some minutes), or Zoom knows no such webinar.',
      { cause },
    );
  }
  const end: ReadEnd = token === null ? 'all' : 'cut';
  return { end, pages, visits, unreadableRows, unknownTypes, invalidValues };
}

/** The facts can be told without it, though fewer of them. */
async function readList(source: WebinarSource, occurrence: Occurrence, context: CallContext) {
  const visits: ReadVisit[] = [];
  let [pages, unusableRows] = [0, 0];
  let token: string | null = null;
  let end: ReadEnd = 'all';
  try {
    do {
      const page = await source.fetchListPage(occurrence, token, context);
      pages += 1;
      visits.push(...page.visits);
      unusableRows += page.unusableRows;
      token = page.nextPageToken;
    } while (token !== null && pages < MOST_LIST_PAGES);
    if (token !== null) end = 'cut';
  } catch (error) {
    if (context.signal?.aborted) throw error;
    end = error instanceof AppError && error.failure.kind === 'scope-missing' ? 'no-scope' : 'failed';
  }
  return { end, pages, visits, unusableRows };
}

function minutesSince(endedAt: string | null, nowMs: number): number | null {
  return endedAt === null ? null : Math.max(0, Math.round((nowMs - Date.parse(endedAt)) / 60_000));
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((all, one) => all + one, 0);
}
