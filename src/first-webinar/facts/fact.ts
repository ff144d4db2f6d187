/** Whether one webinar speaks for what the bot takes for true. */
export type Told = 'as expected' | 'otherwise' | 'not told';

/** One thing that nobody has proved yet, and what this webinar says of it. */
export interface Fact {
  /** Its heading in docs/first-webinar.md. */
  readonly name: string;
  readonly told: Told;
  /** What was seen, in words and counts. */
  readonly seen: string;
  readonly counts: Readonly<Record<string, number | string | null>>;
  /** The one setting or table to change where it is otherwise. */
  readonly change: string;
}

/** `12 of 40` with the share, which is null of nothing. */
export function partOf(part: number, whole: number): string {
  return whole === 0 ? '0 of 0' : `${part} of ${whole} (${Math.round((100 * part) / whole)} %)`;
}
