/** When a fault strikes. Without `times` and `always`: once. */
export interface FaultTiming {
  readonly times?: number;
  readonly always?: boolean;
  /** How many matching calls get through first. */
  readonly after?: number;
}

export interface FaultQueue<Fault extends FaultTiming> {
  add(target: string, fault: Fault): void;
  /** The fault for this call, if one is due; uses it up. A call may be meant by several names. */
  take(...targets: readonly string[]): Fault | undefined;
  clear(): void;
}

/** Faults waiting for calls, first come first served; target `*` matches every call. */
export function createFaultQueue<Fault extends FaultTiming>(): FaultQueue<Fault> {
  let waiting: { target: string; fault: Fault; skip: number; left: number }[] = [];
  return {
    add(target, fault) {
      const left = fault.always ? Number.POSITIVE_INFINITY : (fault.times ?? 1);
      waiting.push({ target, fault, skip: fault.after ?? 0, left });
    },
    take(...targets) {
      for (const entry of waiting) {
        if (entry.target !== '*' && !targets.includes(entry.target)) continue;
        if (entry.skip > 0) {
          entry.skip -= 1;
          continue;
        }
        if (entry.left <= 0) continue;
        entry.left -= 1;
        return entry.fault;
      }
      return undefined;
    },
    clear() {
      waiting = [];
    },
  };
}
