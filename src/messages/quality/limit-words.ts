import type { Limits, Thresholds } from '../../qos/thresholds.ts';
import { formatLimit } from '../text/numbers.ts';

/** "audio loss 2/5/10 %, video and screen share loss 2/5/15 %, latency 150/300/500 ms, jitter 30/60/100 ms". */
export function limitWords(thresholds: Thresholds): string {
  return [
    `audio loss ${ladder(thresholds.audioLossLimitsPercent, '%')}`,
    `video and screen share loss ${ladder(thresholds.videoLossLimitsPercent, '%')}`,
    `latency ${ladder(thresholds.latencyLimitsMs, 'ms')}`,
    `jitter ${ladder(thresholds.jitterLimitsMs, 'ms')}`,
  ].join(', ');
}

/** The limits of Fair, Poor and Bad. */
function ladder(limits: Limits, unit: string): string {
  const [fair, poor, bad] = limits;
  return `${[fair, poor].map((limit) => formatLimit(limit, '').trim()).join('/')}/${formatLimit(bad, unit)}`;
}
