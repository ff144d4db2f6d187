/** Zoom's own word for a medium, best first. Shown beside our grade, never mixed into it. */
const ZOOM_LABELS = ['good', 'fair', 'poor', 'bad'] as const;

export type ZoomLabel = (typeof ZOOM_LABELS)[number];

/** Zoom's labels of one visit or one person; null where it gave none. */
export interface ZoomQuality {
  readonly audio: ZoomLabel | null;
  readonly video: ZoomLabel | null;
  readonly share: ZoomLabel | null;
}

/** Nothing is known. Shared: most people have no labels. */
export const NO_ZOOM_QUALITY: ZoomQuality = { audio: null, video: null, share: null };

/** Zoom's label in any letter case; null for everything else. */
export function parseZoomLabel(value: unknown): ZoomLabel | null {
  if (typeof value !== 'string') return null;
  const word = value.trim().toLowerCase();
  return ZOOM_LABELS.find((label) => label === word) ?? null;
}

/** The worse of two labels; the one that is known, where one is not. */
export function worseLabel(one: ZoomLabel | null, other: ZoomLabel | null): ZoomLabel | null {
  if (one === null || other === null) return one ?? other;
  return ZOOM_LABELS.indexOf(one) >= ZOOM_LABELS.indexOf(other) ? one : other;
}

/** The worse of both, medium by medium. */
export function worseQuality(one: ZoomQuality, other: ZoomQuality): ZoomQuality {
  return {
    audio: worseLabel(one.audio, other.audio),
    video: worseLabel(one.video, other.video),
    share: worseLabel(one.share, other.share),
  };
}
