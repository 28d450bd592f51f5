/** How one watcher is, read off what it reports and what the fan-out knows: pure, and of this moment only. */
import type { WatcherReport } from '@lectern/protocol';
import type { LinkState } from '@lectern/rtc';
import type { LayerIndex } from '@lectern/steering';
import { FIRST_REPORT_MS, REPORT_LIFETIME_MS } from '../policy.ts';

/** `hidden`: its page is not looked at, so that its figures say nothing · `silent`: connected, but an older page that reports nothing. */
export type Verdict = 'fine' | 'bad-line' | 'slow-device' | 'hidden' | 'joining' | 'reconnecting' | 'silent';

export interface WatcherFacts {
  readonly link: LinkState;
  /** How long the link has been in that state. */
  readonly inStateMs: number;
  readonly report: WatcherReport | null;
  readonly reportAgeMs: number;
  /** Of all its reports in the last ten seconds. */
  readonly recentFreezes: number;
  /** Half of the audience freezes as well: that comes from our side, and accuses nobody's line. */
  readonly manyFreeze: boolean;
  /** What it is sent, or null where it has an encoder of its own. */
  readonly layer: LayerIndex | null;
  /** What it wants at most. */
  readonly cap: LayerIndex;
  /** Our own line keeps everybody low, so that a low layer accuses nobody's. */
  readonly uplinkLimits: boolean;
  /** A picture goes out just now. */
  readonly hasPicture: boolean;
}

const LONG_DELAY_MS = 800;
const SOME_DELAY_MS = 300;
/** One freeze happens to everybody. */
const MANY_FREEZES = 2;
export const freezes = (count: number): boolean => count >= MANY_FREEZES;

/** Of a report's two seconds. */
const MANY_DROPPED = 5;
const DROPPED_FRACTION = 0.2;
const REPORT_SECONDS = 2;
/** Of the time that there is, spent on decoding. */
const DECODING_FRACTION = 0.8;

export function judge(facts: WatcherFacts): Verdict {
  const { link, report } = facts;
  if (link === 'interrupted') return 'reconnecting';
  if (link !== 'connected') return 'joining';
  if (report === null) return facts.inStateMs < FIRST_REPORT_MS ? 'joining' : 'silent';
  // A browser may stop the scripts of a page that nobody looks at.
  if (report.page === 'hidden') return 'hidden';
  if (facts.reportAgeMs > REPORT_LIFETIME_MS) return 'silent';
  if (isSlow(report)) return 'slow-device';
  return isOnBadLine(facts, report) ? 'bad-line' : 'fine';
}

function isSlow({ fps, droppedFrames, decodeMs }: WatcherReport): boolean {
  const isDropping =
    droppedFrames >= MANY_DROPPED && droppedFrames > DROPPED_FRACTION * (fps * REPORT_SECONDS + droppedFrames);
  return isDropping || (decodeMs * fps) / 1_000 > DECODING_FRACTION;
}

function isOnBadLine(facts: WatcherFacts, report: WatcherReport): boolean {
  const { fps, delayMs } = report;
  // The scene is never slower than five frames a second.
  if (facts.hasPicture && fps < 1) return true;
  if (freezes(facts.recentFreezes) && !facts.manyFreeze && showsInLine(facts, report)) return true;
  if ((delayMs ?? 0) > LONG_DELAY_MS) return true;
  return facts.layer === 0 && facts.cap > 0 && !facts.uplinkLimits;
}

/** A computer of ours that is short of time makes pictures stand still as well; a line that does so also delays, or carries less. */
function showsInLine({ layer, cap, uplinkLimits }: WatcherFacts, { delayMs }: WatcherReport): boolean {
  return layer === null || (layer < cap && !uplinkLimits) || (delayMs ?? 0) > SOME_DELAY_MS;
}
