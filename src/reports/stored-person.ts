import { z } from 'zod';
import type { GradedStream } from '../qos/person.ts';
import { STREAM_KINDS, type Stream, type StreamType } from '../qos/stream.ts';
import { TRANSPORTS, type Transport } from '../qos/transport.ts';
import { CAUSE_ATTRIBUTES } from '../qos/visit.ts';
import type { ZoomQuality } from '../qos/zoom-quality.ts';

const nullableNumber = z.number().nullable();
const range = z.object({ min: nullableNumber, average: nullableNumber, peak: nullableNumber });
// Object.keys loses the literal types; the table is the only source of stream type names, so the list is exact.
const streamType = z.enum(STREAM_KINDS.map((kind) => kind.type) as [StreamType, ...StreamType[]]);
const metricName = z.enum(['loss', 'latency', 'jitter', 'fps']);

const zoomLabel = z.enum(['good', 'fair', 'poor', 'bad']).nullable();

/** How media travelled, as kept in the store. */
export const StoredTransport = z.enum(TRANSPORTS) satisfies z.ZodType<Transport>;

/** Zoom's own labels as kept in the store. */
export const StoredZoomQuality = z.object({
  audio: zoomLabel,
  video: zoomLabel,
  share: zoomLabel,
}) satisfies z.ZodType<ZoomQuality>;

/** The same for its scores. */
export const StoredZoomScores = z.partialRecord(z.enum(['audio', 'video', 'share']), z.number());

/** A stream as kept in the store. */
export const StoredStream = z.object({
  type: streamType,
  bitrateKbps: range,
  lossPercent: range,
  latencyMs: range,
  jitterMs: range,
  frameRateFps: range,
  resolution: z.object({ width: z.number(), height: z.number() }).nullable(),
  averageLossInvalid: z.boolean(),
}) satisfies z.ZodType<Stream>;

const StoredGradedStream = StoredStream.extend({
  severity: nullableNumber,
  rankValue: nullableNumber,
  metric: metricName.nullable(),
  spike: z.boolean(),
  barelyUsed: z.boolean(),
  counted: z.boolean(),
}) satisfies z.ZodType<GradedStream>;

/** A person as kept in a report. */
export const StoredPerson = z.object({
  id: z.string(),
  number: z.number(),
  name: z.string(),
  role: z.enum(['presenter', 'attendee']),
  roleGuessed: z.boolean(),
  visits: z.number(),
  staySeconds: nullableNumber,
  visitTimes: z
    .array(z.object({ joinedAtMs: nullableNumber, leftAtMs: nullableNumber, dropped: z.boolean() }))
    .readonly()
    .exactOptional(),
  transport: StoredTransport.exactOptional(),
  drops: z.number(),
  grade: z.enum(['Good', 'Fair', 'Poor', 'Bad', 'Short stay', 'No data']),
  severity: nullableNumber,
  rankValue: nullableNumber,
  rankSum: nullableNumber,
  impaired: z.boolean(),
  countsFully: z.boolean().nullable(),
  reason: z
    .union([
      z.object({ type: streamType, metric: metricName, spike: z.boolean() }),
      z.object({ type: z.null(), metric: z.literal('drops'), spike: z.literal(false) }),
    ])
    .nullable(),
  notes: z
    .array(
      z.enum([
        'barely used',
        'sent nothing',
        'received nothing',
        'loss not readable',
        'loss not reported',
        'latency not reported',
        'nothing measured',
        'short stay',
      ]),
    )
    .readonly(),
  lossPercent: nullableNumber,
  lossType: streamType.nullable(),
  latencyMs: nullableNumber,
  latencyType: streamType.nullable(),
  mos: nullableNumber,
  listenOnly: z.boolean(),
  cpuOverloaded: z.boolean(),
  zoomQuality: StoredZoomQuality,
  zoomScores: StoredZoomScores.optional(),
  attributes: z.partialRecord(z.enum(CAUSE_ATTRIBUTES), z.string()),
  streams: z.array(StoredGradedStream).readonly(),
});
