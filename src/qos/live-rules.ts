import type { GradedMedium } from './thresholds.ts';

/** What a running show is watched by: what somebody sends, or how many of the audience have trouble. */
export type LiveRule = PresenterRule | AudienceRule;

export interface PresenterRule {
  readonly who: 'presenter';
  /** null: whatever is sent. */
  readonly medium: GradedMedium | null;
  readonly metric: LiveMetric;
  /** Percent or milliseconds; a minute that reaches it is a bad one. */
  readonly limit: number;
  /** So many bad minutes in a row fire, so many good ones end it. */
  readonly minutes: number;
}

export interface AudienceRule {
  readonly who: 'audience';
  /** Part of those who receive, of whom somebody is at least Poor. */
  readonly sharePercent: number;
  readonly minutes: number;
}

export type LiveMetric = 'loss' | 'latency' | 'jitter';

/** One bad minute is none. */
const FEWEST_MINUTES = 2;
const MOST_MINUTES = 30;
const MOST_RULES = 10;
const MOST_MS = 60_000;

const MEDIA: ReadonlyMap<string, GradedMedium> = new Map([
  ['audio', 'audio'],
  ['voice', 'audio'],
  ['sound', 'audio'],
  ['video', 'video'],
  ['picture', 'video'],
  ['screen', 'share'],
  ['slides', 'share'],
  ['share', 'share'],
]);
const PRESENTER =
  /^presenter(?: (audio|voice|sound|video|picture|screen|slides|share))? (loss|latency|jitter) (\d{1,5}(?:\.\d{1,3})?) ?(%|ms) for (\d{1,3}) ?m(?:in)?$/;
const AUDIENCE = /^audience poor (\d{1,3}(?:\.\d{1,3})?) ?% for (\d{1,3}) ?m(?:in)?$/;

/**
 * Reads rules such as `presenter loss 5% for 2m, audience poor 10% for 3m`; none in a blank text.
 * @returns the rules, or which part is the first that is none, counted from 1
 */
export function parseLiveRules(text: string): { readonly rules: readonly LiveRule[] } | { readonly badPart: number } {
  const parts = text.split(/[,;]/).map((part) => part.replaceAll(/\s+/g, ' ').trim().toLowerCase());
  const wanted = parts.filter((part) => part !== '');
  const rules: LiveRule[] = [];
  for (const [place, part] of wanted.entries()) {
    const rule = parseRule(part);
    if (!rule || place >= MOST_RULES) return { badPart: place + 1 };
    rules.push(rule);
  }
  return { rules };
}

function parseRule(text: string): LiveRule | null {
  const presenter = PRESENTER.exec(text);
  if (presenter) {
    const [, medium, metric, number, unit, minutes] = presenter;
    const limit = Number(number);
    const isLoss = metric === 'loss';
    if (isLoss !== (unit === '%') || limit <= 0 || limit > (isLoss ? 100 : MOST_MS)) return null;
    if (!isLasting(minutes)) return null;
    return {
      who: 'presenter',
      medium: medium === undefined ? null : (MEDIA.get(medium) ?? null),
      metric: isLoss ? 'loss' : metric === 'latency' ? 'latency' : 'jitter',
      limit,
      minutes: Number(minutes),
    };
  }
  const [, share, minutes] = AUDIENCE.exec(text) ?? [];
  const sharePercent = Number(share);
  if (share === undefined || !isLasting(minutes) || sharePercent <= 0 || sharePercent > 100) return null;
  return { who: 'audience', sharePercent, minutes: Number(minutes) };
}

function isLasting(minutes: string | undefined): boolean {
  return Number(minutes) >= FEWEST_MINUTES && Number(minutes) <= MOST_MINUTES;
}
