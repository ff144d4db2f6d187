import type { Visit } from '../qos/visit.ts';
import type { Checkpoint, Checkpoints } from './checkpoint.ts';
import { type FetchedPage, type Occurrence, PageTokenExpired, type ReadVisit, type WebinarSource } from './ports.ts';

/** Counted like any other value of Zoom's that made no sense: the list ended here because Zoom began to repeat it. */
const REPEATED_TOKEN = { 'page.repeated_token': 1 };

export interface ReadDependencies {
  readonly source: Pick<WebinarSource, 'fetchQosPage'>;
  readonly checkpoints: Checkpoints;
  /** ReadVisit → Visit: hashes what tells people apart, so that no address goes further. */
  readonly toVisit: (visit: ReadVisit) => Visit;
  readonly newId: () => string;
}

/**
 * Reads every page of an occurrence, going on from the checkpoint where one lives. Strictly one call after the other,
 * as every page needs the token of the one before; the next request leaves before the page just read is processed.
 * A page token that Zoom no longer knows starts the read over, once.
 *
 * @throws AppError from Zoom, PageTokenExpired for the second time, the signal's reason when stopped
 */
export async function readWebinar(
  { source, checkpoints, toVisit, newId }: ReadDependencies,
  occurrence: Occurrence,
  { signal, onPage }: { signal: AbortSignal; onPage: (progress: Checkpoint['meta']) => void },
): Promise<Checkpoint> {
  const fetchPage = (token: string | null): Promise<FetchedPage> => {
    const page = source.fetchQosPage(occurrence, token, signal);
    // Awaited one page later; without this a failure in the meantime would end the process.
    page.catch(() => undefined);
    return page;
  };

  let checkpoint = (await checkpoints.load(occurrence.key)) ?? checkpoints.start(newId());
  let mayStartOver = true;
  let seenTokens = new Set<string>();
  let pending = checkpoint.meta.complete ? null : fetchPage(checkpoint.meta.nextPageToken);
  while (pending) {
    let fetched: FetchedPage;
    try {
      fetched = await pending;
    } catch (error) {
      if (!(error instanceof PageTokenExpired) || !mayStartOver) throw error;
      mayStartOver = false;
      await checkpoints.clear(occurrence.key);
      checkpoint = checkpoints.start(newId());
      seenTokens = new Set();
      pending = fetchPage(null);
      continue;
    }
    const repeated = fetched.nextPageToken !== null && seenTokens.has(fetched.nextPageToken);
    const nextPageToken = repeated ? null : fetched.nextPageToken;
    if (nextPageToken !== null) seenTokens.add(nextPageToken);
    pending = nextPageToken === null ? null : fetchPage(nextPageToken);

    const { visits, faults } = fetched.parse();
    checkpoint = await checkpoints.addPage(occurrence.key, checkpoint, {
      visits: visits.map(toVisit),
      faults: repeated ? { ...faults, invalidValues: { ...faults.invalidValues, ...REPEATED_TOKEN } } : faults,
      nextPageToken,
    });
    onPage(checkpoint.meta);
  }
  return checkpoint;
}
