import type { GradedStream } from '../../qos/person.ts';
import { type MetricRange, streamKind } from '../../qos/stream.ts';
import { formatBitrate, formatFps, formatMs, formatPercent, MISSING } from '../text/numbers.ts';

/** What was measured of a stream, with the peaks: "lost 6.0 % (peak 22.0 %)", "delay 120 ms", "jitter 12 ms", … */
export function streamNumbers({
  type,
  lossPercent,
  latencyMs,
  jitterMs,
  bitrateKbps,
  frameRateFps,
  resolution,
}: GradedStream): string[] {
  const bitrate = bitrateKbps.average ?? bitrateKbps.peak;
  const isVideo = streamKind(type).medium !== 'audio';
  return [
    isMissing(lossPercent) ? 'loss not reported' : `lost ${withPeak(lossPercent, formatPercent)}`,
    isMissing(latencyMs) ? 'delay not reported' : `delay ${withPeak(latencyMs, formatMs)}`,
    isMissing(jitterMs) ? null : `jitter ${withPeak(jitterMs, formatMs)}`,
    bitrate === null ? null : formatBitrate(bitrate),
    isVideo && frameRateFps.average !== null ? formatFps(frameRateFps.average) : null,
    resolution === null ? null : `${resolution.width} × ${resolution.height}`,
  ].filter((part) => part !== null);
}

function isMissing({ average, peak }: MetricRange): boolean {
  return average === null && peak === null;
}

/** "6.0 % (peak 22.0 %)"; a peak without an average is "22.0 % (peak only)". */
function withPeak({ average, peak }: MetricRange, format: (value: number | null) => string): string {
  if (average === null) return peak === null ? MISSING : `${format(peak)} (peak only)`;
  return peak === null ? format(average) : `${format(average)} (peak ${format(peak)})`;
}
