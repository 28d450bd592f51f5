/**
 * What a room's watchers see: its presenter's broadcast, what another program publishes, or
 * nothing. Where there are both, it is the broadcast.
 */
import type { LinkCloseReason, LinkId, RoomId, RoomPhase } from '@lectern/protocol';
import { FanOut } from './fan-out.ts';
import { offererOf } from './ids.ts';
import type { LinkEnd } from './link.ts';
import type { Links } from './links.ts';
import type { LinkOpener, OfferingEnd, OfferingKind, ResumedLink, Returning } from './offering-end.ts';
import type { Opening } from './opening.ts';
import type { Presenter } from './presenter.ts';
import type { RoomOptions } from './room-options.ts';
import type { Seat, Seats } from './seats.ts';
import { StreamEnd } from './stream-end.ts';

interface OnAirOptions extends Pick<RoomOptions, 'clock' | 'policy' | 'relay' | 'streams' | 'observer'> {
  readonly roomId: RoomId;
  readonly presenter: Presenter;
  readonly seats: Seats;
  readonly links: () => Links;
  /** Whether the presenter has opened the room. */
  readonly isOpened: () => boolean;
  /** Who is live has changed by itself, or how. */
  readonly onChanged: () => void;
}

/** The presenter's own. */
type Run = 'waiting' | 'live' | 'ended';

/** Whose media the watchers get; null while there is none. */
export type LiveBy = 'presenter' | 'stream' | null;

export class OnAir implements LinkOpener {
  readonly fanOut: FanOut;
  readonly stream: StreamEnd;
  readonly #options: OnAirOptions;
  #run: Run = 'waiting';
  #by: LiveBy = null;

  constructor(options: OnAirOptions) {
    this.#options = options;
    this.fanOut = new FanOut({ ...options, isLive: () => this.#run === 'live' });
    this.stream = new StreamEnd({
      ...options,
      onChanged: (before) => {
        if (before === 'none') options.observer.streamed('began');
        if (this.stream.phase === 'none') options.observer.streamed('ended');
        this.#update();
        options.onChanged();
      },
    });
  }

  get run(): Run {
    return this.#run;
  }

  get by(): LiveBy {
    return this.#by;
  }

  /** As watchers know it. */
  get phase(): RoomPhase {
    if (this.#by !== 'stream') return this.ownPhase;
    return this.stream.phase === 'live' ? 'live' : 'away';
  }

  /** Of the presenter's own broadcast. */
  get ownPhase(): RoomPhase {
    return this.#options.presenter.presence === 'away' && this.#wasLive ? 'away' : this.#run;
  }

  endOf(kind: OfferingKind): OfferingEnd {
    return kind === 'relay' && this.#by === 'stream' ? this.stream.end : this.fanOut.endOf(kind);
  }

  opensLinks(seat: Pick<Seat, 'isOldPage'>): OfferingEnd | undefined {
    return this.#by === 'stream' ? this.stream.opensLinks(seat) : this.fanOut.opensLinks(seat);
  }

  get isOpening(): boolean {
    return this.#by === 'stream' ? this.stream.opensLinks({ isOldPage: false }) !== undefined : this.fanOut.isOpening;
  }

  mayTrust(linkId: LinkId, returning: Returning): boolean {
    if (offererOf(linkId) === 'presenter') return returning.isAlone;
    const { isAlone, isReturning } = returning;
    if (this.#options.relay === null || this.#by === 'stream') return false;
    return isAlone || (isReturning && this.fanOut.isAtRelay);
  }

  resumed(link: ResumedLink): void {
    this.fanOut.resumed(link);
  }

  /** The presenter is live. */
  begin(): void {
    this.#run = 'live';
    this.#update();
  }

  /** The presenter is not live, or not any more. `reason`: for watchers who see nothing else then. */
  end(run: 'waiting' | 'ended', reason: LinkCloseReason, notified: readonly LinkEnd[]): void {
    const isStreamed = this.stream.phase !== 'none';
    if (this.#by !== 'stream') this.#options.links().closeAll(isStreamed ? 'replaced' : reason, notified);
    this.#run = run;
    this.#update();
  }

  /** Call when notices reach it. */
  presenterEntered(opening: Pick<Opening, 'publishes' | 'publishing'>): void {
    const { publishing: linkId } = opening;
    if (linkId !== undefined && this.#options.links().known.find(linkId) === undefined) {
      this.#options.presenter.notify('link:closed', { linkId, reason: 'replaced' });
    }
    this.fanOut.presenterEntered(opening);
    this.stream.presenterEntered();
  }

  /** A run that was never live has not ended: its watchers wait on. */
  presenterGone(): void {
    this.end(this.#wasLive || this.#run === 'ended' ? 'ended' : 'waiting', 'lost', ['watcher']);
    this.fanOut.update();
  }

  /** A room that tokens have rebuilt may have been live before. */
  get #wasLive(): boolean {
    return this.#run === 'live' || (this.#run === 'waiting' && !this.#options.isOpened());
  }

  close(why: 'ended' | 'moved'): void {
    this.fanOut.close(why);
    this.stream.close(why);
  }

  #update(): void {
    const streamed = this.stream.phase === 'none' ? null : 'stream';
    const now = this.#run === 'live' ? 'presenter' : streamed;
    const before = this.#by;
    if (now === before) return;
    if (before === 'stream') {
      this.#options.links().closeFrom('relay', now === null ? 'ended' : 'replaced', ['watcher']);
      this.stream.hide();
      // They have seen a broadcast, which is over.
      if (now === null) this.#run = 'ended';
    }
    this.#by = now;
    if (now === 'stream') this.stream.show();
  }
}
