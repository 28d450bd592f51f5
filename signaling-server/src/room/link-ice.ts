/**
 * The ICE servers of one room's links, and when their credentials must be renewed: long before they
 * expire, so that a link whose path breaks while signaling is away still has TURN.
 */
import type { IceServer, LinkId, Role, RoomId } from '@lectern/protocol';
import type { Cancel, Clock } from './clock.ts';
import type { IceSource } from './ice-source.ts';
import type { OfferingKind } from './offering-end.ts';

/** An end of a link. The relay is reached at its own addresses and gets no servers. */
type Side = Role | OfferingKind;

interface LinkIceOptions {
  readonly roomId: RoomId;
  readonly ice: IceSource;
  readonly clock: Clock;
}

export class LinkIce {
  readonly #options: LinkIceOptions;
  readonly #onDue: (linkId: LinkId) => void;
  /**
   * When each link is due, by `Clock.elapsed`. All have the same time left, so they are in order.
   */
  readonly #due = new Map<LinkId, number>();
  /** Links whose presenter's end was away when they were due. */
  #missed = new Set<LinkId>();
  #cancel: Cancel | undefined;
  #isClosed = false;

  /** `onDue` is called when both ends of a link need fresh credentials. */
  constructor(options: LinkIceOptions, onDue: (linkId: LinkId) => void) {
    this.#options = options;
    this.#onDue = onDue;
  }

  grant(linkId: LinkId, side: Side): IceServer[] {
    if (side === 'relay') return [];
    // The end that was granted its servers first has the oldest credentials.
    if (!this.#due.has(linkId)) this.#schedule(linkId);
    const { ice, roomId } = this.#options;
    return ice.grant({ roomId, linkId, side });
  }

  renew(linkId: LinkId, side: Side): IceServer[] {
    if (side === 'relay') return [];
    const { ice, roomId } = this.#options;
    return ice.renew({ roomId, linkId, side });
  }

  /** A link whose credentials may be of any age, since this service has not issued them. */
  renewSoon(linkId: LinkId): void {
    const { ice, clock } = this.#options;
    if (ice.renewAfterMs() === null) return;
    clock.after(0, () => this.#renewNow(linkId));
  }

  missed(linkId: LinkId): void {
    this.#missed.add(linkId);
  }

  takeMissed(): ReadonlySet<LinkId> {
    const missed = this.#missed;
    this.#missed = new Set();
    return missed;
  }

  forget(linkId: LinkId): void {
    this.#due.delete(linkId);
    this.#missed.delete(linkId);
  }

  close(): void {
    this.#isClosed = true;
    this.#due.clear();
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #schedule(linkId: LinkId): void {
    const afterMs = this.#options.ice.renewAfterMs();
    if (afterMs === null) return;
    this.#due.delete(linkId);
    this.#due.set(linkId, this.#options.clock.elapsed() + afterMs);
    this.#wait();
  }

  #wait(): void {
    if (this.#cancel !== undefined) return;
    const [next] = this.#due.values();
    if (next === undefined) return;
    const { clock } = this.#options;
    this.#cancel = clock.after(Math.max(0, next - clock.elapsed()), () => {
      this.#cancel = undefined;
      this.#renewDue();
      this.#wait();
    });
  }

  #renewDue(): void {
    const nowMs = this.#options.clock.elapsed();
    const due: LinkId[] = [];
    for (const [linkId, dueMs] of this.#due) {
      if (dueMs > nowMs) break;
      due.push(linkId);
    }
    for (const linkId of due) this.#renewNow(linkId);
  }

  #renewNow(linkId: LinkId): void {
    if (this.#isClosed) return;
    this.#schedule(linkId);
    this.#onDue(linkId);
  }
}
