/**
 * The fan-out through the relay: the links over which the scene is published to it, one or for a
 * moment two, and what the service says of the watchers there.
 */
import type {
  Candidate,
  Epoch,
  FanOut,
  FanOutReason,
  IceServer,
  LinkId,
  LinkMessage,
  MediaState,
  NeededLayers,
  QualityCap,
  RelayDigest,
  Round,
} from '@lectern/protocol';
import { linkConfiguration, restartTurns, stunUrlsOf, UdpCheck, type LinkState } from '@lectern/rtc';
import { Store, type ReadableStore } from '@lectern/state';
import { TOP_LAYER } from '@lectern/steering';
import type { FanOutCarrier } from './direct-fan-out.ts';
import type { LinkMedia, MediaLink } from './link-media.ts';
import { OfferedLink } from './offered-link.ts';
import { LinkWatch } from './watch/link-watch.ts';

/** Signaling as the relay's links need it. */
export interface RelayCarrier extends FanOutCarrier {
  /** To the other end through the service: these links have no data channel. */
  say(linkId: LinkId, message: LinkMessage): void;
}

export interface RelayState {
  /** Where links are opened from. */
  readonly fanOut: FanOut;
  readonly reason: FanOutReason | null;
  /** Of the newest link to the relay; null without one. */
  readonly link: LinkState | null;
  /** The watchers of the relay; null while there are none. */
  readonly digest: RelayDigest | null;
}

export interface PublishingRequest {
  readonly linkId: LinkId;
  readonly epoch: Epoch;
  readonly iceServers: readonly IceServer[];
  readonly turnOnly?: boolean | undefined;
}

interface Publishing {
  readonly epoch: Epoch;
  readonly media: MediaLink;
  readonly link: OfferedLink;
  readonly carrier: RelayCarrier;
}

/** What all layers are encoded as. */
const CODEC = 'vp8';

const direct: RelayState = { fanOut: 'direct', reason: null, link: null, digest: null };

export class RelayFanOut {
  readonly #media: LinkMedia;
  readonly #links = new Map<LinkId, Publishing>();
  readonly #state = new Store<RelayState>(direct);
  readonly #watch = new LinkWatch();
  readonly #udp = new UdpCheck();
  readonly #restarts = restartTurns();
  #highest: QualityCap = TOP_LAYER;
  #mediaState: MediaState = { paused: false, video: false, audio: false };

  constructor(media: LinkMedia) {
    this.#media = media;
    media.offered.subscribe(() => this.#sayMediaStates());
  }

  get state(): ReadableStore<RelayState> {
    return this.#state;
  }

  /** The link over which the scene is published: a service that has restarted goes on with it. */
  get publishing(): LinkId | undefined {
    return [...this.#links.keys()].at(-1);
  }

  /** The watchers of the relay are sent what they can expect to see and hear. */
  setMediaState(state: MediaState): void {
    this.#mediaState = state;
    this.#sayMediaStates();
  }

  /** Makes a link to the relay and sends its offer. */
  publish({ linkId, epoch, iceServers, turnOnly = false }: PublishingRequest, carrier: RelayCarrier): void {
    if (this.#links.has(linkId)) return;
    this.#udp.begin(stunUrlsOf(iceServers));
    const media = this.#media.publish({
      linkId,
      connection: linkConfiguration(iceServers, { withTurn: turnOnly, turnOnly }),
    });
    media.cap(this.#highest);
    const link = new OfferedLink({
      linkId,
      media,
      iceServers,
      turnOnly,
      carrier,
      watch: this.#watch,
      restarts: this.#restarts,
      hasChannel: false,
      needsTurn: (attempt) => attempt > 1 || this.#udp.state === 'blocked',
      onState: () => this.#update(),
      onRecovered: () => undefined,
      onMessage: () => undefined,
      onGivenUp: () => {
        this.close(linkId);
        void carrier.requestReplacement(linkId);
      },
    });
    this.#links.set(linkId, { epoch, media, link, carrier });
    this.#update();
    void this.#offer(linkId);
  }

  /** The relay's watchers take these layers. */
  setLayers(needed: readonly NeededLayers[]): void {
    this.#highest = needed.find(({ codec }) => codec === CODEC)?.highest ?? 'sound';
    for (const { media } of this.#links.values()) media.cap(this.#highest);
  }

  setFanOut(fanOut: FanOut, reason: FanOutReason | undefined): void {
    this.#set({ fanOut, reason: reason ?? null });
  }

  setDigest(digest: RelayDigest): void {
    this.#set({ digest: digest.watchers > 0 ? digest : null });
  }

  renewIce(linkId: LinkId, iceServers: readonly IceServer[]): void {
    this.#links.get(linkId)?.link.renewIce(iceServers);
  }

  handleAnswer(linkId: LinkId, round: Round, sdp: string): void {
    void this.#links.get(linkId)?.link.handleAnswer(round, sdp);
  }

  handleCandidate(linkId: LinkId, round: Round, candidate: Candidate): void {
    void this.#links.get(linkId)?.link.handleCandidate(round, candidate);
  }

  handleRestartRequest(linkId: LinkId): void {
    void this.#links.get(linkId)?.link.handleRestartRequest();
  }

  /** Signaling is back: what was said meanwhile is said again, and lost paths restart at once. */
  hurry(): void {
    this.#sayMediaStates();
    for (const { link } of this.#links.values()) link.hurry();
  }

  networkChanged(): void {
    this.#udp.repeat();
    for (const { link } of this.#links.values()) link.networkChanged();
  }

  close(linkId: LinkId): void {
    const publishing = this.#links.get(linkId);
    if (!publishing) return;
    this.#links.delete(linkId);
    publishing.link.close(0);
    this.#update();
  }

  /** Closes all links without a message, and forgets the watchers. */
  closeAll(): void {
    for (const linkId of this.#links.keys()) this.close(linkId);
    this.#highest = TOP_LAYER;
    this.#state.set(direct);
  }

  /** The same, and says that the broadcast has ended. */
  end(): void {
    for (const [linkId, { epoch, carrier }] of this.#links) carrier.say(linkId, { kind: 'ended', epoch });
    this.closeAll();
  }

  /** The relay knows the link once its offer has come: what is said before may be lost. */
  async #offer(linkId: LinkId): Promise<void> {
    await this.#links.get(linkId)?.link.offer(0);
    this.#sayMediaState(linkId);
  }

  #sayMediaStates(): void {
    for (const linkId of this.#links.keys()) this.#sayMediaState(linkId);
  }

  #sayMediaState(linkId: LinkId): void {
    const publishing = this.#links.get(linkId);
    if (!publishing) return;
    const { epoch, carrier } = publishing;
    const state = { ...this.#mediaState, layers: this.#media.offered.get() };
    carrier.say(linkId, { kind: 'media-changed', epoch, state });
  }

  #update(): void {
    this.#set({ link: [...this.#links.values()].at(-1)?.link.state ?? null });
  }

  #set(change: Partial<RelayState>): void {
    this.#state.set({ ...this.#state.get(), ...change });
  }
}
