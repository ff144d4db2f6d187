/** The ways in which Zoom's own examples write numbers. */
export type UnitStyle = 'spec' | 'webhook' | 'capital';

/** One stream in plain numbers; what is left out is left out of the details too. */
export interface SimStream {
  readonly type: string;
  readonly bitrateKbps?: number;
  readonly lossPercent?: number;
  readonly peakLossPercent?: number;
  readonly latencyMs?: number;
  readonly peakLatencyMs?: number;
  readonly jitterMs?: number;
  readonly resolution?: string;
  readonly fps?: number;
  /** Further details, or replacements: `{ avg_loss: '' }`. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** One entry of `qos[]` with min, avg and max of every given metric. */
export function qosEntry(stream: SimStream, style: UnitStyle = 'webhook'): { type: string; details: object } {
  const { type, bitrateKbps, lossPercent, latencyMs, jitterMs, resolution, fps } = stream;
  const bitrate = { spec: 'kbps', webhook: ' kbps', capital: ' Kbps' }[style];
  const ms = style === 'spec' ? 'ms' : ' ms';
  const details: Record<string, unknown> = {};
  const put = (metric: string, average: number | undefined, peak: number | undefined, text: (x: number) => string) => {
    if (average !== undefined) {
      details[`min_${metric}`] = text(average * 0.5);
      details[`avg_${metric}`] = text(average);
    }
    const most = peak ?? (average === undefined ? undefined : average * 1.5);
    if (most !== undefined) details[`max_${metric}`] = text(most);
  };
  put('bitrate', bitrateKbps, undefined, (x) => `${style === 'spec' ? rounded(x, 2) : rounded(x, 0)}${bitrate}`);
  put('latency', latencyMs, stream.peakLatencyMs, (x) => `${rounded(x, 0)}${ms}`);
  put('jitter', jitterMs, undefined, (x) => `${rounded(x, 0)}${ms}`);
  put('loss', lossPercent, stream.peakLossPercent, (x) => `${style === 'spec' ? rounded(x, 2) : x.toFixed(1)}%`);
  if (resolution !== undefined) details.resolution = resolution;
  put('frame_rate', fps, undefined, (x) => `${rounded(x, 0)} fps`);
  return { type, details: { ...details, ...stream.extra } };
}

/** The row about the computer; never about the network. */
export function cpuEntry(systemMaxPercent: number): { type: string; details: object } {
  return {
    type: 'cpu_usage',
    details: {
      zoom_min_cpu_usage: '1%',
      zoom_avg_cpu_usage: '4%',
      zoom_max_cpu_usage: '9%',
      system_max_cpu_usage: `${systemMaxPercent}%`,
      system_max_cpu_pressure_level: systemMaxPercent >= 80 ? 'serious' : 'normal',
    },
  };
}

/** A stream that exists but carries nothing: zeros with an empty resolution, as in Zoom's webhook example. */
export function silentEntry(type: string): { type: string; details: object } {
  const zeros: Record<string, string> = {};
  for (const part of ['min', 'avg', 'max']) {
    zeros[`${part}_bitrate`] = '0 kbps';
    zeros[`${part}_latency`] = '0 ms';
    zeros[`${part}_jitter`] = '0 ms';
    zeros[`${part}_loss`] = '0.0%';
  }
  return { type, details: type.startsWith('audio') ? zeros : { ...zeros, resolution: '0*0', avg_frame_rate: '' } };
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
