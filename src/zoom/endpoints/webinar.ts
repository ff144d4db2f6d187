import { AppError } from '../../errors.ts';
import type { CallContext } from '../../webinar/call-owner.ts';
import { refText, type WebinarRef } from '../../webinar/ids.ts';
import { type FetchedOccurrence, occurrenceKey } from '../../webinar/occurrence.ts';
import type { FaultMeaning } from '../http/answer-table.ts';
import type { ZoomClient } from '../http/client.ts';
import { ZoomRefusal } from '../http/zoom-errors.ts';
import { encodeUuid } from './encode-uuid.ts';
import { ZoomWebinar } from './schema.ts';

const CALL = { endpoint: 'webinar', label: 'heavy', optional: true } as const;

/**
 * One run of a webinar; see WebinarSource.fetchOccurrence. An ID means its latest past run, or the one that is under way when
 * there is no past one. Zoom's default is `type=live`, which answers 404 for everything that has ended.
 */
export async function fetchOccurrence(
  client: ZoomClient,
  ref: WebinarRef,
  context: CallContext,
): Promise<FetchedOccurrence> {
  const path = `/metrics/webinars/${ref.kind === 'id' ? ref.id : encodeUuid(ref.uuid)}`;
  const lookUp = (type: 'past' | 'live') => client.getJson(`${path}?type=${type}`, ZoomWebinar, CALL, context);
  try {
    const past = await unlessRefused(lookUp('past'), ['not-available']);
    if (past) return toOccurrence(ref, past, 'past');
    return toOccurrence(ref, await lookUp('live'), 'live');
  } catch (error) {
    if (error instanceof ZoomRefusal) {
      const isUnknown = error.meaning === 'not-available';
      const failure = isUnknown ? ({ kind: 'not-found', webinar: refText(ref) } as const) : error.failure;
      throw new AppError(failure, error.message, { cause: error });
    }
    // The reading itself needs another scope: go on with what was asked for.
    if (error instanceof AppError && error.failure.kind === 'scope-missing') return toOccurrence(ref, null, 'unknown');
    throw error;
  }
}

async function unlessRefused<T>(work: Promise<T>, meanings: readonly FaultMeaning[]): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof ZoomRefusal && meanings.includes(error.meaning)) return null;
    throw error;
  }
}

function toOccurrence(
  ref: WebinarRef,
  webinar: ZoomWebinar | null,
  state: FetchedOccurrence['state'],
): FetchedOccurrence {
  const uuid = ref.kind === 'uuid' ? ref.uuid : (webinar?.uuid ?? null);
  const webinarId = ref.kind === 'id' ? ref.id : (webinar?.webinarId ?? null);
  return {
    key: occurrenceKey(uuid, webinarId),
    uuid,
    webinarId,
    topic: webinar?.topic ?? null,
    startedAt: webinar?.startedAt ?? null,
    endedAt: webinar?.endedAt ?? null,
    participantCount: webinar?.participantCount ?? null,
    state,
    hostEmail: webinar?.hostEmail ?? null,
  };
}
