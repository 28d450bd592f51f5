/** Percentiles and slopes of measured values. */

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
  const mean = (of: readonly number[]): number => of.reduce((total, value) => total + value, 0) / of.length;
  const meanX = mean(points.map(([x]) => x));
  const meanY = mean(points.map(([, y]) => y));
  const spread = points.reduce((total, [x]) => total + (x - meanX) ** 2, 0);
  if (points.length < 2 || spread === 0) return null;
  return points.reduce((total, [x, y]) => total + (x - meanX) * (y - meanY), 0) / spread;
}
