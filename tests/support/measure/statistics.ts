/** Sums, means, percentiles and slopes of measured values. */

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** NaN without values. */
export const mean = (values: readonly number[]): number => sum(values) / values.length;

/** The value below which `percent` of the values lie (nearest rank). */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}

export type Point = readonly [x: number, y: number];

/**
 * How much one more of x adds to y: the slope of the line that fits the points best. Null for fewer
 * than two different x.
 */
export const slope = (points: readonly Point[]): number | null => slopeWithError(points)?.slope ?? null;

/** The same, with its standard error, which is NaN for two points. Null for fewer than two different x. */
export function slopeWithError(points: readonly Point[]): { slope: number; standardError: number } | null {
  const meanX = mean(points.map(([x]) => x));
  const meanY = mean(points.map(([, y]) => y));
  const spread = sum(points.map(([x]) => (x - meanX) ** 2));
  if (points.length < 2 || spread === 0) return null;
  const fitted = sum(points.map(([x, y]) => (x - meanX) * (y - meanY))) / spread;
  const residuals = sum(points.map(([x, y]) => (y - meanY - fitted * (x - meanX)) ** 2));
  return { slope: fitted, standardError: Math.sqrt(residuals / (points.length - 2) / spread) };
}
