import type { Visit } from '../../../qos/visit.ts';
import type { CallOwner } from '../../../webinar/call-owner.ts';
import type { Occurrence } from '../../../webinar/occurrence.ts';
import type { ReadVisit } from '../../../webinar/participant.ts';
import { type FetchedPage, type PageFaults, PageTokenExpired, type WebinarSource } from '../../../webinar/source.ts';
import type { EnoughRows } from '../pushed/enough-rows.ts';
import { type Checkpoint, CheckpointLost, type Checkpoints } from './checkpoint.ts';
import { createReadBounds, type EndlessList, type ReadBounds } from './read-bounds.ts';

export interface ReadDependencies {
  readonly source: Pick<WebinarSource, 'fetchQosPage' | 'rowsPerPage'>;
  readonly checkpoints: Checkpoints;
  /** ReadVisit → Visit: hashes what tells people apart, so that no address goes further. */
  readonly toVisit: (visit: ReadVisit) => Visit;
  readonly newId: () => string;
}

interface ReadOptions {
  readonly owner: CallOwner;
  readonly signal: AbortSignal;
  /** What was pushed makes the last pages unnecessary; null when all are needed. */
  readonly enough?: EnoughRows | null;
  /** Told where the read begins, which is not always at nothing, and again after every page. */
  readonly onProgress: (progress: Checkpoint) => void;
}

/**
 * Reads every page of an occurrence, going on from the checkpoint where one lives. Strictly one call after the other,
 * as every page needs the token of the one before; the next request leaves before the page just read is processed.
 * A page token that Zoom no longer knows starts the read over, once. A list that does not end is left (read-bounds).
 *
 * @throws AppError from Zoom, PageTokenExpired for the second time, the signal's reason when stopped
 */
export async function readWebinar(
  deps: ReadDependencies,
  occurrence: Occurrence,
  { owner, signal, onProgress, enough = null }: ReadOptions,
): Promise<Checkpoint> {
  const ended = new AbortController();
  try {
    return await readPages(deps, occurrence, {
      owner,
      signal: AbortSignal.any([signal, ended.signal]),
      onProgress,
      enough,
    });
  } finally {
    // After a failure a page may still be under way that was asked for in advance; the next try must be the only one.
    ended.abort();
  }
}

async function readPages(
  { source, checkpoints, toVisit, newId }: ReadDependencies,
  occurrence: Occurrence,
  { owner, signal, onProgress, enough = null }: ReadOptions,
): Promise<Checkpoint> {
  const fetchPage = (token: string | null): Promise<FetchedPage> => {
    const page = source.fetchQosPage(occurrence, token, { owner, signal });
    // Awaited one page later; without this a failure in the meantime would end the process.
    page.catch(() => undefined);
    return page;
  };

  let { checkpoint, bounds } =
    (await resume(checkpoints, occurrence, enough, source.rowsPerPage)) ??
    startOver(checkpoints, occurrence, newId(), source.rowsPerPage);
  // Saved while the next page is on its way; never more than one at a time.
  let saving = Promise.resolve(checkpoint);
  let mayStartOver = true;
  let pending = checkpoint.complete ? null : fetchPage(checkpoint.nextPageToken);
  onProgress(checkpoint);
  while (pending) {
    let fetched: FetchedPage;
    try {
      fetched = await pending;
    } catch (error) {
      // What was read has to be kept before the read is given up.
      await saving;
      if (!(error instanceof PageTokenExpired) || !mayStartOver) throw error;
      mayStartOver = false;
      await checkpoints.clear(occurrence.key);
      enough?.startOver();
      ({ checkpoint, bounds } = startOver(checkpoints, occurrence, newId(), source.rowsPerPage));
      saving = Promise.resolve(checkpoint);
      pending = fetchPage(null);
      onProgress(checkpoint);
      continue;
    }
    const { nextPageToken } = fetched;
    const stopsAt = nextPageToken === null ? null : bounds.beforeNext(nextPageToken);
    pending = nextPageToken === null || stopsAt !== null ? null : fetchPage(nextPageToken);

    const { visits: read, faults } = fetched.parse();
    const visits = read.map(toVisit);
    const stopsAfter = bounds.afterPage(visits);
    // The page that was asked for in the meantime is broken off when the read ends.
    if (stopsAfter !== null || enough?.afterPage(visits)) pending = null;
    const endless = nextPageToken === null ? null : (stopsAt ?? stopsAfter);
    checkpoint = await saving;
    saving = checkpoints.addPage(occurrence.key, checkpoint, {
      visits,
      faults: endless === null ? faults : withFault(faults, endless),
      nextPageToken: pending === null ? null : nextPageToken,
    });
    // A failure is told when it is awaited.
    saving.then(onProgress, () => undefined);
  }
  return saving;
}

interface Progress {
  readonly checkpoint: Checkpoint;
  readonly bounds: ReadBounds;
}

function startOver(checkpoints: Checkpoints, occurrence: Occurrence, readId: string, rowsPerPage: number): Progress {
  return { checkpoint: checkpoints.start(readId), bounds: createReadBounds(occurrence, null, rowsPerPage) };
}

/** Where an earlier try broke off; null when there was none, or what it kept is of no use. */
async function resume(
  checkpoints: Checkpoints,
  occurrence: Occurrence,
  enough: EnoughRows | null,
  rowsPerPage: number,
): Promise<Progress | null> {
  const checkpoint = await checkpoints.load(occurrence.key);
  if (!checkpoint) return null;
  const bounds = createReadBounds(occurrence, checkpoint.nextPageToken, rowsPerPage);
  try {
    if (!checkpoint.complete) {
      for await (const rows of checkpoints.identities(occurrence.key, checkpoint)) {
        bounds.goOnAfter(rows);
        enough?.afterPage(rows);
      }
    }
    return { checkpoint, bounds };
  } catch (error) {
    if (!(error instanceof CheckpointLost)) throw error;
    enough?.startOver();
    return null;
  }
}

/** Counted like any other value of Zoom's that made no sense: the list was left here before Zoom said that it ends. */
function withFault(faults: PageFaults, endless: EndlessList): PageFaults {
  return { ...faults, invalidValues: { ...faults.invalidValues, [endless]: 1 } };
}
