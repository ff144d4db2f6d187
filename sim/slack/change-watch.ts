export interface ChangeWatch {
  /** Something happened: every open probe is asked again. */
  changed(): void;
  /** Calls the listener after every change; the result stops that. */
  onChange(listener: () => void): () => void;
  waitFor<T>(probe: () => T | undefined | null | false, timeoutMs?: number): Promise<T>;
}

/** Waiting for a state instead of for a time. */
export function createChangeWatch(): ChangeWatch {
  const checks = new Set<() => void>();
  return {
    changed() {
      for (const check of [...checks]) check();
    },
    onChange(listener) {
      // Its own function each time: the same listener may be there twice.
      const check = () => listener();
      checks.add(check);
      return () => void checks.delete(check);
    },
    waitFor<T>(probe: () => T | undefined | null | false, timeoutMs = 5000) {
      return new Promise<T>((resolve, reject) => {
        const finish = (end: () => void) => {
          clearTimeout(timer);
          clearInterval(interval);
          checks.delete(check);
          end();
        };
        const check = () => {
          try {
            const value = probe();
            if (value !== undefined && value !== null && value !== false) finish(() => resolve(value));
          } catch (error) {
            finish(() => reject(error));
          }
        };
        const late = () => reject(new Error(`the simulated Slack waited ${timeoutMs} ms in vain for ${probe}`));
        const timer = setTimeout(() => finish(late), timeoutMs);
        // Probes may also look at things outside of Slack.
        const interval = setInterval(check, 50);
        checks.add(check);
        check();
      });
    },
  };
}
