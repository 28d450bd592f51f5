/** The direct fan-out: one link for each watcher, straight from this machine. */
import type {
  Candidate,
  HeldLink,
  LinkId,
  LinkMessage,
  LinkOpening,
  MediaState,
  QualityCap,
  Round,
  WatcherId,
  WatcherReport,
} from '@lectern/protocol';
import { linkConfiguration, OutboundLink, type OutboundCarrier } from '@lectern/rtc';
import { Store, type ReadableStore } from '@lectern/state';
import { TOP_LAYER } from '@lectern/steering';
import type { LinkStanding } from './link-standing.ts';
import { nothingOutgoing, type LinkMedia, type OutgoingSource } from './link-media.ts';
import { FAREWELL_MS, GATHER_MS, HANDOVER_MS } from '../policy.ts';

interface Entry {
  readonly link: OutboundLink;
  /** Absent while the link is prepared and nobody has claimed it. */
  watcherId?: WatcherId;
  cap: QualityCap;
  /** The service has given its watcher another link, and knows this one no more. */
  isReplaced?: boolean;
}

/** How many links are in which state; prepared ones are not counted. */
export interface AudienceCount {
  readonly connected: number;
  readonly joining: number;
  readonly interrupted: number;
}

export interface DirectFanOutOptions {
  readonly media: LinkMedia;
  readonly carrier: OutboundCarrier;
  /** A link that cannot be brought back. */
  readonly onGivenUp: (linkId: LinkId) => void;
  readonly onReport: (linkId: LinkId, report: WatcherReport) => void;
  /** Watchers who are not to be sent anything any more. */
  readonly isRemoved: (watcherId: WatcherId) => boolean;
}

export class DirectFanOut {
  readonly #options: DirectFanOutOptions;
  readonly #entries = new Map<LinkId, Entry>();
  readonly #audience = new Store<AudienceCount>({ connected: 0, joining: 0, interrupted: 0 });
  readonly #links = new Store<readonly LinkStanding[]>([]);
  #epoch = 0;
  #state: MediaState = { paused: false, video: false, audio: false };

  constructor(options: DirectFanOutOptions) {
    this.#options = options;
    options.media.offered.subscribe(() => this.#tellAll());
  }

  get audience(): ReadableStore<AudienceCount> {
    return this.#audience;
  }

  /** Links with a watcher. */
  get links(): ReadableStore<readonly LinkStanding[]> {
    return this.#links;
  }

  get preparedCount(): number {
    return [...this.#entries.values()].filter((entry) => entry.watcherId === undefined).length;
  }

  /** Links with a watcher, as a service that may have restarted is told. */
  held(): HeldLink[] {
    return [...this.#entries].flatMap(([linkId, { watcherId, isReplaced }]) =>
      watcherId === undefined || isReplaced === true ? [] : [{ linkId, watcherId }],
    );
  }

  setEpoch(epoch: number): void {
    this.#epoch = epoch;
  }

  setSource(source: OutgoingSource, state: MediaState): void {
    this.#options.media.setSource(source);
    this.#state = state;
    this.#tellAll();
  }

  /** Makes the link and sends its offer. Without a watcher it is prepared, to be claimed later. */
  open(opening: Pick<LinkOpening, 'linkId' | 'iceServers'> & { readonly watcherId?: WatcherId }): void {
    const { linkId, iceServers, watcherId } = opening;
    if (this.#entries.has(linkId) || (watcherId !== undefined && this.#options.isRemoved(watcherId))) return;
    const { media, carrier } = this.#options;
    const giveUp = (): void => this.#options.onGivenUp(linkId);
    const link: OutboundLink = new OutboundLink({
      linkId,
      pc: media.open(linkId, linkConfiguration(iceServers), giveUp),
      carrier,
      onState: () => this.#count(),
      onMessage: (message) => this.#handleMessage(linkId, message),
      onChannelOpen: () => this.#tellState(linkId),
      onGivenUp: giveUp,
    });
    this.#entries.set(linkId, { link, cap: TOP_LAYER, ...(watcherId === undefined ? {} : { watcherId }) });
    this.#count();
    void link.offer(watcherId === undefined ? GATHER_MS : 0).catch(giveUp);
  }

  handleClaim(linkId: LinkId, watcherId: WatcherId): void {
    const entry = this.#entries.get(linkId);
    if (!entry) return;
    if (this.#options.isRemoved(watcherId)) return this.close(linkId);
    entry.watcherId = watcherId;
    this.#count();
  }

  handleAnswer(linkId: LinkId, round: Round, sdp: string): void {
    // A description that the browser cannot read: the link is of no use, the watcher's page will ask for another.
    void this.#entries
      .get(linkId)
      ?.link.handleAnswer(round, sdp)
      .catch(() => this.#options.onGivenUp(linkId));
  }

  handleCandidate(linkId: LinkId, round: Round, candidate: Candidate): void {
    void this.#entries.get(linkId)?.link.handleCandidate(round, candidate);
  }

  handleRestartRequest(linkId: LinkId): void {
    void this.#entries
      .get(linkId)
      ?.link.restart()
      .catch(() => undefined);
  }

  /** The service has lost sight of the watcher: media that still flows goes on. */
  handleLost(linkId: LinkId): void {
    const state = this.#entries.get(linkId)?.link.state;
    if (state !== 'connected') this.close(linkId);
  }

  /** Another link takes its place: a picture that still flows goes on until that one has its own. */
  handleReplaced(linkId: LinkId): void {
    const entry = this.#entries.get(linkId);
    if (entry?.link.state !== 'connected') return this.close(linkId);
    entry.isReplaced = true;
    this.#count();
    setTimeout(() => this.close(linkId), HANDOVER_MS);
  }

  /** The network has changed: what is broken is brought back at once. A prepared link is not, though it is not connected. */
  hurry(): void {
    for (const { link, watcherId } of this.#entries.values()) if (watcherId !== undefined) link.hurry();
  }

  close(linkId: LinkId): void {
    const entry = this.#entries.get(linkId);
    if (!entry) return;
    this.#forget(linkId);
    entry.link.close();
    entry.link.pc.close();
    this.#count();
  }

  /** Nothing goes to this watcher any more, and it is told so where signaling cannot. */
  remove(watcherId: WatcherId): void {
    for (const [linkId, entry] of this.#entries) {
      if (entry.watcherId !== watcherId) continue;
      this.#forget(linkId);
      this.#takeLeave(entry.link, { kind: 'removed', epoch: this.#epoch });
    }
    this.#count();
  }

  /** Prepared links are worth nothing once the service that held their offers is gone. */
  closePrepared(): void {
    for (const [linkId, { watcherId }] of this.#entries) if (watcherId === undefined) this.close(linkId);
  }

  /** Closes all links without a word. */
  closeAll(): void {
    this.#options.media.setSource(nothingOutgoing);
    for (const linkId of this.#entries.keys()) this.close(linkId);
  }

  /** Nothing more goes out; every watcher is told, also where signaling cannot, and all links close. */
  end(): void {
    this.#options.media.setSource(nothingOutgoing);
    for (const [linkId, { link }] of this.#entries) {
      this.#takeLeave(link, { kind: 'ended', epoch: this.#epoch });
      this.#forget(linkId);
    }
    this.#count();
  }

  /** A connection closed in the same moment would take the word with it. */
  #takeLeave(link: OutboundLink, word: LinkMessage): void {
    const isSent = link.send(word);
    link.close();
    setTimeout(() => link.pc.close(), isSent ? FAREWELL_MS : 0);
  }

  #forget(linkId: LinkId): void {
    this.#entries.delete(linkId);
    this.#options.media.close(linkId);
  }

  #handleMessage(linkId: LinkId, message: LinkMessage): void {
    if (message.kind === 'key-frame-requested') this.#options.media.requestKeyFrame(linkId);
    else if (message.kind === 'quality-capped') this.#cap(linkId, message.highest);
    else if (message.kind === 'watcher-reported') this.#handleReport(linkId, message.report);
  }

  #handleReport(linkId: LinkId, report: WatcherReport): void {
    const reporting = this.#entries.get(linkId);
    if (!reporting || reporting.isReplaced === true) return;
    this.#options.onReport(linkId, report);
    // It has its picture. The link before has nobody at its end by now, which to the steering would look like a line that broke down.
    for (const [other, { watcherId, isReplaced }] of this.#entries) {
      if (isReplaced === true && watcherId === reporting.watcherId) this.close(other);
    }
  }

  #cap(linkId: LinkId, highest: QualityCap): void {
    const entry = this.#entries.get(linkId);
    if (!entry) return;
    this.#options.media.cap(linkId, highest);
    entry.cap = highest;
    this.#tellState(linkId);
    this.#count();
  }

  #tellAll(): void {
    for (const linkId of this.#entries.keys()) this.#tellState(linkId);
  }

  /** Each is told what it is sent itself: one that wants only sound has no picture to wait for. */
  #tellState(linkId: LinkId): void {
    const entry = this.#entries.get(linkId);
    const layers = this.#options.media.offered.get();
    const video = this.#state.video && entry?.cap !== 'sound';
    entry?.link.send({ kind: 'media-changed', epoch: this.#epoch, state: { ...this.#state, video, layers } });
  }

  #count(): void {
    const links = [...this.#entries].flatMap(([linkId, { link, watcherId, cap, isReplaced }]) =>
      watcherId === undefined || isReplaced === true ? [] : [{ linkId, watcherId, state: link.state, cap }],
    );
    this.#links.set(links);
    const count = (...names: string[]): number => links.filter(({ state }) => names.includes(state)).length;
    this.#audience.set({
      connected: count('connected'),
      joining: count('new', 'negotiating'),
      interrupted: count('interrupted'),
    });
  }
}
