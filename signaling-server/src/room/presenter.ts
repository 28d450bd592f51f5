/**
 * A room's presenter: whether it is connected, and for how long it has not been. Offers the links
 * it serves itself.
 */
import type { NoticeName, NoticePayload, RunEndReason } from '@lectern/protocol';
import type { Cancel } from './clock.ts';
import type { OfferingEnd } from './offering-end.ts';
import { Mailbox } from './mailbox.ts';
import type { Outlet } from './outlet.ts';
import { notifyPlace, type Place } from './place.ts';
import type { RoomOptions } from './room-options.ts';

/**
 * `here`, then `awaited` for a moment, then `away` with its media perhaps still flowing, then given
 * up as `gone`.
 */
type Presence = Place | { readonly kind: 'away' | 'gone'; readonly cancel: Cancel };

interface PresenterEvents {
  readonly away: () => void;
  readonly gone: () => void;
  /**
   * Gone for so long that it is not expected any more; again after as long, where its room is still
   * there.
   */
  readonly abandoned: () => void;
}

/** What the presenter's new socket takes over from. */
export interface Succession {
  /** Another socket that spoke for the presenter until now. */
  readonly replaced: Outlet | undefined;
  /** Notices since the last socket was lost. */
  readonly missed: Mailbox | undefined;
}

export class Presenter implements OfferingEnd {
  readonly kind = 'presenter';
  readonly #options: Pick<RoomOptions, 'clock' | 'policy' | 'waiting'>;
  readonly #events: PresenterEvents;
  #presence: Presence;

  /** Starts as `away`: a room may be rebuilt by a watcher's token before its presenter is back. */
  constructor(options: Pick<RoomOptions, 'clock' | 'policy' | 'waiting'>, events: PresenterEvents) {
    this.#options = options;
    this.#events = events;
    this.#presence = this.#away();
  }

  get presence(): Presence['kind'] {
    return this.#presence.kind;
  }

  isHere(): boolean {
    return this.#presence.kind === 'here';
  }

  isReachable(): boolean {
    return this.#presence.kind === 'here' || this.#presence.kind === 'awaited';
  }

  /** Whether this outlet speaks for the presenter now. */
  owns(outlet: Outlet): boolean {
    return this.#presence.kind === 'here' && this.#presence.outlet === outlet;
  }

  notify<N extends NoticeName>(name: N, payload: NoticePayload<N>): void {
    const place = this.#presence;
    if (place.kind === 'here' || place.kind === 'awaited') notifyPlace(place, name, payload);
  }

  /** Notices that wait for the presenter's return. */
  get mail(): Mailbox | undefined {
    return this.#presence.kind === 'awaited' ? this.#presence.missed : undefined;
  }

  /**
   * It is about to enter: until then the room is not given up, also where its last seat is freed.
   */
  expect(): void {
    if (this.#presence.kind !== 'gone') return;
    this.#presence.cancel();
    this.#presence = this.#away();
  }

  enter(outlet: Outlet): Succession {
    const before = this.#presence;
    if ('cancel' in before) before.cancel();
    this.#presence = { kind: 'here', outlet };
    return {
      replaced: before.kind === 'here' && before.outlet !== outlet ? before.outlet : undefined,
      missed: before.kind === 'awaited' ? before.missed : undefined,
    };
  }

  /** The outlet's socket has gone. Does nothing when another outlet has taken over. */
  lost(outlet: Outlet): void {
    if (!this.owns(outlet)) return;
    const { clock, policy, waiting } = this.#options;
    const missed = new Mailbox(policy.presenterMailbox, waiting);
    const cancel = clock.after(policy.presenterGraceMs, () => {
      missed.close();
      this.#presence = this.#away();
      this.#events.away();
    });
    this.#presence = { kind: 'awaited', missed, cancel };
  }

  /** Its run has been ended: it is notified and disconnected, and may return with a later run. */
  dismiss(reason: RunEndReason): void {
    const before = this.#presence;
    this.close();
    this.#presence = this.#away();
    if (before.kind !== 'here') return;
    before.outlet.notify('run:ended', { reason });
    before.outlet.close();
  }

  /** Cancels its timers, and drops what waits for it. */
  close(): void {
    if ('cancel' in this.#presence) this.#presence.cancel();
    this.mail?.close();
  }

  #away(): Presence {
    const { clock, policy } = this.#options;
    const cancel = clock.after(policy.presenterGoneMs, () => {
      this.#presence = this.#gone();
      this.#events.gone();
    });
    return { kind: 'away', cancel };
  }

  #gone(): Presence {
    const { clock, policy } = this.#options;
    const leftMs = Math.max(0, policy.abandonedMs - policy.presenterGoneMs);
    const cancel = clock.after(leftMs, () => {
      this.#presence = this.#gone();
      this.#events.abandoned();
    });
    return { kind: 'gone', cancel };
  }
}
