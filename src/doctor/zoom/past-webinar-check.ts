import { createValueFaults, parseStreams } from '../../qos/parse-streams.ts';
import { parseParticipantRow } from '../../qos/participant-row.ts';
import { DEFAULT_THRESHOLDS } from '../../qos/thresholds.ts';
import type { WebinarRef } from '../../webinar/ids.ts';
import { pathId } from '../../zoom/endpoints/path-id.ts';
import { type ParseStreams, readQosRow } from '../../zoom/endpoints/qos-row.ts';
import { ListEnvelope, QosEnvelope, ZoomWebinar } from '../../zoom/endpoints/schema.ts';
import { advice, good, type Tell, wrong } from '../check.ts';
import type { AskZoom } from './ask-zoom.ts';
import { seePageSizes, tellPageSizes } from './page-sizes.ts';

const NAME = 'Past webinar';
const FIRST_PAGE = 10;

/**
 * One past webinar from its number to its people, the first page of each list alone; nothing of it is kept, and only counts
 * are told. Six Heavy calls at most.
 */
export async function checkPastWebinar(
  askZoom: AskZoom,
  webinar: WebinarRef,
  pageSize: number,
  tell: Tell,
): Promise<void> {
  const given = webinar.kind === 'uuid' ? pathId({ uuid: webinar.uuid, webinarId: null }) : webinar.id;
  const found = await askZoom(`/metrics/webinars/${given}?type=past`, ZoomWebinar);
  if (found.kind === 'trouble' && found.fault?.meaning !== 'scope-missing') {
    return tell(wrong(NAME, found.said, found.act));
  }
  const run = found.kind === 'ok' ? found.value : null;
  const id = run?.uuid ? pathId({ uuid: run.uuid, webinarId: null }) : given;
  const summaryPath = `/metrics/webinars/${id}/participants/qos_summary`;
  const [summary, list] = await Promise.all([
    askZoom(`${summaryPath}?page_size=${FIRST_PAGE}`, QosEnvelope),
    askZoom(`/metrics/webinars/${id}/participants?type=past&page_size=300&include_fields=registrant_id`, ListEnvelope),
  ]);
  if (summary.kind === 'trouble') return tell(wrong(NAME, `its quality data: ${summary.said}`, summary.act));
  const rows = (summary.value.rows ?? []).flatMap((row) => readQosRow(row, readStreams) ?? []);
  if (rows.length === 0) {
    return tell(wrong(NAME, 'Zoom gives no readable row of quality data', 'Try npm run first-webinar with it'));
  }
  const measured = rows.filter(({ visit }) => visit.streams.length > 0).length;
  const of = run?.participantCount ? ` of ${run.participantCount}` : '';
  tell(good(NAME, `${rows.length}${of} rows of quality data were read, ${measured} of them with measured streams`));
  if (list.kind === 'trouble') {
    tell(advice(NAME, `its participants list: ${list.said}`, list.act));
  } else {
    const ids = new Set(list.value.rows.map((row) => parseParticipantRow(row).visitId));
    const joined = rows.filter(({ visit }) => ids.has(visit.visitId)).length;
    const said = `${joined} of these ${rows.length} are in the first ${list.value.rows.length} rows of the participants list`;
    tell(
      joined > 0 || list.value.rows.length === 300
        ? good(NAME, said)
        : advice(NAME, said, 'Run npm run first-webinar with it: it says which field joins them'),
    );
  }
  tell(tellPageSizes(await seePageSizes(askZoom, summaryPath, summary), pageSize));
}

const readStreams: ParseStreams = (qos) => {
  const faults = createValueFaults();
  return { ...parseStreams(qos, DEFAULT_THRESHOLDS, faults), ...faults };
};
