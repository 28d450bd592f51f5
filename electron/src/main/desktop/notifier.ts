/**
 * Shows system notifications while the window is not in front. In front, the window itself shows
 * the same.
 */
import { Notification, type BrowserWindow } from 'electron';
import type { LiveListener } from '../bridge/feature.ts';
import { noticesBetween, NoticeThrottle, type DesktopNotice } from './notices.ts';
import { showWindow } from './window.ts';

export class Notifier {
  readonly #window: BrowserWindow;
  readonly #throttle = new NoticeThrottle();
  /** Referenced while it shows: a collected notification no longer reacts to a click. */
  #shown: Notification | undefined;

  constructor(window: BrowserWindow) {
    this.#window = window;
  }

  readonly onLive: LiveListener = (now, before) => {
    for (const notice of noticesBetween(before, now)) this.show(notice);
  };

  show({ key, title, body }: DesktopNotice): void {
    if (this.#window.isDestroyed() || this.#window.isFocused() || !Notification.isSupported()) return;
    if (!this.#throttle.admits(key, performance.now())) return;
    this.#shown = new Notification({ title, body, silent: true });
    this.#shown.on('click', () => showWindow(this.#window));
    this.#shown.show();
  }
}
