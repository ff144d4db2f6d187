import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { identityKeys } from '../../../src/qos/identity.ts';
import type { MetricKind } from '../../../src/qos/metric.ts';
import { createValueFaults, parseStreams } from '../../../src/qos/parse-streams.ts';
import type { Grade, GradedStream, MetricName, Person, PersonGrade } from '../../../src/qos/person.ts';
import type { MetricRange } from '../../../src/qos/stream.ts';
import { DEFAULT_THRESHOLDS, type GradedMedium } from '../../../src/qos/thresholds.ts';
import type { CauseAttribute, Visit } from '../../../src/qos/visit.ts';
import { parseZoomLabel, worseQuality, type ZoomQuality } from '../../../src/qos/zoom-quality.ts';

type ParseExpectation<Value> = Value | { missing: true } | { invalid: true };

interface RawStream {
  type: string;
  details: Record<string, unknown>;
}

interface PersonExpectation {
  grade: PersonGrade;
  severity: number | null;
  rank_key: number | null;
  rank_sum: number | null;
  reason: string | null;
  loss: number | null;
  loss_type: string | null;
  latency: number | null;
  latency_type: string | null;
  mos: number | null;
  listen_only: boolean;
  drops: number;
  impaired: boolean;
  notes: string[];
}

interface RawPerson {
  id: string;
  name: string;
  role: string;
  stay_s: number | null;
  leave_reason?: string | null;
  streams: RawStream[];
}

interface RawQuality {
  audio: string | null;
  video: string | null;
  share: string | null;
}

/** A visit of the groups merge and webinars; what is absent is unknown. */
interface RawVisit {
  visit: string;
  registrant_id?: string;
  zoom_user_id?: string;
  participant_uuid?: string;
  email?: string;
  name: string;
  role?: string | null;
  stay_s: number | null;
  leave_reason?: string | null;
  zoom_quality?: RawQuality;
  /** Stands for as many people, each with one such visit. */
  count?: number;
  streams: RawStream[];
}

interface MergedPerson extends PersonExpectation {
  visits: string[];
  stay_s: number | null;
  role: string;
  role_guessed: boolean;
  streams: Record<string, unknown>[];
}

interface WebinarExpectation {
  people: (PersonExpectation & {
    visits: string[];
    role: string;
    role_guessed: boolean;
    counts_fully: boolean | null;
  })[];
  audience: Record<string, unknown>;
  presenters: { grade: string; graded: number; good: number; affected: number; decided_by: string | null };
  roles: string;
  verdict: string;
  decided_by: string | null;
  graded: number;
  short_stays: number;
  no_data: number;
  limited_data: boolean;
  people_count: number;
  affected: number;
  loss: { median: number | null; p95: number | null };
  latency: { median: number | null; p95: number | null };
  zoom_agreement: { compared: number; agree: number };
  worst: string[];
}

interface Vectors {
  note: string[];
  version: number;
  types: { type: string; medium: string; direction: string | null; path: string }[];
  metric_parse: {
    text: unknown;
    kind: MetricKind;
    expect: ParseExpectation<{ value: number; clamped?: true }>;
  }[];
  resolution_parse: { text: unknown; expect: ParseExpectation<{ width: number; height: number }> }[];
  use: { type: string; avg_bitrate: string; max_bitrate: string; avg_loss: string; expect: string }[];
  severity: {
    metric: MetricName;
    medium: GradedMedium;
    avg: number | null;
    max: number | null;
    listen_only: boolean;
    expect: number | null;
    uncapped: number | null;
  }[];
  emodel: {
    id: string;
    latency_ms: number;
    jitter_ms: number;
    loss_pct: number;
    expect: { ta_ms: number; idd: number; ie_eff: number; r: number; mos: number };
  }[];
  emodel_listen_only: { loss_pct: number; expect: { r: number; mos: number } }[];
  idd: { ta_ms: number; expect: number }[];
  mos_of_r: { r: number; expect: number }[];
  persons: (RawPerson & { expect: PersonExpectation })[];
  person_order: string[][];
  person_order_loss: string[];
  person_order_latency: string[];
  webinar: { affected: number; graded: number; impaired: number; expect: Grade | 'No data' }[];
  percentiles: { values: number[]; p: number; expect: number | null }[];
  merge: { id: string; visits: RawVisit[]; expect: { persons: MergedPerson[] } }[];
  presenters: {
    id: string;
    people: RawPerson[];
    expect: {
      people: Record<string, Record<string, unknown>>;
      audience: { grade: string; affected: number; graded: number; impaired: number };
      presenters: { grade: string; graded: number; decided_by: string | null };
      roles: string;
      verdict: string;
      decided_by: string;
      graded: number;
      short_stays: number;
      no_data: number;
      limited_data: boolean;
    };
  }[];
  webinars: { id: string; title: string; visits: RawVisit[]; expect: WebinarExpectation }[];
  drops: { leave_reason: string | null; expect: 0 | 1 }[];
  participants_list: {
    row: Record<string, unknown>;
    expect: Record<string, unknown> & { visit: string; stay_s: number | null; zoom_quality: ZoomQuality };
  }[];
  zoom_quality: { qos: unknown; expect: ZoomQuality }[];
  effective_limits: { metric: 'loss' | 'latency' | 'jitter'; medium: GradedMedium; expect: (number | null)[] }[];
  share_words: { part: number; whole: number; expect: string }[];
  causes: {
    id: string;
    people: ({ id: string; grade: PersonGrade } & Record<CauseAttribute, string>)[];
    expect: {
      attribute: CauseAttribute;
      value: string;
      flagged: number;
      people: number;
      others_flagged: number;
      others: number;
    }[];
  }[];
  cpu: { details: Record<string, unknown>; expect: boolean }[];
}

/** The worked examples of the grading method. */
export const vectors: Vectors = JSON.parse(
  readFileSync(new URL('../../fixtures/qos-vectors.json', import.meta.url), 'utf8'),
);

/** A visit in which nothing is known, but for what is given. */
export function toVisit(given: Partial<Visit>): Visit {
  return {
    visitId: '',
    identityKeys: [],
    name: '',
    role: null,
    staySeconds: 1800,
    streams: [],
    cpuOverloaded: false,
    attributes: {},
    ...given,
  };
}

/** Zoom's raw `qos` as the parser gives it. */
export function toStreams(qos: unknown) {
  return parseStreams(qos, DEFAULT_THRESHOLDS, createValueFaults()).streams;
}

/** A vector's person as the only visit of somebody. */
export function toPersonVisit({ id, ...person }: RawPerson): Visit {
  return toRows({ ...person, visit: id })[0] ?? toVisit({});
}

/** The rows that a vector's visit stands for. */
export function toRows(raw: RawVisit): Visit[] {
  const { streams, zoomQuality } = parseStreams(raw.streams, DEFAULT_THRESHOLDS, createValueFaults());
  const { audio = null, video = null, share = null } = raw.zoom_quality ?? {};
  const listed = { audio: parseZoomLabel(audio), video: parseZoomLabel(video), share: parseZoomLabel(share) };
  const visit = toVisit({
    visitId: raw.visit,
    identityKeys: identityKeys({
      registrantId: raw.registrant_id ?? '',
      zoomUserId: raw.zoom_user_id ?? '',
      participantUuid: raw.participant_uuid ?? '',
      email: raw.email ?? '',
    }),
    name: raw.name,
    role: raw.role ?? null,
    staySeconds: raw.stay_s,
    leaveReason: raw.leave_reason ?? null,
    zoomQuality: worseQuality(listed, zoomQuality),
    streams,
  });
  if (raw.count === undefined) return [visit];
  return Array.from({ length: raw.count }, (_, index) => {
    const name = `${raw.visit}-${index + 1}`;
    return { ...visit, visitId: name, name };
  });
}

/** The reason as the vectors write it: the decision's metric, or why there is no grade. */
export function writeReason(person: Person): string | null {
  if (person.grade === 'No data') return person.notes.join();
  if (person.reason === null) return null;
  const { type, metric, spike } = person.reason;
  return type === null ? metric : `${type} ${metric}${spike ? ' spike' : ''}`;
}

/** The numbers and words of a person that the vectors give. */
export function toExpectation(person: Person): PersonExpectation {
  return {
    grade: person.grade,
    severity: person.severity,
    rank_key: person.rankValue,
    rank_sum: person.rankSum,
    reason: writeReason(person),
    loss: person.lossPercent,
    loss_type: person.lossType,
    latency: person.latencyMs,
    latency_type: person.latencyType,
    mos: person.mos,
    listen_only: person.listenOnly,
    drops: person.drops,
    impaired: person.impaired,
    notes: [...person.notes],
  };
}

/** A merged stream in the words of the vectors. */
export function writeStream(stream: GradedStream): Record<string, unknown> {
  const write = (name: string, { min, average, peak }: MetricRange) => ({
    [`min_${name}`]: min,
    [`avg_${name}`]: average,
    [`max_${name}`]: peak,
  });
  return {
    type: stream.type,
    ...write('bitrate', stream.bitrateKbps),
    ...write('loss', stream.lossPercent),
    ...write('latency', stream.latencyMs),
    ...write('jitter', stream.jitterMs),
    ...(stream.frameRateFps.average === null ? {} : write('frame_rate', stream.frameRateFps)),
    barely_used: stream.barelyUsed,
    counted: stream.counted,
  };
}

/** A flat record whose numbers match when they are within 0.0005, well inside the vectors' tolerance of 0.001. */
export function withTolerance(record: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => [key, typeof value === 'number' ? expect.closeTo(value, 3) : value]),
  );
}
