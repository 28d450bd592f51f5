/** Whether a room has outgrown its presenter's uplink, by what the presenter reports. Pure. */
import type { UplinkReport } from '@lectern/protocol';
import type { RoomPolicy } from '../policy.ts';

export interface UplinkNeed {
  readonly isOutgrown: boolean;
  /** Since when reports say otherwise; null where they do not. */
  readonly otherwiseSinceMs: number | null;
  /** What the uplink was last known to carry. */
  readonly carriesKbps: number | null;
}

export const noNeed: UplinkNeed = { isOutgrown: false, otherwiseSinceMs: null, carriesKbps: null };

/** As far as nothing is known of the uplink. */
export const outgrown: UplinkNeed = { ...noNeed, isOutgrown: true };

interface Moment {
  readonly watchers: number;
  readonly nowMs: number;
  readonly policy: RoomPolicy['uplinkNeed'];
}

/** Between the two bounds the room stays where it is. */
export function readUplink(before: UplinkNeed, report: UplinkReport, { watchers, nowMs, policy }: Moment): UplinkNeed {
  // While the presenter sends to the relay alone, nothing limits its uplink, which says nothing about direct links.
  const carriesKbps = report.carriesKbps ?? before.carriesKbps;
  const { isOutgrown } = before;
  const neededKbps = watchers * report.linkKbps;
  const says = isOutgrown
    ? carriesKbps !== null && neededKbps <= carriesKbps * policy.fitsBelow
    : report.carriesKbps !== null && neededKbps > report.carriesKbps;
  if (!says) return { isOutgrown, otherwiseSinceMs: null, carriesKbps };
  const sinceMs = before.otherwiseSinceMs ?? nowMs;
  const isOver = nowMs - sinceMs >= (isOutgrown ? policy.fitsAfterMs : policy.outgrownAfterMs);
  if (!isOver) return { isOutgrown, otherwiseSinceMs: sinceMs, carriesKbps };
  return { isOutgrown: !isOutgrown, otherwiseSinceMs: null, carriesKbps };
}
