/** What is worth a system notification while the presenter looks elsewhere, and how often. Pure. */
import type { LiveStatus } from '@lectern/bridge';

export interface DesktopNotice {
  /** Two notices with the same key say the same thing. */
  readonly key: string;
  readonly title: string;
  readonly body: string;
}

export function noticesBetween({ report: before }: LiveStatus, { report: now }: LiveStatus): readonly DesktopNotice[] {
  if (now.air === 'off') return [];
  const notices: DesktopNotice[] = [];
  if (now.trouble !== null && now.trouble !== before.trouble) {
    notices.push({ key: now.trouble, title: now.air === 'paused' ? 'Paused' : 'You are live', body: now.trouble });
  }
  // Who closes the page takes the picture along; only watchers who are still there have lost it.
  if (before.watching > 0 && now.watching === 0 && now.withoutPicture > 0) {
    const body = 'The line to your watchers is broken. Lectern is bringing it back.';
    notices.push({ key: 'nobody-sees', title: 'Nobody sees you just now', body });
  }
  return notices;
}

export const stillPaused: DesktopNotice = {
  key: 'still-paused',
  title: 'Still paused',
  body: 'Press the shortcut twice to go on.',
};

const QUIET_MS = 60_000;

/** Not more than one a minute for the same thing. */
export class Throttle {
  readonly #saidAtMs = new Map<string, number>();

  admits(key: string, nowMs: number): boolean {
    for (const [said, atMs] of this.#saidAtMs) if (nowMs - atMs >= QUIET_MS) this.#saidAtMs.delete(said);
    if (this.#saidAtMs.has(key)) return false;
    this.#saidAtMs.set(key, nowMs);
    return true;
  }
}
