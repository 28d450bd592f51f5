/** Which changes of the live status are worth a system notification. Pure. */
import type { LiveStatus } from '@lectern/bridge';
import { NOTIFICATION_INTERVAL_MS } from '../policy.ts';
import { noticeWords } from '../words.ts';

export interface DesktopNotice {
  /** Equal for notices that say the same. */
  readonly key: string;
  readonly title: string;
  readonly body: string;
}

export function noticesBetween({ report: before }: LiveStatus, { report: now }: LiveStatus): readonly DesktopNotice[] {
  if (now.air === 'off') return [];
  const notices: DesktopNotice[] = [];
  if (now.trouble !== null && now.trouble !== before.trouble) {
    const title = now.air === 'paused' ? noticeWords.paused : noticeWords.live;
    notices.push({ key: now.trouble, title, body: now.trouble });
  }
  // Watchers who leave take their picture along; only those who are still present have lost it.
  if (before.watching > 0 && now.watching === 0 && now.withoutPicture > 0) {
    notices.push({ key: 'unseen', ...noticeWords.unseen });
  }
  return notices;
}

export const stillPaused: DesktopNotice = { key: 'still-paused', ...noticeWords.stillPaused };

/** Limits how often the same notice appears. */
export class NoticeThrottle {
  readonly #shownAtMs = new Map<string, number>();

  admits(key: string, nowMs: number): boolean {
    for (const [shown, atMs] of this.#shownAtMs) {
      if (nowMs - atMs >= NOTIFICATION_INTERVAL_MS) this.#shownAtMs.delete(shown);
    }
    if (this.#shownAtMs.has(key)) return false;
    this.#shownAtMs.set(key, nowMs);
    return true;
  }
}
