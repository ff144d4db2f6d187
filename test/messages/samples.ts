import type { WebinarSummary } from '../../src/qos/analysis.ts';
import type { GradedStream, Person } from '../../src/qos/person.ts';
import type { Spread } from '../../src/qos/spread.ts';
import type { MetricRange } from '../../src/qos/stream.ts';
import { NO_ZOOM_QUALITY } from '../../src/qos/zoom-quality.ts';
import type { BotStatus } from '../../src/reports/bot-status.ts';
import type { ListPage } from '../../src/reports/list-page.ts';
import { METHOD_VERSION, type ReportHead } from '../../src/reports/report.ts';

const UNKNOWN: MetricRange = { min: null, average: null, peak: null };

export function range(average: number | null, peak: number | null = null): MetricRange {
  return { min: null, average, peak };
}

/** A received audio stream that is fine, but for what is given. */
export function sampleStream(overrides: Partial<GradedStream> = {}): GradedStream {
  return {
    type: 'audio_output',
    bitrateKbps: range(60, 80),
    lossPercent: range(0.4, 2),
    latencyMs: range(118, 160),
    jitterMs: range(9, 14),
    frameRateFps: UNKNOWN,
    resolution: null,
    averageLossInvalid: false,
    severity: 5,
    rankValue: 6,
    metric: 'latency',
    spike: false,
    barelyUsed: false,
    counted: true,
    ...overrides,
  };
}

/** Poor: 6 % audio loss while listening. */
export function samplePerson(overrides: Partial<Person> = {}): Person {
  return {
    id: 'visit-0003f2a',
    number: 3,
    name: 'C. Cy',
    role: 'attendee',
    roleGuessed: false,
    visits: 2,
    staySeconds: 2880,
    drops: 0,
    grade: 'Poor',
    severity: 55,
    rankValue: 60,
    rankSum: 66,
    impaired: true,
    countsFully: null,
    reason: { type: 'audio_output', metric: 'loss', spike: false },
    notes: [],
    lossPercent: 6,
    lossType: 'audio_output',
    latencyMs: 120,
    latencyType: 'audio_output',
    mos: 3.407,
    listenOnly: false,
    cpuOverloaded: false,
    zoomQuality: NO_ZOOM_QUALITY,
    attributes: { location: 'Lyon', network_type: 'Wifi', device: 'Mac', version: '6.x' },
    streams: [
      sampleStream({
        lossPercent: range(6, 22),
        latencyMs: range(120, 300),
        jitterMs: range(12, 20),
        severity: 55,
        metric: 'loss',
      }),
      sampleStream({ type: 'audio_input', counted: false }),
    ],
    ...overrides,
  };
}

/** Bad: 25 % loss and 1,200 ms while listening. */
export function sampleBadPerson(overrides: Partial<Person> = {}): Person {
  return samplePerson({
    id: 'visit-000bad1',
    number: 1,
    name: 'R. Ray',
    grade: 'Bad',
    severity: 100,
    lossPercent: 25,
    latencyMs: 1200,
    streams: [
      sampleStream({ lossPercent: range(25, 60), latencyMs: range(1200, 2400), severity: 100, metric: 'loss' }),
    ],
    ...overrides,
  });
}

export function sampleSummary(overrides: Partial<WebinarSummary> = {}): WebinarSummary {
  return {
    verdict: 'Fair',
    decidedBy: 'audience',
    roles: 'known',
    audience: { grade: 'Fair', graded: 412, affected: 16, impaired: 32, good: 380, fair: 16, poor: 9, bad: 7 },
    presenters: { grade: 'Good', graded: 4, good: 4, affected: 0, decidedBy: null },
    people: 475,
    graded: 416,
    affected: 16,
    shortStays: 38,
    noData: 21,
    limitedData: false,
    lossPercent: { median: 0.03, p95: 2.4 },
    latencyMs: { median: 84, p95: 310 },
    causes: [{ attribute: 'location', value: 'Lyon', flagged: 9, people: 40, othersFlagged: 7, others: 350 }],
    zoomAgreement: { compared: 0, agree: 0 },
    ...overrides,
  };
}

/** Of the presenters and the 412 people of `sampleSummary`. */
export function sampleSpread(overrides: Partial<Spread> = {}): Spread {
  return {
    presenters: { good: 4, fair: 0, poor: 0, bad: 0 },
    loss: [205, 148, 27, 16, 9, 4, 2, 1],
    ...overrides,
  };
}

export function sampleHead(overrides: Partial<ReportHead> = {}): ReportHead {
  return {
    method: METHOD_VERSION,
    readId: 'r1',
    key: 'Zm9vYmFyYmF6cXV1eA==',
    uuid: 'Zm9vYmFyYmF6cXV1eA==',
    webinarId: '93201235621',
    topic: 'Q3 All-Hands',
    startedAt: '2026-05-14T15:00:00Z',
    endedAt: '2026-05-14T16:04:00Z',
    participantCount: 475,
    state: 'final',
    readAt: '2026-05-14T16:30:00Z',
    unchangedSince: '2026-05-14T16:14:00Z',
    thinnerRead: null,
    freshUntil: '2026-05-15T16:30:00Z',
    rowsRead: 475,
    unreadableRows: 0,
    unknownTypes: {},
    invalidValues: {},
    ownLimits: false,
    participantsList: { state: 'ok', listed: 475, joined: 475, unlisted: 0, unusable: 0 },
    summary: sampleSummary(),
    spread: sampleSpread(),
    worst: [sampleBadPerson(), samplePerson(), samplePerson({ id: 'visit-0012', number: 12, name: ' ' })].map(
      (person) => ({ ...person, notes: [...person.notes], streams: [...person.streams] }),
    ),
    decidingPresenter: null,
    listLengths: { severity: 32, loss: 412, latency: 410 },
    ...overrides,
  };
}

export function samplePage(overrides: Partial<ListPage> = {}): ListPage {
  const people = [6, 7, 8, 9, 10].map((number) =>
    samplePerson({ id: `visit-${1000 + number}`, number, name: `M. Max ${number}` }),
  );
  return {
    head: sampleHead(),
    sort: 'severity',
    page: 1,
    pageCount: 7,
    first: 6,
    last: 10,
    total: 32,
    people,
    ...overrides,
  };
}

/** People as a report keeps them: the lists are its own. */
export function stored(people: readonly Person[]): ReportHead['worst'] {
  return people.map((person) => ({ ...person, notes: [...person.notes], streams: [...person.streams] }));
}

/** Text that tries to be more than text. */
export const HOSTILE = [
  '*bold* _it_ ~no~ `code` <!channel> <@U123> <https://evil.example|click> &lt;b&gt;',
  '@here @channel #general :white_check_mark: https://evil.example/:x:',
  'line\nbreak\r\n\u2028para\u202Ereversed\u2066iso\u200F',
  'jane.doe@example.com',
  '🧑‍🚀'.repeat(80),
  `${'&'.repeat(400)}`,
  `e${'\u0301'.repeat(400)}`,
].join(' ');

/** A bot that has work. */
export const BUSY_STATUS: BotStatus = {
  version: '1.2.3',
  calls: {
    left: 58_766,
    perDay: 60_000,
    reservePercent: 20,
    ask: 800,
    automatic: 400,
    refresh: 34,
    people: [
      { userId: 'U0APPLE0001', calls: 500 },
      { userId: 'U0BANANA001', calls: 300 },
    ],
  },
  lastEventAt: '2026-05-14T15:59:00Z',
  lastSweep: { at: '2026-05-14T15:30:00Z', found: 1 },
  slackSocket: 'connected',
  zoomSocket: 'elsewhere',
  paused: [
    { channelId: 'C0EVENTS001', reason: 'not_in_channel' },
    { channelId: 'C0ARCHIVE01', reason: 'is_archived' },
  ],
};

/** One that has just been started for the first time, with its store away. */
export const QUIET_STATUS: BotStatus = {
  ...{ version: '1.2.3', lastEventAt: null, lastSweep: null, slackSocket: 'off', zoomSocket: 'off', paused: [] },
  calls: { left: null, perDay: 60_000, reservePercent: 20, ask: 0, automatic: 0, refresh: 0, people: [] },
};
