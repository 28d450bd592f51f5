/** How much one more of x adds to y: the slope of the line that fits the points best, where there are two. */
export function slope(points: readonly (readonly [x: number, y: number])[]): number | null {
  const mean = (of: readonly number[]): number => of.reduce((total, value) => total + value, 0) / of.length;
  const meanX = mean(points.map(([x]) => x));
  const meanY = mean(points.map(([, y]) => y));
  const spread = points.reduce((total, [x]) => total + (x - meanX) ** 2, 0);
  if (points.length < 2 || spread === 0) return null;
  return points.reduce((total, [x, y]) => total + (x - meanX) * (y - meanY), 0) / spread;
}
