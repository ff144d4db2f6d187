import { comparable, isBelow } from './rounding.ts';
import type { MetricRange, Stream } from './stream.ts';
import type { Thresholds } from './thresholds.ts';

const NOT_MEASURED: MetricRange = { min: null, average: null, peak: null };

/**
 * Whether the stream was used at all. Its larger bit rate (average or peak) decides; only without any, a metric above
 * 0 does. What an inactive stream says of loss and latency means nothing.
 */
export function isActive(stream: Stream, thresholds: Thresholds): boolean {
  const { average, peak } = stream.bitrateKbps;
  if (average !== null || peak !== null) {
    return !isBelow(Math.max(average ?? 0, peak ?? 0), thresholds.activeBitrateKbps);
  }
  return (
    hasValue(stream.lossPercent) ||
    hasValue(stream.latencyMs) ||
    hasValue(stream.jitterMs) ||
    hasValue(stream.frameRateFps)
  );
}

/**
 * The stream without the zeros that mean "not measured": an average round trip of 0 ms with a peak of 0 or none (Zoom's
 * own sample shows it on a stream with traffic), and an average frame rate of 0.
 */
export function withoutUnmeasured(stream: Stream): Stream {
  const noLatency =
    isZero(stream.latencyMs.average) && (stream.latencyMs.peak === null || isZero(stream.latencyMs.peak));
  const noFrameRate = isZero(stream.frameRateFps.average);
  if (!noLatency && !noFrameRate) return stream;
  return {
    ...stream,
    latencyMs: noLatency ? NOT_MEASURED : stream.latencyMs,
    frameRateFps: noFrameRate ? NOT_MEASURED : stream.frameRateFps,
  };
}

function hasValue(range: MetricRange): boolean {
  return comparable(range.average ?? 0) > 0 || comparable(range.peak ?? 0) > 0;
}

function isZero(value: number | null): boolean {
  return value !== null && comparable(value) === 0;
}
