/**
 * The work's own end, or `onLate`'s error once `timeoutMs` have passed. The work goes on; however it ends then, nobody
 * hears of it.
 * @param onLate says what it means to be late: only the caller knows what was waited for
 */
export async function withTimeout<T>(work: Promise<T>, timeoutMs: number, onLate: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(onLate()), timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Whether the work ended in time, well or badly. Never rejects. */
export function isSettledWithin(work: Promise<unknown>, timeoutMs: number): Promise<boolean> {
  const settled = work.then(
    () => true,
    () => true,
  );
  return withTimeout(settled, timeoutMs, () => new Error('late')).catch(() => false);
}
