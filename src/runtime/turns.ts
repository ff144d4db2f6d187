/** Does the work as soon as its turn comes, and ends as the work does. */
export type InTurn = <T>(work: () => Promise<T>) => Promise<T>;

/** Lets so much work of one kind go on at once; the rest waits, first come first served. Whoever calls bounds how much waits. */
export function createTurns(atOnce: number): InTurn {
  const waiting: (() => void)[] = [];
  let free = atOnce;
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
