import { samplePeople } from '../zoom/samples/sample-people.ts';
import { SAMPLE_IDS, SAMPLE_UUIDS, sampleWebinars } from '../zoom/samples/sample-webinars.ts';
import type { SimWebinar } from '../zoom/webinars/webinar.ts';

/** The sample webinars as the panel lists them, in the order in which a newcomer wants to try them. */
export const SAMPLES: readonly { readonly id: string; readonly what: string; readonly canRun?: true }[] = [
  { id: SAMPLE_IDS.allHands, what: '37 people, 6 of them with a poor or bad connection' },
  { id: SAMPLE_IDS.running, what: 'Ends when you say so; then the report comes by itself', canRun: true },
  { id: SAMPLE_IDS.good, what: '120 people, all fine' },
  { id: SAMPLE_IDS.badUplink, what: 'The host’s own connection loses packets' },
  { id: SAMPLE_IDS.badRegion, what: '60 people; those in Lyon on Wi-Fi have trouble' },
  { id: SAMPLE_IDS.rolesUnknown, what: '31 people; Zoom does not say who presented' },
  { id: SAMPLE_IDS.labelsDisagree, what: '48 people; Zoom’s labels say the opposite of the numbers' },
  { id: SAMPLE_IDS.large, what: '2,000 people: watch it being read' },
  { id: SAMPLE_IDS.recurring, what: 'Two runs of one number; the latest counts' },
  { id: SAMPLE_IDS.noData, what: 'Zoom measured nobody' },
  { id: SAMPLE_IDS.tooOld, what: 'Over a year old: Zoom no longer tells' },
];

/** Two thirds are there at once, the rest some seconds later: the automatic report is edited once. */
const GROWTH = [
  { afterMs: 0, upTo: 20 },
  { afterMs: 5000, upTo: 30 },
];

/** The sample webinars; the running one has something to report, and data that grows after its end. */
export function demoWebinars(nowMs: number): SimWebinar[] {
  const participants = samplePeople({ count: 30, presenters: 2, bad: 2, poor: 2, fair: 3, seed: 30 });
  return sampleWebinars(nowMs).map((webinar) =>
    webinar.uuid === SAMPLE_UUIDS.running ? { ...webinar, participants, growth: GROWTH } : webinar,
  );
}

/** A next run of a webinar, running since 20 minutes. */
export function nextRun(webinar: SimWebinar, count: number, nowMs: number): SimWebinar {
  const startedAt = new Date(nowMs - 20 * 60_000).toISOString().replace(/\.\d+Z$/, 'Z');
  return { ...webinar, uuid: `run${String(count).padStart(3, '0')}AAAAAAAAAAAAAAAA==`, startedAt, endedAt: null };
}
