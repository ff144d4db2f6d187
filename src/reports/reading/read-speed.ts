/** What a page takes until some were read. */
const FIRST_GUESS_MS = 400;
/** How much one page changes the guess. */
const WEIGHT = 0.1;
/** A page that waited for a limit or for somebody else's turn says little about the next. */
const LONGEST_MS = 5_000;

/** How long this process's reads take for a page, as "ready in about 20 seconds" is reckoned with. */
export interface ReadSpeed {
  pageRead(durationMs: number): void;
  /** Milliseconds for a page of a read. */
  msPerPage(): number;
}

export function createReadSpeed(): ReadSpeed {
  let guessMs = FIRST_GUESS_MS;
  return {
    pageRead(durationMs) {
      guessMs += WEIGHT * (Math.min(Math.max(durationMs, 0), LONGEST_MS) - guessMs);
    },
    msPerPage: () => guessMs,
  };
}
