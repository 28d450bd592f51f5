/** Sums, means, percentiles and slopes of measured values. */

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** NaN without values. */
export const mean = (values: readonly number[]): number => sum(values) / values.length;

/** The value below which `percent` of the values lie (nearest rank). */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}

/**
 * How much one more of x adds to y: the slope of the line that fits the points best. Null for fewer
 * than two different x.
 */
export function slope(points: readonly (readonly [x: number, y: number])[]): number | null {
  const meanX = mean(points.map(([x]) => x));
  const meanY = mean(points.map(([, y]) => y));
  const spread = sum(points.map(([x]) => (x - meanX) ** 2));
  if (points.length < 2 || spread === 0) return null;
  return sum(points.map(([x, y]) => (x - meanX) * (y - meanY))) / spread;
}
