/**
 * Where the links of a room are opened from: its presenter, or the relay, once the presenter
 * publishes to it. Asks the presenter to publish, moves the watchers, and moves them back where the
 * relay is lost.
 */
import type { FanOutReason, LinkId, RoomId, RoomReport } from '@lectern/protocol';
import type { Cancel } from './clock.ts';
import type { PublishingLink } from './link.ts';
import { LinkMoves } from './link-moves.ts';
import type { Links } from './links.ts';
import { noRelay, type OfferingEnd, type OfferingKind, type ResumedLink } from './offering-end.ts';
import type { Opening } from './opening.ts';
import type { Presenter } from './presenter.ts';
import { RelayEnd } from './relay-end.ts';
import type { RoomOptions } from './room-options.ts';
import type { Seat, Seats } from './seats.ts';
import { noNeed, outgrown, readUplink, type UplinkNeed } from './uplink-need.ts';

interface FanOutOptions extends Pick<RoomOptions, 'clock' | 'policy' | 'relay'> {
  readonly roomId: RoomId;
  readonly presenter: Presenter;
  readonly seats: Seats;
  readonly links: () => Links;
  readonly isLive: () => boolean;
}

export class FanOut {
  readonly #options: FanOutOptions;
  #relay: RelayEnd | undefined;
  #moves: LinkMoves | undefined;
  #at: OfferingKind = 'presenter';
  #reason: FanOutReason | undefined;
  /** The presenter's app can publish. */
  #publishes = false;
  /** The publishing link that was asked for last. */
  #newest: PublishingLink | null = null;
  /** What the watchers of the relay see comes over this one. */
  #carrying: PublishingLink | null = null;
  #need: UplinkNeed = noNeed;
  #failures = 0;
  /** Until then no other publishing link is asked for. */
  #pause: Cancel | null = null;
  /** Without what the presenter publishes, the room goes back to direct links. */
  #loss: Cancel | null = null;

  constructor(options: FanOutOptions) {
    this.#options = options;
  }

  endOf(kind: OfferingKind): OfferingEnd {
    return kind === 'presenter' ? this.#options.presenter : (this.#relay ?? noRelay);
  }

  /** The end that offers this watcher's next link; undefined while nobody could. */
  opensLinks(seat: Pick<Seat, 'isOldPage'>): OfferingEnd | undefined {
    const { presenter, isLive } = this.#options;
    if (!isLive()) return undefined;
    if (this.#at === 'relay' && !seat.isOldPage) return this.#relay?.isHere() === true ? this.#relay : undefined;
    return presenter.isHere() ? presenter : undefined;
  }

  /** Whether any watcher could be opened a link now. */
  get isOpening(): boolean {
    return [true, false].some((isOldPage) => this.opensLinks({ isOldPage }) !== undefined);
  }

  /**
   * Links and what was published of the run before are over. Its watchers keep their links of the
   * relay.
   */
  runBegins(): void {
    const links = this.#options.links();
    links.closeFrom('presenter', 'replaced', ['watcher']);
    for (const link of links.known.publishing) {
      links.close(link, 'replaced', []);
      if (this.#forget(link.id)) this.#expectAnother();
    }
  }

  get isAtRelay(): boolean {
    return this.#at === 'relay';
  }

  resumed(link: ResumedLink): void {
    this.#stayAtRelay();
    this.#relay?.resume(link);
  }

  /** The link over which the presenter has published before this instance ran the room. */
  resumePublishing(linkId: LinkId | undefined): void {
    const isNew = this.#options.relay !== null && this.#relay === undefined && this.#newest === null;
    if (linkId === undefined || !isNew) return;
    this.#newest = this.#carrying = this.#options.links().addPublishing(linkId, 'unseen');
    this.#stayAtRelay();
  }

  /** Call when notices reach it. */
  presenterEntered({ publishes = false }: Pick<Opening, 'publishes'>): void {
    this.#publishes = publishes;
    if (this.#at !== 'relay') return;
    this.#notify();
    if (this.#carrying === null) this.#expectAnother();
  }

  /** What the presenter reports of its uplink, in a room with so many watchers. */
  read({ uplink }: Pick<RoomReport, 'uplink'>): void {
    const { clock, policy, seats } = this.#options;
    if (uplink === undefined) return;
    const moment = { watchers: seats.size, nowMs: clock.elapsed(), policy: policy.uplinkNeed };
    this.#need = readUplink(this.#need, uplink, moment);
    this.update();
  }

  /** Live or not, here or not, able to publish or not: something may have changed. */
  update(): void {
    const { presenter, relay, isLive } = this.#options;
    if (relay === null) return;
    if (!isLive() || !this.#publishes) return this.#leave(isLive() ? undefined : 'ended');
    if (relay.use === 'auto' && !this.#need.isOutgrown) return this.#goBackCalmly();
    this.#begin(relay);
    if (this.#carrying !== null) this.#enter();
    this.#moves?.run();
    this.#checkPublishing();
    if (this.#newest !== null || this.#pause !== null) return;
    if (this.#relay?.isReached === true && presenter.isHere()) this.#newest = this.#options.links().openPublishing();
  }

  /** A publishing link was closed at the presenter's request. */
  replaced(linkId: LinkId): void {
    if (this.#newest?.id === linkId || this.#carrying?.id === linkId) this.#publishingFailed(linkId);
  }

  close(why: 'ended' | 'moved'): void {
    this.#moves?.stop();
    this.#pause?.();
    this.#loss?.();
    this.#relay?.close(why);
    this.#relay = undefined;
  }

  #begin({ open }: NonNullable<RoomOptions['relay']>): void {
    if (this.#relay !== undefined) return;
    const { roomId, clock, policy, presenter, seats } = this.#options;
    const links = this.#options.links();
    this.#moves = new LinkMoves({ clock, policy, links, seats, opensLinks: (seat) => this.opensLinks(seat) });
    this.#relay = new RelayEnd({
      roomId,
      open,
      links,
      events: {
        reached: (isReached) => (isReached ? this.#reached() : this.#goBack('relay-lost')),
        carried: (linkId) => this.#carried(linkId),
        failed: (linkId) => this.#failed(linkId),
        settled: (linkId) => this.#moves?.settled(linkId),
        gone: (linkId) => {
          this.#moves?.gone(linkId);
          this.#leaveIfEmpty();
        },
        notifyPresenter: (name, payload) => presenter.notify(name, payload),
      },
    });
    this.#relay.begin();
    for (const { id: linkId, watcherId } of links.claimedFrom('relay')) this.#relay.resume({ linkId, watcherId });
    if (this.#carrying !== null) this.#relay.resume({ linkId: this.#carrying.id, watcherId: null });
  }

  #reached(): void {
    this.update();
    if (this.#at === 'relay') this.#options.links().openMissing();
  }

  #carried(linkId: LinkId): void {
    if (this.#newest?.id !== linkId) return;
    for (const link of this.#options.links().known.publishing) if (link.id !== linkId) this.#close(link);
    this.#carrying = this.#newest;
    this.#failures = 0;
    this.#loss?.();
    this.#loss = null;
    this.#enter();
    this.#moves?.run();
    this.#options.links().openMissing();
  }

  #enter(): void {
    if (this.#at === 'relay') return;
    this.#stayAtRelay();
    this.#notify();
  }

  #stayAtRelay(): void {
    this.#at = 'relay';
    this.#reason = this.#options.relay?.use === 'always' ? 'setting' : 'uplink';
    if (!this.#need.isOutgrown) this.#need = outgrown;
  }

  /** The presenter carries the room again: watchers keep what they have until they have a picture from it. */
  #goBackCalmly(): void {
    if (this.#relay === undefined) return;
    if (this.#at === 'relay') {
      this.#at = 'presenter';
      this.#reason = 'uplink';
      this.#notify();
    }
    this.#moves?.run();
    this.#leaveIfEmpty();
  }

  /** Back at direct links, the relay is needed until the last watcher has left it. */
  #leaveIfEmpty(): void {
    if (this.#at === 'relay' || this.#options.relay?.use !== 'auto' || this.#need.isOutgrown) return;
    if (this.#options.links().claimedFrom('relay').length === 0) this.#leave('ended');
  }

  #failed(linkId: LinkId): void {
    const links = this.#options.links();
    const link = links.known.find(linkId);
    if (link === undefined) return;
    if (link.kind === 'publishing') return this.#publishingFailed(linkId);
    if (link.from === 'relay') links.replace({ role: 'relay' }, linkId);
  }

  #publishingFailed(linkId: LinkId): void {
    const { clock, policy } = this.#options;
    const links = this.#options.links();
    const link = links.known.find(linkId);
    const wasCarrying = this.#forget(linkId);
    // The presenter may have closed it itself.
    if (link?.kind === 'publishing') links.close(link, 'replaced', ['offering']);
    if (wasCarrying) this.#expectAnother();
    const { first, longest } = policy.publishAgainMs;
    // One that has carried the room is replaced at once.
    const pauseMs = wasCarrying ? 0 : Math.min(first * 2 ** this.#failures, longest);
    this.#failures += wasCarrying ? 0 : 1;
    this.#pause ??= clock.after(pauseMs, () => {
      this.#pause = null;
      this.update();
    });
  }

  /** A notice of it may have been lost while the presenter was away. */
  #checkPublishing(): void {
    const { known } = this.#options.links();
    for (const link of [this.#newest, this.#carrying]) {
      if (link !== null && known.find(link.id) === undefined) this.#publishingFailed(link.id);
    }
  }

  #expectAnother(): void {
    const { clock, policy } = this.#options;
    this.#loss ??= clock.after(policy.relayLostMs, () => {
      this.#loss = null;
      // While the presenter is away, it offers no links either.
      if (this.#at === 'relay' && this.#options.presenter.isHere()) this.#goBack('relay-lost');
    });
  }

  /** Whether the room has been carried over it. */
  #forget(linkId: LinkId): boolean {
    const wasCarrying = this.#carrying?.id === linkId;
    if (wasCarrying) this.#carrying = null;
    if (this.#newest?.id === linkId) this.#newest = null;
    return wasCarrying;
  }

  /** To direct links, as many as the presenter carries, in the order of joining. */
  #goBack(reason: FanOutReason | undefined): void {
    const links = this.#options.links();
    for (const link of links.known.publishing) this.#close(link);
    this.#loss?.();
    this.#loss = null;
    if (this.#at === 'presenter') return;
    this.#at = 'presenter';
    this.#reason = reason;
    this.#notify();
    // What they show has stopped, so nothing is gained by leaving them open.
    links.closeFrom('relay', 'replaced', ['watcher']);
    links.openMissing();
  }

  #leave(reason: 'ended' | undefined): void {
    if (this.#relay === undefined) return;
    if (reason === undefined) return this.#goBack(undefined);
    for (const link of this.#options.links().known.publishing) this.#close(link);
    this.#at = 'presenter';
    this.#moves?.stop();
    this.#relay.close('ended');
    this.#relay = undefined;
  }

  #close(link: PublishingLink): void {
    this.#forget(link.id);
    this.#options.links().close(link, 'replaced', ['offering']);
  }

  #notify(): void {
    const fanOut = this.#at === 'relay' ? 'relay' : 'direct';
    const reason = this.#reason;
    this.#options.presenter.notify('fan-out:changed', { fanOut, ...(reason === undefined ? {} : { reason }) });
  }
}
