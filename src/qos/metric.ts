import { isMissingWord } from './missing.ts';
import { isAbove, isBelow } from './rounding.ts';

/** What a number of Zoom's `details` measures; decides its unit and its range. */
export type MetricKind = 'bitrate' | 'latency' | 'jitter' | 'loss' | 'cpu' | 'fps';

/** One value of `details`, read. Values: kbps, milliseconds, percent, frames per second; never negative. */
export type ParsedMetric =
  | { readonly kind: 'value'; readonly value: number; readonly clamped: boolean }
  | { readonly kind: 'missing' }
  | { readonly kind: 'invalid' };

const NUMBER_AND_UNIT = /^[<~≈]?\s*([+-]?(?:(?:[1-9]\d{0,2}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+))\s*([A-Za-z%/]*)$/;

const MILLISECONDS: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['ms', 1],
  ['s', 1000],
  ['us', 1 / 1000],
]);
const PERCENT: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['%', 1],
]);

/** Factor from the unit (lower case, blank = the unit of the kind) to the stored unit. */
const FACTORS: Readonly<Record<MetricKind, ReadonlyMap<string, number>>> = {
  bitrate: new Map([
    ['', 1],
    ['kbps', 1],
    ['kbit/s', 1],
    ['bps', 1 / 1000],
    ['bit/s', 1 / 1000],
    ['mbps', 1000],
    ['mbit/s', 1000],
    ['gbps', 1_000_000],
    ['gbit/s', 1_000_000],
  ]),
  latency: MILLISECONDS,
  jitter: MILLISECONDS,
  loss: PERCENT,
  cpu: PERCENT,
  fps: new Map([
    ['', 1],
    ['fps', 1],
  ]),
};

const MAX_MILLISECONDS = 60_000;
const MAX_PERCENT_CLAMPED = 101;
/** Not of the method: a bound that keeps absurd bit and frame rates from overflowing when they are averaged. */
const MAX_RATE = 1e12;

const MISSING: ParsedMetric = { kind: 'missing' };
const INVALID: ParsedMetric = { kind: 'invalid' };

/**
 * Reads one value of Zoom's `details`, all of which are optional text such as `126 ms`, `27.15Kbps` or `0.03%`.
 * A loss or CPU share above 100 up to 101 becomes 100, with `clamped` set.
 */
export function parseMetric(raw: unknown, kind: MetricKind): ParsedMetric {
  if (raw === undefined || raw === null) return MISSING;
  if (typeof raw === 'number') return checkRange(raw, kind);
  if (typeof raw !== 'string') return INVALID;
  const text = raw.trim();
  const match = NUMBER_AND_UNIT.exec(text);
  if (match === null) return isMissingWord(text) ? MISSING : INVALID;
  const [, digits = '', unit = ''] = match;
  const factor = FACTORS[kind].get(unit.toLowerCase());
  if (factor === undefined) return INVALID;
  return checkRange(Number(digits.includes(',') ? digits.replaceAll(',', '') : digits) * factor, kind);
}

function checkRange(value: number, kind: MetricKind): ParsedMetric {
  // Not a number is not below 0 either.
  if (Number.isNaN(value) || isBelow(value, 0)) return INVALID;
  switch (kind) {
    case 'loss':
    case 'cpu':
      if (isAbove(value, MAX_PERCENT_CLAMPED)) return INVALID;
      if (isAbove(value, 100)) return { kind: 'value', value: 100, clamped: true };
      break;
    case 'latency':
    case 'jitter':
      if (isAbove(value, MAX_MILLISECONDS)) return INVALID;
      break;
    case 'bitrate':
    case 'fps':
      if (value > MAX_RATE) return INVALID;
  }
  // Adding 0 turns -0 into 0.
  return { kind: 'value', value: Math.max(0, value) + 0, clamped: false };
}
