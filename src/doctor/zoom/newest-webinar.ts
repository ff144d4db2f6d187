import type { WebinarRef } from '../../webinar/ids.ts';
import { EndedEnvelope, ZoomWebinar } from '../../zoom/endpoints/schema.ts';
import { advice, type CheckResult, unseen } from '../check.ts';
import type { AskZoom } from './ask-zoom.ts';

const DAY_MS = 86_400_000;
/** Zoom's list takes a month at most. */
const DAYS = 29;
/** What has just ended has no data yet. */
const READY_AFTER_MS = 3_600_000;
const NAME = 'Past webinar';

/** The webinar that ended last, as one to try everything with; a result where there is none. */
export async function findNewest(
  askZoom: AskZoom,
  nowMs: number,
): Promise<{ readonly webinar: WebinarRef } | { readonly result: CheckResult }> {
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  const query = new URLSearchParams({
    ...{ type: 'past', from: day(nowMs - DAYS * DAY_MS), to: day(nowMs) },
    ...{ query_date_type: 'end_time', page_size: '300' },
  });
  const answer = await askZoom(`/metrics/webinars?${query}`, EndedEnvelope);
  if (answer.kind === 'trouble') {
    if (answer.fault?.meaning === 'scope-missing') {
      const said = 'none can be looked for without dashboard:read:list_webinars:admin';
      return { result: advice(NAME, said, 'Name one with --webinar') };
    }
    // Without any answer it is not the webinar that is wrong.
    return { result: unseen(answer.fault === null ? 'Zoom API' : NAME, answer.said, answer.act) };
  }
  const ended = answer.value.rows
    .flatMap((row) => ZoomWebinar.safeParse(row).data ?? [])
    .flatMap(({ uuid, endedAt }) => (uuid === null || endedAt === null ? [] : [{ uuid, endedMs: Date.parse(endedAt) }]))
    .sort((one, other) => other.endedMs - one.endedMs);
  const newest = ended.find(({ endedMs }) => endedMs < nowMs - READY_AFTER_MS) ?? ended[0];
  if (newest === undefined) {
    const said = `no webinar of this account ended in the last ${DAYS} days, so that nothing could be read`;
    return { result: advice(NAME, said, 'Name an older one with --webinar, or run the doctor after the next') };
  }
  return { webinar: { kind: 'uuid', uuid: newest.uuid } };
}
