/**
 * What a link to a watcher and one to the relay have in common: its media, its signaling end, and the
 * watch over both.
 */
import type { Candidate, IceServer, LinkId, LinkMessage, Round } from '@lectern/protocol';
import { errorName, OutboundLink, type LinkState, type OutboundLinkOptions } from '@lectern/rtc';
import loglevel from 'loglevel';
import { LADDER } from '../policy/links.ts';
import type { MediaLink } from './link-media.ts';
import type { LinkWatch, WatchedLink } from './watch/link-watch.ts';

const log = loglevel.getLogger('link');

type EndOptions = Pick<
  OutboundLinkOptions,
  'iceServers' | 'turnOnly' | 'needsTurn' | 'carrier' | 'restarts' | 'hasChannel' | 'onChannelOpen' | 'adaptAnswer'
>;

export interface OfferedLinkOptions extends EndOptions {
  readonly linkId: LinkId;
  /** Its own from now on. */
  readonly media: MediaLink;
  readonly watch: LinkWatch;
  readonly onState: (state: LinkState) => void;
  /** It was interrupted and is connected again. */
  readonly onRecovered: () => void;
  readonly onMessage: (message: LinkMessage) => void;
  /** It is beyond repair. */
  readonly onGivenUp: () => void;
}

export class OfferedLink {
  readonly #options: OfferedLinkOptions;
  readonly #end: OutboundLink;
  readonly #watched: WatchedLink;
  #stateSinceMs = performance.now();
  #isInterrupted = false;

  constructor(options: OfferedLinkOptions) {
    const { media } = options;
    this.#options = options;
    this.#watched = this.#asWatched();
    this.#end = new OutboundLink({
      ...options,
      pc: media.pc,
      ladder: LADDER,
      onState: (state) => this.#handleState(state),
      onMessage: (message) => {
        options.watch.noteMessage(this.#watched);
        options.onMessage(message);
      },
    });
    media.onBroken(() => this.#giveUp('frames can no longer be written to it'));
  }

  get state(): LinkState {
    return this.#end.state;
  }

  /** By `performance.now()`. */
  get stateSinceMs(): number {
    return this.#stateSinceMs;
  }

  /** Resolves when the offer has been sent, after gathering candidates for up to `gatherMs`. */
  async offer(gatherMs: number): Promise<void> {
    try {
      await this.#end.offer(gatherMs);
    } catch (error) {
      this.#giveUp(`its offer could not be sent (${errorName(error)})`);
    }
  }

  renewIce(iceServers: readonly IceServer[]): void {
    this.#end.renewIceServers(iceServers);
  }

  async handleAnswer(round: Round, sdp: string): Promise<void> {
    try {
      await this.#end.handleAnswer(round, sdp);
    } catch (error) {
      this.#giveUp(`the browser refused its answer (${errorName(error)})`);
    }
  }

  async handleCandidate(round: Round, candidate: Candidate): Promise<void> {
    await this.#end.handleCandidate(round, candidate);
  }

  /** A restart that fails is asked for again by the other end. */
  async handleRestartRequest(): Promise<void> {
    try {
      await this.#end.restart();
    } catch (error) {
      log.debug(`link ${this.#options.linkId}: the requested restart failed:`, errorName(error));
    }
  }

  hurry(): void {
    this.#end.hurry();
  }

  networkChanged(): void {
    this.#end.networkChanged();
  }

  /** Over the data channel. Returns false, and sends nothing, while it is not open. */
  send(message: LinkMessage): boolean {
    return this.#end.send(message);
  }

  /** Media stops at once, the connection after `lingerMs`. */
  close(lingerMs: number): void {
    this.#options.watch.remove(this.#watched);
    this.#end.close();
    this.#options.media.close(lingerMs);
  }

  #handleState(state: LinkState): void {
    this.#stateSinceMs = performance.now();
    if (state === 'connected') this.#options.watch.add(this.#watched);
    if (this.#isInterrupted && state === 'connected') this.#options.onRecovered();
    this.#isInterrupted = state === 'interrupted';
    this.#options.onState(state);
  }

  #asWatched(): WatchedLink {
    const { linkId, media } = this.#options;
    return {
      linkId,
      readVitals: () => media.readVitals(),
      sends: (stream) => this.state === 'connected' && media.sends(stream),
      source: (stream) => media.source(stream),
      holdPicture: () => {
        media.holdPicture();
        this.#end.noteSilence(true);
      },
      resumePicture: () => {
        media.resumePicture();
        this.#end.noteSilence(false);
      },
      repair: (stream, repair) => {
        if (repair === 'key-frame') media.requestKeyFrame();
        else if (repair === 'writer') media.renewWriter(stream);
        else this.#giveUp(`its ${stream} does not leave`);
      },
    };
  }

  #giveUp(reason: string): void {
    if (this.state === 'closed') return;
    log.warn(`link ${this.#options.linkId}: given up, since ${reason}`);
    this.#options.onGivenUp();
  }
}
