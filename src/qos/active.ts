import { comparable, isBelow } from './rounding.ts';
import { type MetricRange, type Stream, streamKind } from './stream.ts';
import type { Thresholds } from './thresholds.ts';

const NOT_MEASURED: MetricRange = { min: null, average: null, peak: null };

/**
 * Whether the stream was used at all. Its larger bit rate (average or peak) decides; only without any, a metric above
 * 0 does. What an inactive stream says of loss and latency means nothing, but for an outage.
 */
export function isActive(stream: Stream, thresholds: Thresholds): boolean {
  const { average, peak } = stream.bitrateKbps;
  if (average !== null || peak !== null) {
    return !isBelow(Math.max(average ?? 0, peak ?? 0), thresholds.activeBitrateKbps) || isOutage(stream, thresholds);
  }
  return (
    hasValue(stream.lossPercent) ||
    hasValue(stream.latencyMs) ||
    hasValue(stream.jitterMs) ||
    hasValue(stream.frameRateFps)
  );
}

/** Sound that was sent and did not arrive: nothing came through, and it is known that it was lost. */
function isOutage({ type, lossPercent }: Stream, thresholds: Thresholds): boolean {
  const { medium, direction } = streamKind(type);
  if (medium !== 'audio' || direction !== 'received' || lossPercent.average === null) return false;
  return !isBelow(lossPercent.average, thresholds.outageLossPercent);
}

/**
 * Whether an active stream carried next to nothing: a microphone that was muted, a camera that was off. What is lost of
 * it disturbs nobody, so it is shown and not graded. Screens are left out, as slides stand still.
 */
export function isBarelyUsed({ type, bitrateKbps }: Stream, thresholds: Thresholds): boolean {
  const { medium, direction } = streamKind(type);
  const { average, peak } = bitrateKbps;
  if (direction !== 'sent' || medium === 'share' || average === null) return false;
  if (medium === 'audio' && isBelow(average, thresholds.barelyUsedAudioKbps)) return true;
  return peak !== null && isBelow(average, (thresholds.barelyUsedPercentOfPeak / 100) * peak);
}

/** Sound that somebody sent and that was more than a muted microphone. */
export function isSpeech(stream: Stream, thresholds: Thresholds): boolean {
  const { medium, direction } = streamKind(stream.type);
  if (medium !== 'audio' || direction !== 'sent') return false;
  return isActive(stream, thresholds) && !isBarelyUsed(stream, thresholds);
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
