/** How long a link waits after a step down before its path is tried again. */
import { LINK_BACKOFF } from './policy.ts';

const { firstMs, shortMs, shortCount, longestMs } = LINK_BACKOFF;

/** 4, 8, 9, 9, 9 s, then 18, 36 and 60 s. `downgrades` counts from 1. */
export const backoffMs = (downgrades: number): number =>
  downgrades <= shortCount
    ? Math.min(firstMs * 2 ** Math.max(downgrades - 1, 0), shortMs)
    : Math.min(shortMs * 2 ** (downgrades - shortCount), longestMs);
