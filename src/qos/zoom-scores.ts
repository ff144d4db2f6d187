import type { ZoomQuality } from './zoom-quality.ts';

/** Zoom's own score of a medium, 0 to 5, beside its label; neither follows from the other. What is not there was not told. */
export type ZoomScores = Readonly<Partial<Record<keyof ZoomQuality, number>>>;

const HIGHEST = 5;

/** `3.65` as text or number; null for everything else. */
export function parseZoomScore(value: unknown): number | null {
  const score = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof score === 'number' && score >= 0 && score <= HIGHEST ? score : null;
}

/** The lower of both, medium by medium; undefined where neither is known. */
export function lowerScores(one: ZoomScores | undefined, other: ZoomScores | undefined): ZoomScores | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  const lower = (medium: keyof ZoomQuality) => {
    const known = [one[medium], other[medium]].filter((score) => score !== undefined);
    return known.length === 0 ? {} : { [medium]: Math.min(...known) };
  };
  return { ...lower('audio'), ...lower('video'), ...lower('share') };
}

/** The lowest of several rows or visits, as a field to spread; none where no score is known. */
export function scoresOf(rows: readonly { readonly zoomScores?: ZoomScores | undefined }[]): {
  zoomScores?: ZoomScores;
} {
  const zoomScores = rows.reduce<ZoomScores | undefined>(
    (lowest, row) => lowerScores(lowest, row.zoomScores),
    undefined,
  );
  return zoomScores === undefined ? {} : { zoomScores };
}
