/**
 * Watchers that wait until the presenter lets them in. They have a socket and a place in the list:
 * no seat, no link, and no notice about the room.
 */
import { SignalingError, type NoticePayload, type PasscodeGeneration, type WatcherId } from '@lectern/protocol';
import { Coalesced } from './coalesced.ts';
import { LatestWatchers } from './latest-watchers.ts';
import type { Cancel } from './clock.ts';
import type { Outlet } from './outlet.ts';
import type { RoomOptions } from './room-options.ts';

export interface WaitingWatcher {
  readonly watcherId: WatcherId;
  readonly outlet: Outlet;
  /** Of the passcode that it has entered; null where there was none. */
  readonly generation: PasscodeGeneration | null;
  /** It may join now. Called once. */
  readonly onAdmitted: () => void;
}

export class Lobby {
  readonly #options: Pick<RoomOptions, 'clock' | 'policy' | 'maxWatchers'>;
  readonly #notify: (payload: NoticePayload<'lobby:changed'>) => void;
  readonly #waiting = new Map<WatcherId, WaitingWatcher>();
  /** Let in, and not seated yet. */
  readonly #admitted = new LatestWatchers();
  readonly #changes: Coalesced;
  #cancelRepeat: Cancel = () => undefined;

  constructor(
    options: Pick<RoomOptions, 'clock' | 'policy' | 'maxWatchers'>,
    notify: (payload: NoticePayload<'lobby:changed'>) => void,
  ) {
    const { clock, policy } = options;
    this.#options = options;
    this.#notify = notify;
    this.#changes = new Coalesced(clock, policy.noticeIntervalMs, () => this.#report());
  }

  get size(): number {
    return this.#waiting.size;
  }

  get waiting(): Iterable<WaitingWatcher> {
    return this.#waiting.values();
  }

  isAdmitted(watcherId: WatcherId): boolean {
    return this.#admitted.has(watcherId);
  }

  has(watcherId: WatcherId): boolean {
    return this.#waiting.has(watcherId);
  }

  /** As many wait as there are seats. Throws `room-full` beyond that. */
  checkPlace(watcherId: WatcherId): void {
    if (this.#waiting.size >= this.#options.maxWatchers && !this.#waiting.has(watcherId)) {
      throw new SignalingError('room-full', 'the lobby is full');
    }
  }

  /** A newer socket of the same watcher takes its place in the list. */
  add(watcher: WaitingWatcher): void {
    this.checkPlace(watcher.watcherId);
    const before = this.#waiting.get(watcher.watcherId);
    this.#waiting.set(watcher.watcherId, watcher);
    before?.outlet.close();
    if (before === undefined) this.#changes.request();
  }

  /** These, or all. A named one without a socket just now comes in when it is back. */
  admit(watcherIds: Iterable<WatcherId> = this.#waiting.keys()): void {
    for (const watcherId of watcherIds) {
      this.#admitted.add(watcherId);
      const watcher = this.#delete(watcherId);
      watcher?.onAdmitted();
    }
  }

  /** Takes it out of the list. Its owner closes the outlet. */
  #delete(watcherId: WatcherId): WaitingWatcher | undefined {
    const watcher = this.#waiting.get(watcherId);
    if (watcher === undefined) return undefined;
    this.#waiting.delete(watcherId);
    this.#changes.request();
    return watcher;
  }

  /** It does not wait any more, and that it was let in is used up. Returns where it waited. */
  remove(watcherId: WatcherId): Outlet | undefined {
    this.#admitted.delete(watcherId);
    return this.#delete(watcherId)?.outlet;
  }

  /** The outlet's socket has gone. Does nothing when another outlet has taken over. */
  lost(watcherId: WatcherId, outlet: Outlet): void {
    if (this.#waiting.get(watcherId)?.outlet === outlet) this.#delete(watcherId);
  }

  /** The presenter has entered, perhaps another app that knows of none that wait. */
  reportIfAny(): void {
    if (this.#waiting.size > 0) this.#changes.request();
  }

  /** Those who wait connect again, and learn what has become of the room. */
  close(): void {
    this.#changes.close();
    this.#cancelRepeat();
    const all = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { outlet } of all) outlet.close();
  }

  /** Repeated while some wait, and once when none is left. */
  #report(isRepeated = false): void {
    const { clock, policy } = this.#options;
    const waiting = [...this.#waiting.keys()].slice(0, policy.lobbyNamed);
    this.#notify({ count: this.#waiting.size, waiting });
    this.#cancelRepeat();
    if (isRepeated && this.#waiting.size === 0) return;
    this.#cancelRepeat = clock.after(policy.lobbyRepeatedMs, () => this.#report(true));
  }
}
