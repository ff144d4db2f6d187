import { isAbove } from './rounding.ts';

/** The stay in seconds if it is known; missing, 0 or negative (a clock that jumped) is unknown. */
export function knownStay(staySeconds: number | null): number | null {
  return staySeconds !== null && Number.isFinite(staySeconds) && isAbove(staySeconds, 0) ? staySeconds : null;
}

/** The stay of all visits together; null as soon as one of them is unknown. */
export function totalStay(visits: readonly { readonly staySeconds: number | null }[]): number | null {
  let total = 0;
  for (const visit of visits) {
    const stay = knownStay(visit.staySeconds);
    if (stay === null) return null;
    total += stay;
  }
  return total;
}
