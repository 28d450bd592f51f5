/** The direct fan-out: one link for each watcher, straight from this machine. */
import type {
  Candidate,
  Decoder,
  HeldLink,
  IceServer,
  LinkId,
  LinkOpening,
  MediaState,
  Round,
  WatcherId,
} from '@lectern/protocol';
import { restartTurns, stunUrlsOf, UdpCheck, type OutboundCarrier } from '@lectern/rtc';
import { Store, type ReadableStore } from '@lectern/state';
import { CodecMoves } from './codec-moves.ts';
import { DirectLink, type MediaNotice } from './direct-link.ts';
import type { LinkMedia } from './link-media.ts';
import { LinkTally } from './link-tally.ts';
import { LinkWatch } from './watch/link-watch.ts';

/** How many links with a watcher are in which state. */
export interface LinkCounts {
  readonly connected: number;
  readonly joining: number;
  readonly interrupted: number;
}

/** Signaling as the fan-out needs it. */
export interface FanOutCarrier extends OutboundCarrier {
  /**
   * The link's watcher, if it has one, needs another. Whether the service opens one. Never rejects.
   */
  requestReplacement(linkId: LinkId): Promise<boolean>;
}

type Opening = Pick<LinkOpening, 'linkId' | 'iceServers'> & { readonly watcherId?: WatcherId };

export class DirectFanOut {
  /** What has happened to the links. */
  readonly tally = new LinkTally();
  readonly #media: LinkMedia;
  readonly #links = new Map<LinkId, DirectLink>();
  readonly #removed = new Set<WatcherId>();
  readonly #counts = new Store<LinkCounts>({ connected: 0, joining: 0, interrupted: 0 });
  readonly #watched = new Store<readonly DirectLink[]>([]);
  #epoch = 0;
  readonly #udp = new UdpCheck();
  readonly #watch = new LinkWatch();
  readonly #restarts = restartTurns();
  readonly #moves = new CodecMoves({
    links: () => this.#links.values(),
    isTooSlow: () => this.#media.tooSlow.get().includes('av1'),
  });
  #turnOnly = false;
  #state: MediaState = { paused: false, video: false, audio: false };

  constructor(media: LinkMedia) {
    this.#media = media;
    media.offered.subscribe(() => this.#sendMediaNotices());
    media.tooSlow.subscribe(() => this.#moves.run());
  }

  get counts(): ReadableStore<LinkCounts> {
    return this.#counts;
  }

  /**
   * The link of each watcher; without prepared links, and without those that are being replaced.
   */
  get watched(): ReadableStore<readonly DirectLink[]> {
    return this.#watched;
  }

  get preparedCount(): number {
    return [...this.#links.values()].filter(({ isPrepared }) => isPrepared).length;
  }

  /** Watchers that have been removed in this run; no link is opened for them. */
  get removed(): ReadonlySet<WatcherId> {
    return this.#removed;
  }

  /**
   * Links with a watcher, for a service that may have restarted. Connected ones come first: the
   * others may be those of watchers who have left meanwhile, and a room has only so many seats.
   */
  held(): HeldLink[] {
    const isConnected = ({ state }: DirectLink): number => Number(state === 'connected');
    return [...this.#links.values()]
      .toSorted((a, b) => isConnected(b) - isConnected(a))
      .flatMap(({ linkId, watcherId }) => (watcherId === null ? [] : [{ linkId, watcherId }]));
  }

  setEpoch(epoch: number): void {
    this.#epoch = epoch;
  }

  /** Sends every watcher what it can expect to see and hear. */
  setMediaState(state: MediaState): void {
    this.#state = state;
    this.#sendMediaNotices();
  }

  /** For the links that are opened from now on. */
  setTurnOnly(turnOnly: boolean): void {
    this.#turnOnly = turnOnly;
  }

  /** Makes a link and sends its offer. Without a watcher it is prepared, to be claimed later. */
  open({ linkId, iceServers, watcherId }: Opening, carrier: FanOutCarrier): void {
    if (this.#links.has(linkId) || (watcherId !== undefined && this.#removed.has(watcherId))) return;
    this.#udp.begin(stunUrlsOf(iceServers));
    const link: DirectLink = new DirectLink({
      linkId,
      iceServers,
      turnOnly: this.#turnOnly,
      udp: this.#udp,
      watcherId,
      media: this.#media,
      watch: this.#watch,
      carrier,
      restarts: this.#restarts,
      mediaNotice: () => this.#mediaNotice(),
      onChange: () => this.#update(),
      onReport: ({ freezes }) => {
        this.tally.add({ freezes });
        this.#closeReplaced(link);
      },
      needsVp8: () => this.#moves.needsVp8(link.watcherId),
      onUnsuited: () => this.#moves.noteUnsuited(link),
      requestReplacement: () => carrier.requestReplacement(linkId),
      onRecovered: () => this.tally.add({ recoveries: 1 }),
      onDone: (reason) => {
        if (reason === 'given-up') this.#moves.noteEnd(link);
        this.close(linkId);
        if (reason === 'given-up') void carrier.requestReplacement(linkId);
      },
    });
    this.#links.set(linkId, link);
    this.#update();
    void link.offer();
  }

  renewIce(linkId: LinkId, iceServers: readonly IceServer[]): void {
    this.#links.get(linkId)?.renewIce(iceServers);
  }

  handleClaim(linkId: LinkId, watcherId: WatcherId): void {
    if (this.#removed.has(watcherId)) this.close(linkId);
    else this.#links.get(linkId)?.claim(watcherId);
  }

  /** `decodes`: what the watcher's browser does; undefined where it has not said. */
  handleAnswer(linkId: LinkId, round: Round, sdp: string, decodes?: readonly Decoder[]): void {
    void this.#links.get(linkId)?.handleAnswer(round, sdp, decodes);
  }

  handleCandidate(linkId: LinkId, round: Round, candidate: Candidate): void {
    void this.#links.get(linkId)?.handleCandidate(round, candidate);
  }

  handleRestartRequest(linkId: LinkId): void {
    void this.#links.get(linkId)?.handleRestartRequest();
  }

  /** The service has lost its connection to the watcher. Media that still flows goes on. */
  handleLost(linkId: LinkId): void {
    if (this.#links.get(linkId)?.state !== 'connected') this.close(linkId);
  }

  /**
   * The watcher gets another link. A picture that still flows goes on until that one has its own.
   */
  handleReplaced(linkId: LinkId): void {
    const link = this.#links.get(linkId);
    if (link) this.#moves.noteEnd(link);
    if (link?.state === 'connected') link.drain();
    else this.close(linkId);
  }

  /**
   * Signaling is back: interrupted links restart at once, and the watchers of the others learn it. Prepared
   * links are not connected and need none.
   */
  hurry(): void {
    for (const link of this.#links.values()) if (!link.isPrepared) link.hurry();
  }

  /** The same, and links whose paths are lost from now on do not wait for them to come back. */
  networkChanged(): void {
    this.#udp.repeat();
    for (const link of this.#links.values()) if (!link.isPrepared) link.networkChanged();
  }

  close(linkId: LinkId): void {
    const link = this.#links.get(linkId);
    if (!link) return;
    this.#links.delete(linkId);
    link.close();
    this.#update();
  }

  /** Closes the watcher's links, and says so over them in case signaling is away. */
  remove(watcherId: WatcherId): void {
    this.#removed.add(watcherId);
    for (const link of this.#links.values()) {
      if (link.servedWatcherId !== watcherId) continue;
      this.#links.delete(link.linkId);
      link.close({ kind: 'removed', epoch: this.#epoch });
    }
    this.#update();
  }

  /**
   * Prepared links are worthless once the connection to the service that held their offers is gone.
   */
  closePrepared(): void {
    for (const link of this.#links.values()) if (link.isPrepared) this.close(link.linkId);
  }

  /** Closes all links without a message. */
  closeAll(): void {
    for (const linkId of this.#links.keys()) this.close(linkId);
  }

  /**
   * Closes all links, and says over them that the broadcast has ended in case signaling is away.
   */
  end(): void {
    for (const link of this.#links.values()) link.close({ kind: 'ended', epoch: this.#epoch });
    this.#links.clear();
    this.#update();
  }

  /**
   * The watcher has its picture over `link`. To the steering, a link without a watcher would look
   * like a line that broke down.
   */
  #closeReplaced(link: DirectLink): void {
    for (const other of this.#links.values()) {
      if (other.isDraining && other.servedWatcherId === link.watcherId) this.close(other.linkId);
    }
  }

  #sendMediaNotices(): void {
    for (const link of this.#links.values()) link.sendMediaNotice();
  }

  #mediaNotice(): MediaNotice {
    return {
      kind: 'media-changed',
      epoch: this.#epoch,
      state: { ...this.#state, layers: this.#media.offered.get() },
    };
  }

  #update(): void {
    const watched = [...this.#links.values()].filter(({ watcherId }) => watcherId !== null);
    this.#watched.set(watched);
    const count = (...states: string[]): number => watched.filter(({ state }) => states.includes(state)).length;
    this.#counts.set({
      connected: count('connected'),
      joining: count('new', 'negotiating'),
      interrupted: count('interrupted'),
    });
  }
}
