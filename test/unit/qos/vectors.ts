import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { MetricKind } from '../../../src/qos/metric.ts';
import { createValueFaults, parseStreams } from '../../../src/qos/parse-streams.ts';
import type { Grade, MetricName, Person, PersonGrade } from '../../../src/qos/person.ts';
import { DEFAULT_THRESHOLDS, type GradedMedium } from '../../../src/qos/thresholds.ts';
import type { CauseAttribute, Visit } from '../../../src/qos/visit.ts';

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
}

export interface RawPerson {
  id: string;
  name: string;
  role: string;
  stay_s: number | null;
  streams: RawStream[];
}

interface MergeVisit {
  visit: string;
  registrant_id: string;
  zoom_user_id: string;
  participant_uuid: string;
  email: string;
  name: string;
  stay_s: number | null;
  streams: RawStream[];
}

interface MergedPerson extends PersonExpectation {
  visits: string[];
  stay_s: number | null;
  streams: Record<string, unknown>[];
}

interface Vectors {
  types: { type: string; medium: string; direction: string | null; path: string }[];
  metric_parse: {
    text: unknown;
    kind: MetricKind;
    expect: ParseExpectation<{ value: number; clamped?: true }>;
  }[];
  resolution_parse: { text: unknown; expect: ParseExpectation<{ width: number; height: number }> }[];
  severity: {
    metric: MetricName;
    medium: GradedMedium;
    avg: number | null;
    max: number | null;
    listen_only: boolean;
    expect: number | null;
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
  webinar: { affected: number; graded: number; expect: Grade | 'No data' }[];
  percentiles: { values: number[]; p: number; expect: number | null }[];
  merge: { id: string; visits: MergeVisit[]; expect: { persons: MergedPerson[] } }[];
  presenters: {
    id: string;
    people: RawPerson[];
    expect: {
      people: Record<string, { grade: PersonGrade; reason: string | null }>;
      audience: { grade: string; affected: number; graded: number };
      presenters: { grade: string; graded: number };
      verdict: string;
      decided_by: string;
      graded: number;
      short_stays: number;
      no_data: number;
      limited_data: boolean;
    };
  }[];
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
export function toPersonVisit(person: RawPerson): Visit {
  return toVisit({
    visitId: person.id,
    name: person.name,
    role: person.role,
    staySeconds: person.stay_s,
    streams: toStreams(person.streams),
  });
}

/** The reason as the vectors write it: the decision's metric, or why there is no grade. */
export function writeReason(person: Person): string | null {
  if (person.grade === 'No data') return person.notes.join();
  if (person.reason === null) return null;
  const { type, metric, spike } = person.reason;
  return `${type} ${metric}${spike ? ' spike' : ''}`;
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
  };
}

/** A flat record whose numbers match when they are within 0.0005, well inside the vectors' tolerance of 0.001. */
export function withTolerance(record: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => [key, typeof value === 'number' ? expect.closeTo(value, 3) : value]),
  );
}
