import type { WebinarSource } from '../webinar/source.ts';
import { type EndedDeps, fetchEnded } from './endpoints/ended-webinars.ts';
import { fetchQosPage, type QosSummaryDeps } from './endpoints/qos-summary.ts';
import { fetchOccurrence } from './endpoints/webinar.ts';

/** Zoom as the reports see it. The client is closed by whoever made it. */
export function createZoomSource(deps: QosSummaryDeps & EndedDeps): WebinarSource {
  return {
    fetchOccurrence: (ref, signal) => fetchOccurrence(deps.client, ref, signal),
    fetchQosPage: (occurrence, pageToken, signal) => fetchQosPage(deps, occurrence, pageToken, signal),
    fetchEnded: (from, to, signal) => fetchEnded(deps, from, to, signal),
    callsLeftToday: () => deps.client.callsLeftToday(),
  };
}
