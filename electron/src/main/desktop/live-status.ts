/** How it is going, with the time since when: the one fact that tray, strip, power, notifications and crash file follow. */
import { offAir, type LiveReport, type LiveStatus } from '@lectern/bridge';

/** Follows the status; `before` is what it was until now. */
export interface Follower {
  follow(now: LiveStatus, before: LiveStatus): void;
}

export const isOnAir = ({ report }: LiveStatus): boolean => report.air !== 'off';

/** `startMs` is when it went on air, where that is earlier than now: before a crash, for example. */
export function nextStatus(before: LiveStatus, report: LiveReport, startMs: number): LiveStatus {
  if (report.air === 'off') return { report, sinceMs: null };
  return { report, sinceMs: before.sinceMs ?? startMs };
}

/** The page has ended without a word. Whether it was live is not forgotten: that is what it comes back to. */
export function withoutPage(status: LiveStatus): LiveStatus {
  if (!isOnAir(status)) return offAir;
  const trouble = 'Lectern’s window closed unexpectedly. It is coming back.';
  return { ...status, report: { ...status.report, trouble, watching: 0, withoutPicture: 0 } };
}
