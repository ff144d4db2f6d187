import type { WebinarSource } from '../webinar/source.ts';
import { type EndedDeps, fetchEnded } from './endpoints/ended-webinars.ts';
import { fetchListPage, type ParticipantsDeps } from './endpoints/participants.ts';
import { fetchQosPage, type QosSummaryDeps } from './endpoints/qos-summary.ts';
import { fetchOccurrence } from './endpoints/webinar.ts';

/** Zoom as the reports see it. The client is closed by whoever made it. */
export function createZoomSource(deps: QosSummaryDeps & ParticipantsDeps & EndedDeps): WebinarSource {
  return {
    rowsPerPage: deps.rowsPerPage,
    fetchOccurrence: (ref, context) => fetchOccurrence(deps.client, ref, context),
    fetchQosPage: (occurrence, pageToken, context) => fetchQosPage(deps, occurrence, pageToken, context),
    fetchListPage: (occurrence, pageToken, context) => fetchListPage(deps, occurrence, pageToken, context),
    fetchEnded: (from, to, context) => fetchEnded(deps, from, to, context),
    callsLeftToday: (kind) => deps.client.callsLeftToday(kind),
    callsPerDay: (kind) => deps.client.callsPerDay(kind),
  };
}
