import type { SimClock } from '../../runtime/clock.ts';
import type { ZoomPlan, ZoomSettings } from '../settings.ts';
import type { Answer } from './answer.ts';
import { RATE_DAY, RATE_SECOND, rateHeaders } from './answer.ts';
import type { RateLabel } from './endpoints.ts';

interface LabelLimit {
  readonly count: number;
  readonly windowMs: number;
}

/** Light and Medium, then Heavy per second and Resource-intensive per minute; Zoom's rate-limit page of 2026-02-07. */
const WINDOWS: Record<ZoomPlan, Record<RateLabel, LabelLimit>> = {
  free: windows(4, 2, 1, 10),
  pro: windows(30, 20, 10, 10),
  business: windows(80, 60, 40, 20),
};

/** Per GMT day. Heavy and Resource-intensive share one quota on paid plans. */
const DAYS: Record<ZoomPlan, Partial<Record<RateLabel, { readonly pool: string; readonly count: number }>>> = {
  free: {
    Light: { pool: 'light', count: 6000 },
    Medium: { pool: 'medium', count: 2000 },
    Heavy: { pool: 'heavy', count: 1000 },
    'Resource-intensive': { pool: 'resource', count: 30_000 },
  },
  pro: shared(30_000),
  business: shared(60_000),
};

const DAY_MS = 86_400_000;

export interface RateLimits {
  /** Counts the call, or gives the 429 that refuses it. A refused call costs nothing. */
  check(label: RateLabel): { readonly refusal: Answer | null; readonly headers: Record<string, string> };
  /** What other apps of the account have used of today. */
  useUpDay(label: RateLabel, calls: number): void;
  /** What other apps take of every second (Resource-intensive: every minute), from now on. */
  setOtherAppsLoad(label: RateLabel, callsPerWindow: number): void;
  /** Calls counted today, other apps' included. */
  usedToday(label: RateLabel): number;
}

/** The account's limits, counted in any sliding second or minute and per GMT day. */
export function createRateLimits(settings: ZoomSettings, clock: SimClock): RateLimits {
  const calls = new Map<RateLabel, number[]>();
  const others = new Map<RateLabel, number>();
  const days = new Map<string, number>();

  const dayKey = (label: RateLabel) => {
    const day = Math.floor(clock.now() / DAY_MS);
    return `${DAYS[settings.plan][label]?.pool ?? label}:${day}`;
  };

  function refuse(label: RateLabel, type: 'QPS' | 'Daily-limit', limit: number, retryAtMs: number) {
    const headers = { ...visible(rateHeaders(label, type, limit, 0)), ...retryAfter(retryAtMs) };
    const message = type === 'QPS' ? RATE_SECOND : RATE_DAY;
    return { refusal: { status: 429, body: JSON.stringify({ code: 429, message }) }, headers };
  }

  function visible(headers: Record<string, string>): Record<string, string> {
    if (settings.rateHeaders === 'absent') return {};
    if (settings.rateHeaders === 'full') return headers;
    return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  }

  function retryAfter(atMs: number): Record<string, string> {
    if (settings.rateHeaders === 'absent' || settings.retryAfter === 'absent') return {};
    const seconds = Math.max(1, Math.ceil((atMs - clock.now()) / 1000));
    // Whole seconds, rounded up: an instant that is a moment too early would ask for another 429.
    const instant = new Date(Math.ceil(atMs / 1000) * 1000);
    const value = {
      iso: instant.toISOString().replace('.000Z', 'Z'),
      seconds: String(seconds),
      'http-date': instant.toUTCString(),
    }[settings.retryAfter];
    return visible({ 'Retry-After': value });
  }

  function perDay(label: RateLabel): number {
    const planned = DAYS[settings.plan][label]?.count ?? Number.POSITIVE_INFINITY;
    return label === 'Heavy' ? (settings.heavyPerDay ?? planned) : planned;
  }

  function perWindow(label: RateLabel): number {
    const planned = WINDOWS[settings.plan][label].count;
    return label === 'Heavy' ? (settings.heavyPerSecond ?? planned) : planned;
  }

  return {
    check(label) {
      const now = clock.now();
      const { windowMs } = WINDOWS[settings.plan][label];
      const limit = perWindow(label);
      const usedToday = days.get(dayKey(label)) ?? 0;
      if (usedToday >= perDay(label)) {
        return refuse(label, 'Daily-limit', perDay(label), (Math.floor(now / DAY_MS) + 1) * DAY_MS);
      }
      const recent = calls.get(label) ?? [];
      calls.set(label, recent);
      while ((recent[0] ?? now) <= now - windowMs) recent.shift();
      const room = Math.max(0, limit - (others.get(label) ?? 0));
      if (recent.length >= room) return refuse(label, 'QPS', limit, (recent[0] ?? now) + windowMs);
      recent.push(now);
      days.set(dayKey(label), usedToday + 1);
      return { refusal: null, headers: visible(rateHeaders(label, 'QPS', limit, room - recent.length)) };
    },
    useUpDay: (label, count) => days.set(dayKey(label), (days.get(dayKey(label)) ?? 0) + count),
    setOtherAppsLoad: (label, count) => others.set(label, count),
    usedToday: (label) => days.get(dayKey(label)) ?? 0,
  };
}

function windows(light: number, medium: number, heavy: number, resourcePerMinute: number) {
  return {
    Light: { count: light, windowMs: 1000 },
    Medium: { count: medium, windowMs: 1000 },
    Heavy: { count: heavy, windowMs: 1000 },
    'Resource-intensive': { count: resourcePerMinute, windowMs: 60_000 },
  };
}

function shared(count: number) {
  const quota = { pool: 'heavy', count };
  return { Heavy: quota, 'Resource-intensive': quota };
}
