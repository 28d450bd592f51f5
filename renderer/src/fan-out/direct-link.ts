/**
 * One link of the direct fan-out, from its preparation to its end: its media, its signaling end,
 * its watcher, and the watcher's reports.
 */
import {
  SignalingError,
  type Candidate,
  type Decoder,
  type IceServer,
  type LinkId,
  type LinkMessage,
  type QualityCap,
  type Round,
  type TurnReason,
  type WatcherId,
  type WatcherReport,
} from '@lectern/protocol';
import { linkConfiguration, type LinkState, type OutboundCarrier, type Turns, type UdpCheck } from '@lectern/rtc';
import type { Codec, LayerIndex } from '@lectern/steering';
import {
  FAREWELL_MS,
  GATHER_MS,
  HANDOVER_MS,
  SLOW_REPORTS,
  UDP_CHECK_MS,
  UNANSWERED_CHECK_MS,
} from '../policy/links.ts';
import type { LinkMedia, MediaLink } from './link-media.ts';
import { OfferedLink } from './offered-link.ts';
import { ReportHistory } from './report-history.ts';
import { isSlowDevice } from './slow-device.ts';
import type { LinkWatch } from './watch/link-watch.ts';

export type MediaNotice = Extract<LinkMessage, { kind: 'media-changed' }>;

export interface DirectLinkOptions {
  readonly linkId: LinkId;
  readonly iceServers: readonly IceServer[];
  /** This end sends through TURN only. */
  readonly turnOnly: boolean;
  readonly udp: UdpCheck;
  /** Absent for a prepared link. */
  readonly watcherId?: WatcherId | undefined;
  readonly media: LinkMedia;
  readonly watch: LinkWatch;
  readonly carrier: OutboundCarrier;
  /** Shared by all links. */
  readonly restarts: Turns;
  /** The current media state, which the watcher is sent as soon as the data channel opens. */
  readonly mediaNotice: () => MediaNotice;
  /** The state, the watcher or its wish has changed. */
  readonly onChange: () => void;
  /** The watcher has reported, so it has a picture over this link. */
  readonly onReport: (report: WatcherReport) => void;
  /** Its watcher has to get VP8. */
  readonly needsVp8: () => boolean;
  /**
   * Its codec does not suit: the watcher's device does not keep up with it, or this browser does not
   * send it.
   */
  readonly onUnsuited: () => void;
  /** Asks the service for another link in its place; false where there is none. */
  readonly requestReplacement: () => Promise<boolean>;
  /** The link was interrupted and is connected again. */
  readonly onRecovered: () => void;
  /**
   * The link has served its purpose, is beyond repair, or is not known to the room: its owner
   * should close it.
   */
  readonly onDone: (reason: 'given-up' | 'handed-over' | 'unknown') => void;
}

type Holder =
  | { readonly name: 'prepared' }
  | { readonly name: 'claimed'; readonly watcherId: WatcherId }
  /**
   * The service has given its watcher another link and no longer knows this one, which runs on
   * until that one has a picture.
   */
  | { readonly name: 'draining'; readonly watcherId: WatcherId };

export class DirectLink {
  readonly linkId: LinkId;
  readonly reports = new ReportHistory();
  readonly #options: DirectLinkOptions;
  readonly #media: MediaLink;
  readonly #link: OfferedLink;
  #holder: Holder;
  #decodes: readonly Decoder[] | undefined;
  #slowReports = 0;
  #isReplacing = false;
  #handoverTimer: ReturnType<typeof setTimeout> | undefined;
  #answerTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: DirectLinkOptions) {
    const { linkId, iceServers, turnOnly, watcherId, media } = options;
    this.#options = options;
    this.linkId = linkId;
    this.#holder = watcherId === undefined ? { name: 'prepared' } : { name: 'claimed', watcherId };
    const connection = linkConfiguration(iceServers, { withTurn: turnOnly, turnOnly });
    this.#media = media.open({ linkId, connection });
    this.#link = new OfferedLink({
      ...options,
      media: this.#media,
      needsTurn: (attempt) => this.#needsTurn(attempt),
      adaptAnswer: (sdp) => this.#media.adaptAnswer(sdp, { decodes: this.#decodes, needsVp8: options.needsVp8() }),
      onState: () => options.onChange(),
      onMessage: (message) => this.#handleMessage(message),
      onChannelOpen: () => this.sendMediaNotice(),
      onGivenUp: () => options.onDone('given-up'),
    });
    if (!this.isPrepared) this.#expectAnswer();
  }

  /** Null before it is claimed, and once the watcher has another link. */
  get watcherId(): WatcherId | null {
    return this.#holder.name === 'claimed' ? this.#holder.watcherId : null;
  }

  /** Also the watcher of a link that is draining. */
  get servedWatcherId(): WatcherId | null {
    return this.#holder.name === 'prepared' ? null : this.#holder.watcherId;
  }

  get isPrepared(): boolean {
    return this.#holder.name === 'prepared';
  }

  get isDraining(): boolean {
    return this.#holder.name === 'draining';
  }

  get state(): LinkState {
    return this.#link.state;
  }

  /** By `performance.now()`. */
  get stateSinceMs(): number {
    return this.#link.stateSinceMs;
  }

  get highest(): QualityCap {
    return this.#media.highest;
  }

  /** Why this end would use TURN; null where it has no reason of its own. */
  get ownTurn(): TurnReason | null {
    if (this.#options.turnOnly) return 'turn-only';
    return this.#options.udp.state === 'blocked' ? 'udp-blocked' : null;
  }

  get codec(): Codec | null {
    return this.#media.codec;
  }

  get layer(): LayerIndex | null {
    return this.#media.layer;
  }

  /**
   * Sends the offer. No watcher waits for that of a prepared link, so it contains candidates.
   */
  async offer(): Promise<void> {
    await this.#link.offer(this.isPrepared ? GATHER_MS : 0);
  }

  renewIce(iceServers: readonly IceServer[]): void {
    this.#link.renewIce(iceServers);
  }

  claim(watcherId: WatcherId): void {
    this.#holder = { name: 'claimed', watcherId };
    this.#expectAnswer();
    this.#options.onChange();
  }

  /** `decodes`: what the watcher's browser does; undefined where it has not said. */
  async handleAnswer(round: Round, sdp: string, decodes?: readonly Decoder[]): Promise<void> {
    this.#decodes = decodes;
    await this.#link.handleAnswer(round, sdp);
    if (this.codec !== 'av1' || this.#media.isCodecAgreed) return;
    // It is closed already where the browser has refused the answer.
    if (this.state !== 'closed') this.#options.onDone('given-up');
    this.#options.onUnsuited();
  }

  async handleCandidate(round: Round, candidate: Candidate): Promise<void> {
    await this.#link.handleCandidate(round, candidate);
  }

  async handleRestartRequest(): Promise<void> {
    await this.#link.handleRestartRequest();
  }

  /** Runs on beside the link that replaces it, for a while at most. */
  drain(): void {
    if (this.#holder.name !== 'claimed') return;
    this.#holder = { name: 'draining', watcherId: this.#holder.watcherId };
    this.#handoverTimer = setTimeout(() => this.#options.onDone('handed-over'), HANDOVER_MS);
    this.#options.onChange();
  }

  /**
   * Its watcher gets another link, and this one runs on until that one has a picture. Nothing
   * happens while the service is away.
   */
  async handOver(): Promise<void> {
    if (this.#isReplacing || this.#holder.name !== 'claimed') return;
    this.#isReplacing = true;
    if (await this.#options.requestReplacement()) this.drain();
    this.#isReplacing = false;
  }

  /** Signaling is back. The watcher may have lost it as well, and not know. */
  hurry(): void {
    this.#link.hurry();
    // A message sent into an outage would delay those after it.
    if (this.state === 'connected') this.#link.send({ kind: 'service-regained' });
  }

  networkChanged(): void {
    this.#link.networkChanged();
  }

  /** What this watcher gets: one that wants only sound has no picture to wait for. */
  sendMediaNotice(): void {
    const notice = this.#options.mediaNotice();
    const video = notice.state.video && this.highest !== 'sound';
    this.#link.send({ ...notice, state: { ...notice.state, video } });
  }

  /**
   * With a last message, media stops at once, and the connection only when the message has left.
   */
  close(farewell?: LinkMessage): void {
    clearTimeout(this.#handoverTimer);
    clearTimeout(this.#answerTimer);
    const isSent = farewell !== undefined && this.#link.send(farewell);
    this.#link.close(isSent ? FAREWELL_MS : 0);
  }

  /**
   * One end with TURN is enough for a path, and that is the watcher's: so the presenter takes it only
   * where its own UDP is blocked, or when a round has failed. A prepared link has time for the check.
   */
  async #needsTurn(attempt: number): Promise<boolean> {
    const { udp } = this.#options;
    return attempt > 1 || (this.isPrepared ? await udp.settled(UDP_CHECK_MS) : udp.state) === 'blocked';
  }

  get #isUnanswered(): boolean {
    return this.state === 'new' || this.state === 'negotiating';
  }

  #expectAnswer(): void {
    clearTimeout(this.#answerTimer);
    this.#answerTimer = setTimeout(() => void this.#askIfUnanswered(), UNANSWERED_CHECK_MS);
  }

  /** The notice that its watcher has left, or has another link, may have been lost. */
  async #askIfUnanswered(): Promise<void> {
    const { linkId, carrier, onDone } = this.#options;
    if (!this.#isUnanswered) return;
    try {
      await carrier.refreshIce(linkId);
    } catch (error) {
      if (error instanceof SignalingError && error.code === 'link-unknown') return onDone('unknown');
    }
    if (this.#isUnanswered) this.#expectAnswer();
  }

  #handleMessage(message: LinkMessage): void {
    if (message.kind === 'key-frame-requested') this.#media.requestKeyFrame();
    else if (message.kind === 'quality-capped') this.#cap(message.highest);
    else if (message.kind === 'watcher-reported') this.#handleReport(message.report);
  }

  #handleReport(report: WatcherReport): void {
    if (this.isDraining) return;
    this.reports.add(report, performance.now());
    this.#options.onReport(report);
    this.#slowReports = report.page === 'shown' && isSlowDevice(report) ? this.#slowReports + 1 : 0;
    if (this.#slowReports >= SLOW_REPORTS) this.#options.onUnsuited();
  }

  #cap(highest: QualityCap): void {
    this.#media.cap(highest);
    this.sendMediaNotice();
    this.#options.onChange();
  }
}
