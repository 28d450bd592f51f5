/**
 * How the live status changes: by the page's reports, and when the page crashes or is loaded again.
 * Pure.
 */
import { offAir, type LiveReport, type LiveStatus } from '@lectern/bridge';
import type { Step } from '@lectern/state';
import { CRASH_LOOP_DELAY_MS, CRASH_WINDOW_MS, MAX_CRASHES } from '../policy.ts';
import { noticeWords } from '../words.ts';
import type { Comeback } from './comeback.ts';

export const isOnAir = ({ report }: LiveStatus): boolean => report.air !== 'off';

export interface LiveState {
  readonly status: LiveStatus;
  /** `crashed` until the page that is loaded in its place reports. */
  readonly page: 'running' | 'unresponsive' | 'crashed';
  /**
   * What the page goes back to: from before its crash, or from the note of the last run, which is
   * read when the page asks.
   */
  readonly comeback: Comeback | 'none' | 'unread';
  /** When the page crashed, the latest last; only within `CRASH_WINDOW_MS`. */
  readonly crashesMs: readonly number[];
}

export type LiveEvent =
  | { readonly type: 'note-read'; readonly comeback: Comeback | 'none' }
  | { readonly type: 'reported'; readonly report: LiveReport; readonly nowMs: number }
  /** A load that did not follow a crash, for example a reload by a developer. */
  | { readonly type: 'page-loading' }
  | { readonly type: 'page-crashed'; readonly nowMs: number }
  | { readonly type: 'page-unresponsive' }
  | { readonly type: 'page-responsive' };

export interface LiveEffect {
  readonly type: 'reload-page';
  readonly delayMs: number;
}

export const initialLiveState: LiveState = { status: offAir, page: 'running', comeback: 'unread', crashesMs: [] };

export const stepLive: Step<LiveState, LiveEvent, LiveEffect> = (state, event) => {
  switch (event.type) {
    case 'note-read':
      return [{ ...state, comeback: event.comeback }];
    case 'reported': {
      const { report, nowMs } = event;
      const startMs = typeof state.comeback === 'string' ? nowMs : state.comeback.sinceMs;
      const comeback = report.air === 'off' ? state.comeback : 'none';
      return [{ ...state, page: 'running', status: statusAfter(state.status, report, startMs), comeback }];
    }
    case 'page-loading':
      // The page that replaces a crashed one comes back to what was live.
      return [state.page === 'crashed' ? state : { ...state, status: offAir }];
    case 'page-crashed':
      return afterCrash(state, event.nowMs);
    case 'page-unresponsive':
      return [state.page === 'running' ? { ...state, page: 'unresponsive' } : state];
    case 'page-responsive':
      return [state.page === 'unresponsive' ? { ...state, page: 'running' } : state];
  }
};

/** Whether closing needs a question: only while live, and only a page that runs can ask it. */
export const mustAskBeforeClose = ({ status, page }: LiveState): boolean => isOnAir(status) && page === 'running';

/** `startMs` is when it went live; before now where it comes back after a crash. */
export function statusAfter(before: LiveStatus, report: LiveReport, startMs: number): LiveStatus {
  if (report.air === 'off') return { report, sinceMs: null };
  return { report, sinceMs: before.sinceMs ?? startMs };
}

function afterCrash(state: LiveState, nowMs: number): readonly [LiveState, LiveEffect] {
  const crashesMs = [...state.crashesMs.filter((atMs) => nowMs - atMs < CRASH_WINDOW_MS), nowMs];
  const isLooping = crashesMs.length > MAX_CRASHES;
  const { report, sinceMs } = state.status;
  // A page that crashes before it is live again still has the earlier comeback.
  const comeback: LiveState['comeback'] =
    report.air === 'off' ? state.comeback : { air: report.air, sinceMs: sinceMs ?? nowMs, returnedMs: [] };
  return [
    { status: withoutPage(state.status), page: 'crashed', comeback: isLooping ? 'none' : comeback, crashesMs },
    { type: 'reload-page', delayMs: isLooping ? CRASH_LOOP_DELAY_MS : 0 },
  ];
}

/** While live the status stays live: that is what the page comes back to. */
function withoutPage(status: LiveStatus): LiveStatus {
  if (!isOnAir(status)) return offAir;
  return { ...status, report: { ...status.report, trouble: noticeWords.pageCrashed, watching: 0, withoutPicture: 0 } };
}
