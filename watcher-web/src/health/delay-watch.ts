/**
 * Detects a link that has fallen behind without a reason in the network: for a while, its frames
 * wait longer than network and lip sync require. Such a backlog does not always go away by itself
 * (docs/adr/0016): if the page or the presenter's sound stood still for seconds, browsers estimate
 * the presenter's clock wrongly for minutes. Only a fresh link helps, and takes over without a gap.
 */
import type { LinkId } from '@lectern/protocol';
import { DELAY_BACKOFF_RESET_MS, DELAY_REPLACE_BACKOFF_MS, EXCESS_DELAY_MS, LATE_REPORTS } from '../policy.ts';
import { waitBetween, type Reception } from './reception.ts';

export interface DelayHistory {
  readonly linkId: LinkId | null;
  readonly last: Reception | null;
  /** Late readings, less the punctual ones since. */
  readonly late: number;
  readonly backoffMs: number;
  readonly notBeforeMs: number;
}

export const noDelayHistory: DelayHistory = {
  linkId: null,
  last: null,
  late: 0,
  backoffMs: DELAY_REPLACE_BACKOFF_MS.first,
  notBeforeMs: Number.NEGATIVE_INFINITY,
};

export interface DelayVerdict {
  readonly verdict: 'fine' | 'replace-link';
  readonly history: DelayHistory;
}

/** Judges one more reading of a link. `lateReports`: this many late ones end in a replacement. */
export function judgeDelay(
  history: DelayHistory,
  linkId: LinkId,
  reading: Reception,
  lateReports: number,
): DelayVerdict {
  const isSameLink = history.linkId === linkId;
  const last = isSameLink ? history.last : null;
  const lateBefore = last === null ? 0 : history.late;
  const late = isLate(last, reading) ? lateBefore + 1 : Math.max(0, lateBefore - 1);
  const next: DelayHistory = { ...history, linkId, last: reading, late };
  const { atMs } = reading;
  if (late < lateReports || atMs < history.notBeforeMs) return { verdict: 'fine', history: next };
  const { first, max } = DELAY_REPLACE_BACKOFF_MS;
  const wasCalm = atMs - history.notBeforeMs > DELAY_BACKOFF_RESET_MS;
  const backoffMs = wasCalm ? first : Math.min(max, history.backoffMs * 2);
  return { verdict: 'replace-link', history: { ...next, late: 0, backoffMs, notBeforeMs: atMs + backoffMs } };
}

function isLate(before: Reception | null, after: Reception): boolean {
  const picture = before && waitBetween(before.picture, after.picture);
  if (!picture) return false;
  const sound = waitBetween(before.sound, after.sound);
  return picture.ms > Math.max(picture.neededMs, sound?.neededMs ?? 0) + EXCESS_DELAY_MS;
}

/** Returns a function that takes each reading. Calls `onDelayed` when a link should be replaced. */
export function watchDelay(onDelayed: (linkId: LinkId) => void): (linkId: LinkId, reading: Reception) => void {
  const lateReports = LATE_REPORTS.min + Math.random() * (LATE_REPORTS.max - LATE_REPORTS.min);
  let history = noDelayHistory;
  return (linkId, reading) => {
    const judged = judgeDelay(history, linkId, reading, lateReports);
    history = judged.history;
    if (judged.verdict === 'replace-link') onDelayed(linkId);
  };
}
