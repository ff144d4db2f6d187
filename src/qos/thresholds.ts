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
  /** Jitter alone is never worse than this; below its third limit on any medium. */
  readonly jitterSeverityCap: number;
  /** The same for audio from the third limit on. */
  readonly jitterAudioSeverityCap: number;
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
  /** Past the last limit a severity goes on up to this, for the order alone. */
  readonly uncappedSeverityMost: number;
  /** Part of the second-worst metric that counts for the order; 0 to 1. */
  readonly secondMetricFactor: number;
  readonly activeBitrateKbps: number;
  /** Received audio below the active bit rate counts all the same from this average loss on. */
  readonly outageLossPercent: number;
  /** Sent audio with a lower average is barely used. */
  readonly barelyUsedAudioKbps: number;
  /** Sent audio and video whose average is a smaller part of its peak is barely used. */
  readonly barelyUsedPercentOfPeak: number;
  readonly shortStaySeconds: number;
  /** So many visits that broke off make a person Fair. */
  readonly dropsForFair: number;
  /** So many make a person Poor. */
  readonly dropsForPoor: number;
  /** Shares of affected people from which the audience is Fair, Poor and Bad; strictly rising. */
  readonly audienceLimitsPercent: readonly [number, number, number];
  /** Up to so many affected people the audience is at most Fair. */
  readonly affectedForAtMostFair: number;
  /** Up to so many affected people the audience is at most Poor. */
  readonly affectedForAtMostPoor: number;
  /** Both only while a smaller share than this is affected. */
  readonly affectedCapsBelowPercent: number;
  /** From this share of impaired people on the audience is at least Fair. */
  readonly impairedForAtLeastFairPercent: number;
  /** A presenter with a smaller part of what was said counts one grade milder. */
  readonly presenterFullSharePercent: number;
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
  jitterAudioSeverityCap: 74,
  listenOnlyLatencySeverityCap: 24,
  peakLossPercent: 20,
  peakLatencyMs: 1000,
  peakSeverity: 30,
  lowFrameRateFps: 7,
  lowFrameRateSeverity: 50,
  cpuOverloadedPercent: 90,
  weights: { audio: 1, share: 0.85, video: 0.7 },
  uncappedSeverityMost: 200,
  secondMetricFactor: 0.2,
  activeBitrateKbps: 1,
  outageLossPercent: 50,
  barelyUsedAudioKbps: 5,
  barelyUsedPercentOfPeak: 10,
  shortStaySeconds: 60,
  dropsForFair: 1,
  dropsForPoor: 3,
  audienceLimitsPercent: [3, 10, 20],
  affectedForAtMostFair: 1,
  affectedForAtMostPoor: 2,
  affectedCapsBelowPercent: 50,
  impairedForAtLeastFairPercent: 25,
  presenterFullSharePercent: 20,
  limitedDataBelowPercent: 50,
  sharedCause: { flagged: 3, others: 3, partPercent: 50, factor: 2 },
  eModel: { r0: 93.2, ie: 0, bpl: 15, burstR: 1, packetMs: 20, jitters: 2 },
};
