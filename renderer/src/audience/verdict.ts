/** How well one watcher is served at this moment, judged from its reports and its link. Pure. */
import type { WatcherReport } from '@lectern/protocol';
import type { LinkState } from '@lectern/rtc';
import type { LayerIndex } from '@lectern/steering';
import { isSlowDevice } from '../fan-out/slow-device.ts';
import {
  FIRST_REPORT_MS,
  LONG_DELAY_MS,
  NO_PATH_MS,
  MIN_FREEZES,
  NOTICEABLE_DELAY_MS,
  REPORT_LIFETIME_MS,
} from '../policy/audience.ts';

/**
 * `hidden`: the page is in the background, so its figures mean nothing · `silent`: connected
 * without reports, as older pages are · `no-path`: never connected, and tried for a while.
 */
export type Verdict =
  'fine' | 'bad-line' | 'slow-device' | 'hidden' | 'joining' | 'reconnecting' | 'silent' | 'no-path';

export interface WatcherFacts {
  readonly link: LinkState;
  /** How long the link has been in that state. */
  readonly inStateMs: number;
  /** How long this watcher has been there without any of its links ever connected; null once one was. */
  readonly unreachedMs: number | null;
  readonly report: WatcherReport | null;
  readonly reportAgeMs: number;
  /** In all reports of the last ten seconds. */
  readonly recentFreezes: number;
  /** Half of the audience freezes at the same time, so the cause is on our side. */
  readonly manyFreeze: boolean;
  /** The layer that is sent; null with an encoder of its own. */
  readonly layer: LayerIndex | null;
  /** The highest layer that the watcher wants. */
  readonly highest: LayerIndex;
  /**
   * The presenter's uplink limits every watcher, so a low layer says nothing about this one's line.
   */
  readonly isUplinkLimited: boolean;
  /** Whether a picture is being sent. */
  readonly hasPicture: boolean;
}

export const hasFreezes = (count: number): boolean => count >= MIN_FREEZES;

export function judge(facts: WatcherFacts): Verdict {
  const { link, report } = facts;
  if (facts.unreachedMs !== null && facts.unreachedMs > NO_PATH_MS) return 'no-path';
  if (link === 'interrupted') return 'reconnecting';
  if (link !== 'connected') return 'joining';
  if (report === null) return facts.inStateMs < FIRST_REPORT_MS ? 'joining' : 'silent';
  // A browser may stop the scripts of a hidden page, so its reports may be missing as well.
  if (report.page === 'hidden') return 'hidden';
  if (facts.reportAgeMs > REPORT_LIFETIME_MS) return 'silent';
  if (isSlowDevice(report)) return 'slow-device';
  return isOnBadLine(facts, report) ? 'bad-line' : 'fine';
}

function isOnBadLine(facts: WatcherFacts, report: WatcherReport): boolean {
  const { fps, delayMs } = report;
  // The scene has at least five frames a second.
  if (facts.hasPicture && fps < 1) return true;
  if (hasFreezes(facts.recentFreezes) && !facts.manyFreeze && isLineSuspect(facts, report)) return true;
  if ((delayMs ?? 0) > LONG_DELAY_MS) return true;
  return facts.layer === 0 && facts.highest > 0 && !facts.isUplinkLimited;
}

/**
 * A busy presenter's machine causes freezes as well. A line that does also adds delay, or carries
 * only a lower layer.
 */
function isLineSuspect({ layer, highest, isUplinkLimited }: WatcherFacts, { delayMs }: WatcherReport): boolean {
  return layer === null || (layer < highest && !isUplinkLimited) || (delayMs ?? 0) > NOTICEABLE_DELAY_MS;
}
