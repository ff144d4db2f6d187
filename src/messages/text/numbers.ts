import { comparable } from '../../qos/rounding.ts';
import type { Thresholds } from '../../qos/thresholds.ts';

/** What stands for a value that is missing or was not measured. */
export const MISSING = '–';

/** No measured value comes near; keeps an absurd one from filling a message. */
const GREATEST = 10_000_000;
const MILLION = 1_000_000;

/** 1,234: people, rows. */
export function formatCount(count: number): string {
  return toFixed(count, 0);
}

/** Loss, cpu or a share of people in percent: `6.0 %`, `<0.1 %` above 0 and below 0.05, `0 %`; `–` for null. */
export function formatPercent(percent: number | null): string {
  if (percent === null) return MISSING;
  if (comparable(percent) === 0) return '0 %';
  return comparable(percent) < comparable(0.05) ? '<0.1 %' : `${toFixed(percent, 1)} %`;
}

/**
 * A part of a whole of people, as percent. `whole` is above 0. Never rounded across a limit of the verdict: 149 of 5,000
 * are `2.98 %`, as `3.0 %` would be Fair.
 */
export function formatShare(part: number, whole: number, thresholds: Thresholds): string {
  const percent = (100 * part) / whole;
  const limits = [
    ...thresholds.audienceLimitsPercent,
    thresholds.impairedForAtLeastFairPercent,
    thresholds.affectedCapsBelowPercent,
    thresholds.limitedDataBelowPercent,
  ].map(comparable);
  const sideOf = (millionths: number) => limits.filter((limit) => millionths >= limit).length;
  const side = sideOf(comparable(percent));
  const decimals = ([1, 2, 3, 4, 5, 6] as const).find((count) => sideOf(rounded(percent, count)) === side) ?? 6;
  return decimals === 1 ? formatPercent(percent) : `${toFixed(percent, decimals)} %`;
}

/** Latency or jitter: `1,200 ms`, `<1 ms` above 0 and below 0.5; `–` for null. */
export function formatMs(ms: number | null): string {
  if (ms === null) return MISSING;
  return comparable(ms) > 0 && comparable(ms) < comparable(0.5) ? '<1 ms' : `${toFixed(ms, 0)} ms`;
}

/** `27 kbps`, from 1000 kbps `1.2 Mbps`; `–` for null. */
export function formatBitrate(kbps: number | null): string {
  if (kbps === null) return MISSING;
  return comparable(kbps) < comparable(1000) ? `${toFixed(kbps, 0)} kbps` : `${toFixed(kbps / 1000, 1)} Mbps`;
}

/** `24 fps`, `6.8 fps`; `–` for null. */
export function formatFps(fps: number | null): string {
  return fps === null ? MISSING : `${toFixed(fps, 1).replace(/\.0$/, '')} fps`;
}

/** An estimated mean opinion score: `3.4`; `–` for null. */
export function formatMos(mos: number | null): string {
  return mos === null ? MISSING : toFixed(mos, 1);
}

/** A limit as it is set, `5 %`, `1,000 ms`, with up to two decimals; one that was worked out with one, `13.6 %`. */
export function formatLimit(limit: number, unit: string): string {
  const isAsSet = comparable(limit) % (MILLION / 100) === 0;
  return `${toFixed(limit, isAsSet ? 2 : 1).replace(/\.?0+$/, '')} ${unit}`;
}

/** The value rounded to so many decimals, in millionths. */
function rounded(value: number, decimals: number): number {
  const scale = 10 ** decimals;
  return (toSteps(value, scale) * MILLION) / scale;
}

function toSteps(value: number, scale: number): number {
  return Math.floor((comparable(value) * scale + MILLION / 2) / MILLION);
}

/** Rounds half up from the value's 6 decimals: 2.45 is 2.5 although it is stored as 2.4500000000000002 or less. */
function toFixed(value: number, decimals: 0 | 1 | 2 | 3 | 4 | 5 | 6): string {
  const scale = 10 ** decimals;
  const steps = toSteps(Math.min(Math.max(value, 0), GREATEST), scale);
  const whole = Math.floor(steps / scale)
    .toString()
    .replace(/\B(?=(?:\d{3})+$)/g, ',');
  return decimals === 0 ? whole : `${whole}.${String(steps % scale).padStart(decimals, '0')}`;
}
