import { advice, type CheckResult, good, wrong } from '../check.ts';

/** What answers say of the account's limits in their headers; Zoom leaves some or all of them out. */
export interface LimitsSeen {
  hear(headers: Readonly<Record<string, string | undefined>>): void;
  /** Heavy calls a second; null where no answer said so. */
  heavyPerSecond(): number | null;
}

const NAME = 'Zoom limits';

export function createLimitsSeen(): LimitsSeen {
  let heavy: number | null = null;
  return {
    hear(headers) {
      const limit = Number(headers['x-ratelimit-limit']);
      const isHeavy = headers['x-ratelimit-category']?.toLowerCase() === 'heavy';
      const isPerSecond = headers['x-ratelimit-type']?.toUpperCase() === 'QPS';
      if (isHeavy && isPerSecond && Number.isInteger(limit) && limit > 0) heavy = limit;
    },
    heavyPerSecond: () => heavy,
  };
}

/** The limits that the bot keeps to against those that Zoom names; no API tells the plan itself. */
export function tellLimits(
  limits: LimitsSeen,
  { heavyPerSecond, heavyPerDay }: { readonly heavyPerSecond: number; readonly heavyPerDay: number },
): CheckResult {
  const seen = limits.heavyPerSecond();
  const own = `${heavyPerSecond} Heavy calls a second and ${heavyPerDay} a day`;
  if (seen === null) {
    return good(
      NAME,
      `the bot keeps to ${own}; Zoom's answers name no limits, so that ZOOM_PLAN cannot be held against them`,
    );
  }
  if (seen < heavyPerSecond) {
    return wrong(
      NAME,
      `Zoom allows ${seen} Heavy calls a second, and the bot is set up for ${heavyPerSecond}`,
      seen <= PRO ? 'Set ZOOM_PLAN=pro' : `Set ZOOM_HEAVY_PER_SECOND=${seen}`,
    );
  }
  if (seen > heavyPerSecond && heavyPerSecond === PRO) {
    return advice(NAME, `Zoom allows ${seen} Heavy calls a second, the bot takes ${own}`, 'Set ZOOM_PLAN=business');
  }
  return good(NAME, `the bot keeps to ${own}; Zoom names ${seen} a second`);
}

const PRO = 10;
