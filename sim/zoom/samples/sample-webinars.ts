import { simPerson } from '../webinars/sim-person.ts';
import type { SimWebinar } from '../webinars/webinar.ts';
import { samplePeople } from './sample-people.ts';
import type { SimStream } from './sample-streams.ts';

/** Numbers of the sample webinars. */
export const SAMPLE_IDS = {
  /** 37 people, 6 of them poor or bad; two come back under the same address. */
  allHands: '93201235621',
  /** 120 people, nobody poor or bad. */
  good: '93201230120',
  /** The host's own microphone loses packets; 40 attendees are fine. */
  badUplink: '93201230041',
  /** 60 people; 9 of the 10 poor or bad ones sit in Lyon on Wi-Fi. */
  badRegion: '93201230060',
  /** Zoom says nobody's role: the one who sends loses packets, and three of 30 listeners do. */
  rolesUnknown: '93201230031',
  /** Zoom's labels say the opposite of the numbers. */
  labelsDisagree: '93201230048',
  /** 2,000 people, 64 of them poor or bad. */
  large: '93201232000',
  /** Two runs: a bad one, then a good one. */
  recurring: '93201230002',
  running: '93201230555',
  /** People came, but nobody's connection was measured. */
  noData: '93201230404',
  /** Ended 400 days ago. */
  tooOld: '93201230400',
} as const;

/** UUIDs of the runs, with every character that makes encoding hard. */
export const SAMPLE_UUIDS = {
  allHands: 'Q3allHands+ab/cdEFGHIg==',
  good: 'good120PeopleAAAAAAAAg==',
  badUplink: '/uplinkStartsWithSlash==',
  badRegion: 'region//TwoSlashesAAAg==',
  rolesUnknown: 'rolesUnknownAAAAAAAAAg==',
  labelsDisagree: 'labelsDisagreeAAAAAAAg==',
  large: 'large2000PeopleAAAAAAg==',
  recurringFirst: 'recurring1stRunAAAAAAg==',
  recurringLatest: 'recurring2ndRun+AAAAAg==',
  running: 'runningStillAAAAAAAAAg==',
  noData: 'noDataAtAllAAAAAAAAAAg==',
  tooOld: 'tooOldForZoomAAAAAAAAg==',
} as const;

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** All sample webinars, dated back from `nowMs`; the same numbers on every run. */
export function sampleWebinars(nowMs: number): SimWebinar[] {
  const run = (
    name: keyof typeof SAMPLE_UUIDS,
    id: string,
    topic: string,
    endedAgoMs: number,
    participants: SimWebinar['participants'],
  ): SimWebinar => ({
    id,
    uuid: SAMPLE_UUIDS[name],
    topic,
    host: 'Apple A',
    hostEmail: 'apple.a@example.com',
    startedAt: iso(nowMs - endedAgoMs - 64 * MINUTE_MS),
    endedAt: iso(nowMs - endedAgoMs),
    participants,
  });
  const {
    allHands,
    good,
    badUplink,
    badRegion,
    rolesUnknown,
    labelsDisagree,
    large,
    recurring,
    running,
    noData,
    tooOld,
  } = SAMPLE_IDS;
  const small = samplePeople({ count: 12, presenters: 1, seed: 12 });
  return [
    run('allHands', allHands, 'Q3 All-Hands', 180 * MINUTE_MS, [
      ...samplePeople({ count: 37, presenters: 3, bad: 3, poor: 3, fair: 4, noData: 1, rejoins: 2, seed: 37 }),
    ]),
    run('good', good, 'Onboarding for New Fruit', DAY_MS, samplePeople({ count: 120, presenters: 2, seed: 120 })),
    run('badUplink', badUplink, 'Press Briefing', 2 * DAY_MS, badUplinkPeople()),
    run('badRegion', badRegion, 'Orchard Review', 3 * DAY_MS, badRegionPeople()),
    run('rolesUnknown', rolesUnknown, 'Grafting Talk', 3.5 * DAY_MS, rolesUnknownPeople()),
    run('labelsDisagree', labelsDisagree, 'Seed Catalogue', 3.6 * DAY_MS, labelsDisagreePeople()),
    run('large', large, 'Yearly Kick-off', 4 * DAY_MS, [
      ...samplePeople({ count: 2000, presenters: 5, bad: 24, poor: 40, fair: 90, noData: 25, rejoins: 30, seed: 2000 }),
    ]),
    run('recurringFirst', recurring, 'Weekly Harvest', 8 * DAY_MS, [
      ...samplePeople({ count: 20, presenters: 1, bad: 6, poor: 2, seed: 21 }),
    ]),
    run('recurringLatest', recurring, 'Weekly Harvest', DAY_MS, samplePeople({ count: 20, presenters: 1, seed: 22 })),
    { ...run('running', running, 'Open Garden', 0, small), startedAt: iso(nowMs - 20 * MINUTE_MS), endedAt: null },
    run('noData', noData, 'Silent Test', DAY_MS / 2, samplePeople({ count: 6, noData: 6, seed: 6 })),
    run('tooOld', tooOld, 'Last Year', 400 * DAY_MS, small),
  ];
}

function badUplinkPeople() {
  const bad = { lossPercent: 14, peakLossPercent: 45, latencyMs: 210, jitterMs: 34 };
  const streams: SimStream[] = [
    { type: 'audio_input', bitrateKbps: 61, ...bad },
    { type: 'video_input', bitrateKbps: 700, ...bad, resolution: '1280*720', fps: 18 },
    { type: 'audio_output', bitrateKbps: 50, lossPercent: 0.2, latencyMs: 60, jitterMs: 5 },
  ];
  const host = simPerson({
    participantId: '16778240',
    name: 'Panda P',
    email: 'panda.p@example.com',
    zoomUserId: 'simHostAbCdEfGhIjKlMn',
    role: 'host',
    streams,
    detail: { network_type: 'Wifi', device: 'Mac', location: 'Bergen' },
  });
  return [host, ...samplePeople({ count: 40, seed: 40 })];
}

function badRegionPeople() {
  let lyonnais = 0;
  return samplePeople({
    count: 60,
    presenters: 2,
    bad: 4,
    poor: 6,
    seed: 60,
    detail: (_, connection) => {
      const affected = connection === 'bad' || connection === 'poor';
      if (!affected) return { location: 'Hamburg', network_type: 'Wired' };
      lyonnais += 1;
      return lyonnais <= 9 ? { location: 'Lyon', network_type: 'Wifi' } : { location: 'Turku', network_type: 'Wired' };
    },
  });
}

function rolesUnknownPeople() {
  const people = [...badUplinkPeople().slice(0, 1), ...samplePeople({ count: 30, bad: 1, poor: 2, seed: 31 })];
  return people.map((person) => ({ ...person, detail: { ...person.detail, role: undefined } }));
}

function labelsDisagreePeople() {
  return samplePeople({
    count: 48,
    presenters: 2,
    bad: 5,
    poor: 4,
    seed: 48,
    detail: (_, connection) => {
      const label = connection === 'good' ? 'poor' : 'good';
      return { audio_quality: label, video_quality: label };
    },
  });
}

function iso(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}
