import { AppError } from '../../errors.ts';
import type { JobPayload } from '../../jobs/catalog.ts';
import type { CallContext } from '../../webinar/call-owner.ts';
import type { Occurrence } from '../../webinar/occurrence.ts';
import type { Occurrences } from '../reading/occurrences.ts';

type Ended = JobPayload<'report.automatic'>;

/** What the event told of the webinar. */
export function occurrenceOf({ uuid, webinarId, topic, startedAt, endedAt }: Ended): Occurrence {
  const told = { key: uuid, uuid, webinarId, topic, startedAt, endedAt };
  return { ...told, participantCount: null, state: 'past', hostKey: null };
}

/**
 * What Zoom knows of it by now. Right after the end Zoom may not know it as a past one yet: what the event said is
 * enough to read it.
 * @param notBefore milliseconds since 1970: an older look-up is not good enough
 * @throws AppError when Zoom could not be asked
 */
export async function lookUpEnded(
  occurrences: Occurrences,
  ended: Ended,
  options: CallContext & { readonly notBefore: number },
): Promise<Occurrence> {
  const told = occurrenceOf(ended);
  try {
    const found = await occurrences.resolve({ kind: 'uuid', uuid: ended.uuid }, options);
    return {
      ...told,
      webinarId: found.webinarId ?? told.webinarId,
      topic: found.topic ?? told.topic,
      startedAt: found.startedAt ?? told.startedAt,
      endedAt: found.endedAt ?? told.endedAt,
      participantCount: found.participantCount,
      hostKey: found.hostKey,
    };
  } catch (error) {
    if (error instanceof AppError && ['not-found', 'too-early', 'still-running'].includes(error.failure.kind)) {
      return told;
    }
    throw error;
  }
}
