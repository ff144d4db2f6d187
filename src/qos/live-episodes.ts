/** A minute as a rule sees it. */
export interface JudgedMinute {
  /** The record's own time, milliseconds since 1970. */
  readonly atMs: number;
  /** What the rule looks at, in its unit; null when it was not measured. */
  readonly value: number | null;
  /** What Zoom's own client told its user then. */
  readonly notice: string | null;
}

/** A time in which a rule held. */
export interface Episode {
  /** The first bad minute. */
  readonly sinceMs: number;
  /** The first good minute after it; null while it lasts. */
  readonly untilMs: number | null;
  readonly worst: number;
  readonly latest: number;
  readonly notice: string | null;
}

/** Records come about once a minute: after a longer pause nothing is known of the time between. */
const LONGEST_PAUSE_MS = 150_000;
/** A minute may be told in two halves: so much of each minute but the first has to have passed. */
const LEAST_PER_MINUTE_MS = 45_000;
/** What Zoom's own client noticed makes a minute bad from this part of the limit on. */
const NOTICE_PART = 0.5;

interface Run {
  readonly sinceMs: number;
  readonly length: number;
  readonly worst: number;
  readonly latest: number;
  readonly notice: string | null;
}

/**
 * The times in which a limit was reached for so many minutes in a row. One bad minute is none, and one good minute ends none; a
 * pause in the records neither begins nor ends one. Minutes in the order of their own times, whenever they came.
 */
export function findEpisodes(
  minutes: readonly JudgedMinute[],
  { limit, minutes: needed }: { readonly limit: number; readonly minutes: number },
): Episode[] {
  const episodes: Episode[] = [];
  let bad: Run | null = null;
  let standing = false;
  let good = 0;
  let firstGoodMs = 0;
  let before = Number.NEGATIVE_INFINITY;
  const lasts = (fromMs: number, toMs: number) => toMs - fromMs >= (needed - 1) * LEAST_PER_MINUTE_MS;
  for (const minute of minutes) {
    const { atMs, value, notice } = minute;
    if (value === null) continue;
    const isAfterPause = atMs - before > LONGEST_PAUSE_MS;
    before = atMs;
    if (isAfterPause) {
      good = 0;
      if (!standing) bad = null;
    }
    if (value >= (notice === null ? limit : limit * NOTICE_PART)) {
      bad = extend(bad, minute, value);
      good = 0;
      standing ||= bad.length >= needed && lasts(bad.sinceMs, atMs);
    } else if (!standing || bad === null) {
      bad = null;
    } else {
      if (good === 0) firstGoodMs = atMs;
      good += 1;
      if (good < needed || !lasts(firstGoodMs, atMs)) continue;
      episodes.push({ ...toEpisode(bad), untilMs: firstGoodMs });
      [bad, standing, good] = [null, false, 0];
    }
  }
  return standing && bad ? [...episodes, { ...toEpisode(bad), untilMs: null }] : episodes;
}

function extend(run: Run | null, { atMs, notice }: JudgedMinute, value: number): Run {
  return {
    sinceMs: run?.sinceMs ?? atMs,
    length: (run?.length ?? 0) + 1,
    worst: Math.max(run?.worst ?? 0, value),
    latest: value,
    notice: notice ?? run?.notice ?? null,
  };
}

function toEpisode({ sinceMs, worst, latest, notice }: Run): Omit<Episode, 'untilMs'> {
  return { sinceMs, worst, latest, notice };
}
