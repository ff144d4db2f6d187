import type { Medium } from './stream.ts';

/** Media that can be graded. */
export type GradedMedium = Exclude<Medium, 'cpu'>;

/** Averages at which a severity of 25 (Fair), 50 (Poor), 75 (Bad) and 100 is reached; strictly rising. */
export type Limits = readonly [number, number, number, number];

/** Every setting of the grading method. Severities are 0 to 100. */
export interface Thresholds {
  readonly audioLossLimitsPercent: Limits;
  /** For video and screen sharing. */
  readonly videoLossLimitsPercent: Limits;
  /** Round trip. */
  readonly latencyLimitsMs: Limits;
  readonly jitterLimitsMs: Limits;
  /** Jitter alone is never worse than this. */
  readonly jitterSeverityCap: number;
  /** Latency of somebody who only listens is never worse than this. */
  readonly listenOnlyLatencySeverityCap: number;
  readonly peakLossPercent: number;
  readonly peakLatencyMs: number;
  /** The least severity of a metric whose peak reached its limit. */
  readonly peakSeverity: number;
  readonly lowFrameRateFps: number;
  readonly lowFrameRateSeverity: number;
  readonly cpuOverloadedPercent: number;
  /** 0 to 1. */
  readonly weights: Readonly<Record<GradedMedium, number>>;
  /** Part of the second-worst metric that counts for the order; 0 to 1. */
  readonly secondMetricFactor: number;
  readonly activeBitrateKbps: number;
  readonly shortStaySeconds: number;
  /** Shares of affected people from which the audience is Fair, Poor and Bad; strictly rising. */
  readonly audienceLimitsPercent: readonly [number, number, number];
  /** Up to so many affected people the audience is at most Fair. */
  readonly affectedForAtMostFair: number;
  /** Up to so many affected people the audience is at most Poor. */
  readonly affectedForAtMostPoor: number;
  readonly limitedDataBelowPercent: number;
  readonly sharedCause: {
    /** Least number of flagged people with the value. */
    readonly flagged: number;
    /** Least number of people known to have another value. */
    readonly others: number;
    /** Least part of all flagged people who have the value. */
    readonly partPercent: number;
    /** How many times the others' flagged rate the value's flagged rate has to be. */
    readonly factor: number;
  };
  /** ITU-T G.107 parameters and the delay that is added to the network's. */
  readonly eModel: {
    readonly r0: number;
    readonly ie: number;
    readonly bpl: number;
    readonly burstR: number;
    readonly packetMs: number;
    /** Size of the jitter buffer, in average jitters. */
    readonly jitters: number;
  };
}

/** The published defaults; where each number comes from is in the method (sections 4 to 12). */
export const DEFAULT_THRESHOLDS: Thresholds = {
  audioLossLimitsPercent: [2, 5, 10, 20],
  videoLossLimitsPercent: [2, 5, 15, 30],
  latencyLimitsMs: [150, 300, 500, 1000],
  jitterLimitsMs: [30, 60, 100, 200],
  jitterSeverityCap: 49,
  listenOnlyLatencySeverityCap: 49,
  peakLossPercent: 20,
  peakLatencyMs: 1000,
  peakSeverity: 30,
  lowFrameRateFps: 7,
  lowFrameRateSeverity: 50,
  cpuOverloadedPercent: 90,
  weights: { audio: 1, share: 0.85, video: 0.7 },
  secondMetricFactor: 0.2,
  activeBitrateKbps: 1,
  shortStaySeconds: 60,
  audienceLimitsPercent: [3, 10, 20],
  affectedForAtMostFair: 1,
  affectedForAtMostPoor: 2,
  limitedDataBelowPercent: 50,
  sharedCause: { flagged: 3, others: 3, partPercent: 50, factor: 2 },
  eModel: { r0: 93.2, ie: 0, bpl: 15, burstR: 1, packetMs: 20, jitters: 2 },
};
