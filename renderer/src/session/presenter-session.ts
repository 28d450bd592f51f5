/** A presenter's run, from the app's start to its end: performs what `presenter-state.ts` decides. */
import { SignalingError, spoken, type MediaState, type RoomAbout, type RoomId } from '@lectern/protocol';
import { SignalingClient } from '@lectern/rtc';
import { Store, type ReadableStore } from '@lectern/state';
import type { DesktopApi } from '@lectern/bridge';
import { AudienceDesk } from '../audience/audience-desk.ts';
import { DirectFanOut, type AudienceCount } from '../fan-out/direct-fan-out.ts';
import { nothingOutgoing, type FanOutReport, type LinkMedia, type OutgoingSource } from '../fan-out/link-media.ts';
import { REOPEN_DELAY_MS } from '../policy.ts';
import type { Scene } from '../scene/scene.ts';
import { carrierOver } from './link-carrier.ts';
import { PreparedLinks } from './prepared-links.ts';
import {
  initialPresenterState,
  step,
  type PresenterEffect,
  type PresenterEvent,
  type PresenterState,
} from './presenter-state.ts';

export interface PresenterSessionOptions {
  /** The room's key is the desktop's to use. */
  readonly desktop: Pick<DesktopApi, 'proveRoom'>;
  /** Origin of the signaling service. */
  readonly serviceUrl: string;
  readonly roomId: RoomId;
  /** What the page itself must bring for a service that asks its presenters for a key. */
  readonly presenterKey: string | null;
  readonly about: RoomAbout;
  readonly media: LinkMedia;
  /** Paused and resumed here, so that no way of pausing can leave it out. */
  readonly scene: Pick<Scene, 'pause' | 'resume'>;
}

/** What watchers are told of the source: a card in place of a picture is none. */
export type SourceContents = Pick<MediaState, 'video' | 'audio'>;

export class PresenterSession {
  readonly #options: PresenterSessionOptions;
  readonly #state = new Store<PresenterState>(initialPresenterState);
  readonly #signaling: SignalingClient;
  readonly #fanOut: DirectFanOut;
  readonly #prepared: PreparedLinks;
  /** Who watches, and how each of them is. */
  readonly watchers: AudienceDesk;
  #protocol: number | null = null;
  #about: RoomAbout;
  #source: OutgoingSource = nothingOutgoing;
  #contents: SourceContents = { video: false, audio: false };
  #token: string | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(options: PresenterSessionOptions) {
    this.#options = options;
    this.#about = options.about;
    this.#signaling = new SignalingClient({
      url: options.serviceUrl,
      handshake: () => ({
        role: 'presenter',
        protocol: spoken,
        ...(this.#token === undefined ? {} : { token: this.#token }),
        ...(options.presenterKey === null ? {} : { key: options.presenterKey }),
      }),
      onDisconnected: () => this.#dispatch({ name: 'disconnected' }),
      onRefused: (error) => this.#handleRefusal(error),
      notices: {
        'presenter:challenged': ({ protocol, challenge, now }) => {
          this.#protocol = protocol;
          this.#dispatch({ name: 'challenged', challenge, now });
        },
        'presenter:replaced': () => this.#dispatch({ name: 'replaced' }),
        'watchers:changed': ({ count }) => this.#dispatch({ name: 'watchers-changed', count }),
        'token:renewed': ({ token }) => (this.#token = token),
        'link:opened': (opening) => this.#fanOut.open(opening),
        'link:claimed': ({ linkId, watcherId }) => {
          this.#fanOut.handleClaim(linkId, watcherId);
          this.#prepared.topUp();
        },
        'link:answered': ({ linkId, round, sdp }) => this.#fanOut.handleAnswer(linkId, round, sdp),
        'link:candidate-found': ({ linkId, round, candidate }) =>
          this.#fanOut.handleCandidate(linkId, round, candidate),
        'link:restart-requested': ({ linkId }) => this.#fanOut.handleRestartRequest(linkId),
        'link:closed': ({ linkId, reason }) => {
          if (reason === 'lost') this.#fanOut.handleLost(linkId);
          else if (reason === 'replaced') this.#fanOut.handleReplaced(linkId);
          else this.#fanOut.close(linkId);
          if (reason === 'expired') this.#prepared.topUp();
          else this.#prepared.topUpLater();
        },
      },
    });
    this.#fanOut = new DirectFanOut({
      media: options.media,
      carrier: carrierOver(this.#signaling),
      onGivenUp: (linkId) => {
        this.#fanOut.close(linkId);
        // Where the service knows the link no more, its watcher has left or been given another.
        void this.#signaling.request('link:replace', { linkId }).catch(() => undefined);
        this.#prepared.topUpLater();
      },
      onReport: (linkId, report) => this.watchers.handleReport(linkId, report),
      isRemoved: (watcherId) => this.watchers.isRemoved(watcherId),
    });
    this.#prepared = new PreparedLinks({
      isWanted: () => this.#state.get().air !== 'off' && this.#state.get().signaling.name === 'open',
      count: () => this.#fanOut.preparedCount,
      prepare: async () => this.#fanOut.open(await this.#signaling.request('link:prepare', {})),
    });
    this.watchers = new AudienceDesk({
      fanOut: this.#fanOut,
      report: options.media.report,
      service: {
        keepOut: (watcherId) => this.#signaling.request('watcher:remove', { watcherId }),
        version: () => (this.#state.get().signaling.name === 'open' ? this.#protocol : null),
      },
      isOnAir: () => this.#state.get().air !== 'off',
    });
    this.#signaling.connect();
  }

  get state(): ReadableStore<PresenterState> {
    return this.#state;
  }

  /** What the fan-out says about itself. */
  get fanOut(): ReadableStore<FanOutReport> {
    return this.#options.media.report;
  }

  /** What all links together may take of the presenter's line; null is all there is. */
  limitUplink(kbps: number | null): void {
    this.watchers.limitKbps = kbps;
    this.#options.media.limitUplink(kbps);
  }

  get audience(): ReadableStore<AudienceCount> {
    return this.#fanOut.audience;
  }

  /** What goes out while live; may change at any time. */
  setSource(source: OutgoingSource, contents: SourceContents): void {
    this.#source = source;
    this.#contents = contents;
    if (this.#state.get().air !== 'off') this.#sendSource();
  }

  describe(about: RoomAbout): void {
    this.#about = about;
    // Not reached just now: the room is opened with the new words once it is.
    void this.#signaling.request('room:describe', { about }).catch(() => undefined);
  }

  goLive(): void {
    this.#dispatch({ name: 'go-live' });
  }

  stop(): void {
    this.#dispatch({ name: 'stop' });
  }

  pause(): void {
    this.#dispatch({ name: 'pause' });
  }

  resume(): void {
    this.#dispatch({ name: 'resume' });
  }

  takeBack(): void {
    this.#dispatch({ name: 'take-back' });
  }

  /** The network or the machine has just come back: nothing waits for its next attempt. */
  hurry(): void {
    if (!this.#signaling.isConnected) this.#signaling.retry();
    this.#fanOut.hurry();
  }

  /** The window is going: whoever watches is told. */
  close(): void {
    clearTimeout(this.#retry);
    this.#prepared.end();
    if (this.#state.get().air !== 'off') this.stop();
    this.#options.media.end();
    this.#signaling.close();
  }

  #dispatch(event: PresenterEvent): void {
    const [next, ...effects] = step(this.#state.get(), event);
    // Before all else: what was captured after the press must not leave.
    if (next.air === 'paused') this.#options.scene.pause();
    this.#state.set(next);
    for (const effect of effects) this.#perform(effect);
    if (this.#state.get().air !== 'paused') this.#options.scene.resume();
  }

  #perform(effect: PresenterEffect): void {
    switch (effect.do) {
      case 'open-room':
        // An attempt planned before would break the connection that has come meanwhile.
        clearTimeout(this.#retry);
        void this.#openRoom(effect);
        break;
      case 'retry-later':
        clearTimeout(this.#retry);
        this.#retry = setTimeout(() => this.#signaling.retry(), REOPEN_DELAY_MS);
        break;
      case 'reconnect':
        this.#token = undefined;
        this.#signaling.retry();
        break;
      case 'announce':
        void this.#signaling.request(effect.request, {}).catch(() => this.#connectAnew());
        break;
      case 'send-source':
        this.#sendSource();
        break;
      case 'prepare-links':
        this.#prepared.topUp();
        break;
      case 'drop-prepared':
        this.#fanOut.closePrepared();
        break;
      case 'end-links':
        this.#fanOut.end();
        break;
      case 'hand-over-links':
        this.#fanOut.closeAll();
        break;
      case 'disconnect':
        this.#signaling.disconnect();
        break;
    }
  }

  async #openRoom({ challenge, epoch, live }: Extract<PresenterEffect, { do: 'open-room' }>): Promise<void> {
    const { desktop, roomId, serviceUrl } = this.#options;
    // The connection may go while the proof is made, and the next one has a challenge of its own.
    const isOutdated = (): boolean => {
      const { signaling } = this.#state.get();
      return signaling.name !== 'opening' || signaling.challenge !== challenge;
    };
    try {
      this.#fanOut.setEpoch(epoch);
      const claims = { service: new URL(serviceUrl).host, roomId, epoch, challenge };
      const proof = this.#token === undefined ? await desktop.proveRoom(claims) : undefined;
      if (isOutdated()) return;
      const opened = await this.#signaling.request('room:open', {
        roomId,
        epoch,
        live,
        about: this.#about,
        links: this.#fanOut.held(),
        ...(proof ? { proof } : {}),
      });
      this.#token = opened.token;
      for (const linkId of opened.refused) this.#fanOut.close(linkId);
      this.#dispatch({ name: 'opened', watchUrl: opened.watchUrl, watchers: opened.watchers });
      this.watchers.handleOpened();
    } catch (error) {
      if (isOutdated()) return;
      this.#handleRefusal(error instanceof SignalingError ? error : new SignalingError('wrong-key', String(error)));
    }
  }

  #handleRefusal(error: SignalingError): void {
    const hadToken = this.#token !== undefined;
    this.#token = undefined;
    if (error.code === 'unreachable') this.#connectAnew();
    else if (error.code === 'replaced') this.#dispatch({ name: 'replaced' });
    // The token was too old for this service; the key always proves the room.
    else if (hadToken && (error.code === 'token-expired' || error.code === 'unauthorized')) this.#signaling.retry();
    else this.#dispatch({ name: 'refused', code: error.code, retryable: error.retryable });
  }

  /** What got no answer may have been done or not: on another connection the room is opened as it then is. */
  #connectAnew(): void {
    // Where the connection itself has gone, the next one is on its way.
    if (this.#signaling.isConnected) this.#signaling.retry();
  }

  #sendSource(): void {
    const { air } = this.#state.get();
    const paused = air === 'paused';
    const { video, audio } = this.#contents;
    // Paused, the slate goes out, which is a picture, and silence, which is no sound.
    const state: MediaState = { paused, video: video || paused, audio: audio && !paused };
    this.#fanOut.setSource(air === 'off' ? nothingOutgoing : this.#source, state);
  }
}
