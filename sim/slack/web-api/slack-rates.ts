import type { SimClock } from '../../runtime/clock.ts';
import type { SlackSettings } from '../slack-context.ts';
import type { ApiMethod } from './api-method.ts';

export interface SlackRates {
  /** Seconds to wait, or null when the call may go on; a call that may is counted. */
  check(method: string, rule: ApiMethod, channel: string): number | null;
  /** A refused post is no post: it does not count. */
  giveBackPost(channel: string): void;
}

/** Posts in a row that a channel takes before one a second is enforced. */
const BURST = 3;

/** One post a second and channel, with short bursts; requests a minute by method where switched on. */
export function createSlackRates(settings: SlackSettings, clock: SimClock): SlackRates {
  const buckets = new Map<string, { left: number; atMs: number }>();

  function take(key: string, size: number, perSecond: number): number | null {
    const now = clock.now();
    const bucket = buckets.get(key) ?? { left: size, atMs: now };
    bucket.left = Math.min(size, bucket.left + ((now - bucket.atMs) / 1000) * perSecond);
    bucket.atMs = now;
    buckets.set(key, bucket);
    if (bucket.left < 1) return Math.max(1, Math.ceil((1 - bucket.left) / perSecond));
    bucket.left -= 1;
    return null;
  }

  return {
    check(method, rule, channel) {
      if (method === 'chat.postMessage' && settings.postRate === 'strict') return take(`post:${channel}`, BURST, 1);
      if (rule.perMinute === null || settings.tierLimits === 'off') return null;
      return take(method, rule.perMinute, rule.perMinute / 60);
    },
    giveBackPost(channel) {
      const bucket = buckets.get(`post:${channel}`);
      if (bucket) bucket.left = Math.min(BURST, bucket.left + 1);
    },
  };
}
