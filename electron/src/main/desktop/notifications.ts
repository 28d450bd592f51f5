/** System notifications while the window is not in front; in front, the window itself says it. */
import { Notification } from 'electron';
import type { LiveStatus } from '@lectern/bridge';
import type { Follower } from './live-status.ts';
import { noticesBetween, Throttle, type DesktopNotice } from './notices.ts';

interface NotifierOptions {
  readonly isInFront: () => boolean;
  readonly open: () => void;
}

export class Notifier implements Follower {
  readonly #options: NotifierOptions;
  readonly #throttle = new Throttle();
  /** Held until it is gone: one that is collected no longer answers a press. */
  #shown: Notification | undefined;

  constructor(options: NotifierOptions) {
    this.#options = options;
  }

  follow(now: LiveStatus, before: LiveStatus): void {
    for (const notice of noticesBetween(before, now)) this.say(notice);
  }

  say({ key, title, body }: DesktopNotice): void {
    if (this.#options.isInFront() || !Notification.isSupported()) return;
    if (!this.#throttle.admits(key, Date.now())) return;
    this.#shown = new Notification({ title, body, silent: true });
    this.#shown.on('click', () => this.#options.open());
    this.#shown.show();
  }
}
