import { DEFAULT_THRESHOLDS, type Thresholds } from './thresholds.ts';

/** The limits that an operator may set. */
export const SETTABLE_LIMITS = [
  'audioLossLimitsPercent',
  'videoLossLimitsPercent',
  'latencyLimitsMs',
  'jitterLimitsMs',
  'audienceLimitsPercent',
] as const satisfies readonly (keyof Thresholds)[];

export type SettableLimits = Pick<Thresholds, (typeof SETTABLE_LIMITS)[number]>;

/** The limits where any of them is not the method's default; null when all are. */
export function ownLimitsOf(thresholds: Thresholds): SettableLimits | null {
  if (isSameLimits(thresholds, DEFAULT_THRESHOLDS)) return null;
  const { audioLossLimitsPercent, videoLossLimitsPercent, latencyLimitsMs, jitterLimitsMs, audienceLimitsPercent } =
    thresholds;
  return { audioLossLimitsPercent, videoLossLimitsPercent, latencyLimitsMs, jitterLimitsMs, audienceLimitsPercent };
}

/** The defaults with these limits in place of theirs. */
export function withOwnLimits(limits: Partial<SettableLimits>): Thresholds {
  return { ...DEFAULT_THRESHOLDS, ...limits };
}

/** Whether both grade alike, as far as an operator can make them differ. */
export function isSameLimits(one: SettableLimits, other: SettableLimits): boolean {
  return SETTABLE_LIMITS.every((name) => one[name].join() === other[name].join());
}
