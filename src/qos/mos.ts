import { isAbove } from './rounding.ts';
import type { Thresholds } from './thresholds.ts';

/** The steps of the estimate, for the curious and for the tests. */
export interface MosEstimate {
  /** Absolute one-way delay from mouth to ear, milliseconds. */
  readonly taMs: number;
  /** Impairment by delay. */
  readonly idd: number;
  /** Impairment by loss. */
  readonly ieEff: number;
  /** Transmission rating, 0 to 100. */
  readonly r: number;
  /** 1 to 4.5. */
  readonly mos: number;
}

/**
 * Estimates the mean opinion score of an audio stream by the E-model (ITU-T G.107). It is a planning model: show the
 * result as "estimated", and never let it into a grade.
 * @param latencyMs round trip; null leaves the delay out (not measured, or the person only listens)
 */
export function estimateMos(
  latencyMs: number | null,
  jitterMs: number | null,
  lossPercent: number,
  thresholds: Thresholds,
): MosEstimate {
  const { r0, ie, bpl, burstR, packetMs, jitters } = thresholds.eModel;
  const taMs = (latencyMs ?? 0) / 2 + jitters * (jitterMs ?? 0) + packetMs;
  const idd = latencyMs === null ? 0 : delayImpairment(taMs);
  const ieEff = ie + ((95 - ie) * lossPercent) / (lossPercent / burstR + bpl);
  const r = Math.min(100, Math.max(0, r0 - idd - ieEff));
  return { taMs, idd, ieEff, r, mos: toMos(r) };
}

/** Idd of ITU-T G.107 for the default delay class: 0 up to 100 ms. */
export function delayImpairment(taMs: number): number {
  if (!isAbove(taMs, 100)) return 0;
  const x = Math.log2(taMs / 100);
  return 25 * ((1 + x ** 6) ** (1 / 6) - 3 * (1 + (x / 3) ** 6) ** (1 / 6) + 2);
}

/** From the rating R to the score, ITU-T G.107 Annex B; the curve itself dips below 1 for R under 6.5. */
export function toMos(r: number): number {
  if (r <= 0) return 1;
  if (r >= 100) return 4.5;
  return Math.min(4.5, Math.max(1, 1 + 0.035 * r + 0.000007 * r * (r - 60) * (100 - r)));
}
