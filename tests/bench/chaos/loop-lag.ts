/** How late the event loop of an instance was, from its own figures. */
import type { ServiceProcess } from '../../support/service/service-process.ts';

/** The upper bound of a bucket in milliseconds, and how many turns were no later. */
type Buckets = ReadonlyMap<number, number>;

export async function readLoopLag(service: Pick<ServiceProcess, 'metrics'>): Promise<Buckets> {
  const text = await service.metrics();
  const buckets = text.matchAll(/^lectern_loop_lag_seconds_bucket\{le="([^"]+)"\} (\d+)$/gm);
  return new Map(
    [...buckets].map(([, bound = '', count]) => [bound === '+Inf' ? Infinity : Number(bound) * 1_000, Number(count)]),
  );
}

/** The bound, in milliseconds, within which all turns between the two readings were. */
export function latestTurnMs(before: Buckets, after: Buckets): number {
  const turns = (bound: number): number => (after.get(bound) ?? 0) - (before.get(bound) ?? 0);
  const bounds = [...after.keys()].toSorted((a, b) => a - b);
  return bounds.find((bound) => turns(bound) === turns(Infinity)) ?? Infinity;
}
