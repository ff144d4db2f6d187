/**
 * Nearest-rank percentile: of n values in rising order number ⌈percent·n / 100⌉, at least the first. null for no values.
 * @param percent whole number, 1 to 100
 */
export function percentile(values: readonly number[], percent: number): number | null {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(1, Math.ceil((percent * sorted.length) / 100)) - 1] ?? null;
}
