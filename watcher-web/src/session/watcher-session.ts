/** Performs the effects of the step. Owns the signaling client and the links. */
import {
  Bucket,
  watcherTable,
  normalizePasscode,
  PASSCODE_ITERATIONS,
  PASSCODE_PROOF_BYTES,
  passcodeSalt,
  PasscodeProof,
  SignalingError,
  type IceServer,
  type LinkId,
  type LinkMessage,
  type RoomId,
} from '@lectern/protocol';
import {
  SignalingClient,
  slowHash,
  type Derive,
  type EarlySocket,
  type LinkState,
  type UdpCheck,
  type UdpState,
} from '@lectern/rtc';
import { Machine, type ReadableStore } from '@lectern/state';
import loglevel from 'loglevel';
import type { PathFacts } from '../health/turn-use.ts';
import type { Player } from '../player/player.ts';
import { COMING_AGAIN_PACE, RETRY_JITTER } from '../policy.ts';
import { FirstPicture } from './first-picture.ts';
import { InboundLinks } from './inbound-links.ts';
import { wishMessage } from './quality-wish.ts';
import { keepPasscode, keptPasscodeOf, rememberRemoval, wasRemovedFrom } from './tab-memory.ts';
import { handshakeFor, mayReturnLate } from './selectors.ts';
import { logStep } from './session-log.ts';
import { initialState, type WatcherEffect, type WatcherEvent, type WatcherState } from './watcher-state.ts';
import { step } from './watcher-step.ts';

const log = loglevel.getLogger('session');

export interface WatcherSessionOptions {
  readonly roomId: RoomId;
  /** Origin of the service, which also served the page. */
  readonly serviceUrl: string;
  readonly player: Pick<Player, 'addTrack' | 'show' | 'keepLastFrame' | 'drop'>;
  /** The room's hint for a balancer, which the service has written into the page. */
  readonly roomHint: string | undefined;
  /** A WebSocket to the service that was opened before this code had loaded. */
  readonly early: EarlySocket | undefined;
  readonly udp: UdpCheck;
}

export class WatcherSession {
  readonly firstPicture = new FirstPicture();
  readonly #options: WatcherSessionOptions;
  readonly #signaling: SignalingClient;
  readonly #links: InboundLinks;
  readonly #machine = new Machine<WatcherState, WatcherEvent, WatcherEffect>({
    initial: initialState,
    step: (state, event) => {
      const result = step(state, event);
      logStep(state, event, result);
      this.firstPicture.observe(result[0]);
      return result;
    },
    perform: (effect) => this.#perform(effect),
  });
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #protocol = 0;
  readonly #comings = new Bucket(COMING_AGAIN_PACE, () => performance.now());

  constructor(options: WatcherSessionOptions) {
    this.#options = options;
    this.#signaling = new SignalingClient({
      table: watcherTable,
      url: options.serviceUrl,
      roomHint: options.roomHint,
      early: options.early,
      handshake: () => handshakeFor(options.roomId, this.state.get()),
      mayReturnLate: () => mayReturnLate(this.state.get()),
      onDisconnected: () => this.dispatch({ type: 'signaling-lost' }),
      onRefused: ({ code, waitMs }) => this.dispatch({ type: 'signaling-refused', code, waitMs }),
      notices: {
        'room:awaited': () => this.dispatch({ type: 'room-awaited' }),
        'lobby:entered': ({ token, about }) => this.dispatch({ type: 'lobby-entered', token, about }),
        'room:joined': (room) => {
          this.#protocol = room.protocol;
          this.dispatch({ type: 'room-joined', room });
        },
        'room:changed': (room) => this.#inRoom(() => this.dispatch({ type: 'room-changed', room })),
        'token:renewed': ({ token }) => this.dispatch({ type: 'token-renewed', token }),
        'watcher:removed': () => this.dispatch({ type: 'watcher-removed' }),
        'link:opened': (opening) => this.#inRoom(() => this.dispatch({ type: 'link-opened', opening })),
        'link:closed': ({ linkId, reason }) => this.dispatch({ type: 'link-closed', linkId, reason }),
        // Rounds after the first are the link's own business: the step has nothing to decide.
        'link:offered': (offer) => this.#ofKnown(offer.linkId, () => this.#links.handleOffer(offer)),
        'link:candidate-found': (found) => this.#ofKnown(found.linkId, () => this.#links.handleCandidate(found)),
        'link:said': (said) => this.#links.handleSaid(said),
        'link:ice-renewed': ({ linkId, iceServers }) =>
          this.#ofKnown(linkId, () => this.#links.renewIce(linkId, iceServers)),
      },
    });
    this.#links = new InboundLinks({
      signaling: this.#signaling,
      protocol: () => this.#protocol,
      udp: options.udp,
      onState: (linkId, state) => this.#handleLinkState(linkId, state),
      onChannelOpen: (linkId) => this.dispatch({ type: 'link-channel-opened', linkId }),
      onMessage: (linkId, message) => this.dispatch({ type: 'link-message', linkId, message }),
      onGivenUp: (linkId) => this.dispatch({ type: 'link-given-up', linkId }),
      onSuspected: () => this.#signaling.check(),
      onTrack: (linkId, track) => options.player.addTrack(linkId, track),
    });
  }

  get state(): ReadableStore<WatcherState> {
    return this.#machine.state;
  }

  /** The protocol version agreed on; 0 before. */
  get protocol(): number {
    return this.#protocol;
  }

  get request(): SignalingClient['request'] {
    return this.#signaling.request.bind(this.#signaling);
  }

  start(): void {
    const { roomId, early } = this.#options;
    const wasRemoved = wasRemovedFrom(roomId);
    // The signaling client will not connect, so it will not claim the socket either.
    if (wasRemoved) early?.socket.close();
    this.dispatch({ type: 'started', wasRemoved, passcode: keptPasscodeOf(roomId) });
  }

  dispatch(event: WatcherEvent): void {
    this.#machine.dispatch(event);
  }

  /** `derive`: where the browser withholds its own slow hash. */
  async enterPasscode(text: string, derive?: Derive): Promise<void> {
    const cost = { iterations: PASSCODE_ITERATIONS, bytes: PASSCODE_PROOF_BYTES };
    const proof = await slowHash(normalizePasscode(text), passcodeSalt(this.#options.roomId), cost, derive);
    this.dispatch({ type: 'passcode-entered', passcode: PasscodeProof.parse(proof) });
  }

  /** Statistics of the link on screen. */
  async statistics(): Promise<RTCStatsReport | undefined> {
    const { link } = this.state.get();
    return link ? await this.#links.statistics(link.linkId) : undefined;
  }

  /** The facts by which the link on screen chooses its path. */
  pathFacts(): PathFacts {
    return { turnOnly: this.#links.offered.turnOnly, udp: this.#options.udp.state };
  }

  /** The servers that the service offers this page at the moment. */
  get iceServers(): readonly IceServer[] {
    return this.#links.offered.iceServers;
  }

  /** Checks again whether UDP gets through. */
  async checkUdp(withinMs: number): Promise<UdpState> {
    const { udp } = this.#options;
    udp.repeat();
    return await udp.settled(withinMs);
  }

  /** Sends over the link on screen. Returns whether the message was sent. */
  send(message: LinkMessage): boolean {
    const { link } = this.state.get();
    return link !== null && this.#links.send(link.linkId, message);
  }

  /** Of the room, which welcomes the watcher first. */
  #inRoom(handle: () => void): void {
    if (this.state.get().signaling.name === 'joined') handle();
    else this.#comeAgain();
  }

  #ofKnown(linkId: LinkId, handle: () => void): void {
    if (this.#links.knows(linkId)) handle();
    else this.#comeAgain();
  }

  /** A notice was lost. With a new connection the page hears all of it. */
  #comeAgain(): void {
    if (!this.#comings.tryConsume()) return;
    log.warn('a notice of the service is missing');
    this.#signaling.retry();
  }

  #perform(effect: WatcherEffect): void {
    const { player } = this.#options;
    switch (effect.type) {
      case 'connect':
        clearTimeout(this.#retryTimer);
        return this.#signaling.retry();
      case 'hurry':
        return this.#signaling.hurry();
      case 'check-service':
        return this.#signaling.checkInTurn();
      case 'network-changed':
        this.#signaling.check(true);
        return this.#links.networkChanged();
      case 'retry-later':
        return this.#retryLater(effect.afterMs);
      case 'leave':
        // The client logs a failure.
        void this.#signaling.request('room:leave', {}).catch(() => undefined);
        return this.#disconnect();
      case 'stay-out':
        rememberRemoval(this.#options.roomId);
        return this.#disconnect();
      case 'keep-passcode':
        return keepPasscode(this.#options.roomId, effect.passcode);
      case 'prewarm-connection':
        return this.#links.prewarm();
      case 'open-link':
        return this.#links.open(effect.opening);
      case 'show-link':
        return player.show(effect.linkId);
      case 'close-link':
        player.drop(effect.linkId);
        return this.#links.close(effect.linkId);
      case 'keep-last-frame':
        player.keepLastFrame(effect.linkId);
        return this.#links.close(effect.linkId);
      case 'request-key-frame':
        return void this.#links.send(effect.linkId, { kind: 'key-frame-requested' });
      case 'send-wish':
        return void this.#links.send(effect.linkId, wishMessage(effect.wish));
      case 'expect-picture':
        return this.#links.after(effect.linkId, effect.withinMs, () =>
          this.dispatch({ type: 'picture-overdue', linkId: effect.linkId }),
        );
      case 'restart-link':
        return this.#links.restart(effect.linkId);
      case 'replace-link':
        if (effect.afterMs === 0) return this.#replaceLink(effect.linkId);
        return this.#links.after(effect.linkId, effect.afterMs, () => this.#replaceLink(effect.linkId));
    }
  }

  #retryLater(afterMs: number): void {
    clearTimeout(this.#retryTimer);
    const factor = RETRY_JITTER.min + Math.random() * (RETRY_JITTER.max - RETRY_JITTER.min);
    this.#retryTimer = setTimeout(() => this.dispatch({ type: 'retry-due' }), afterMs * factor);
  }

  #disconnect(): void {
    clearTimeout(this.#retryTimer);
    this.#links.discardPrewarmed();
    this.#signaling.disconnect();
  }

  #replaceLink(linkId: LinkId): void {
    this.#signaling.request('link:replace', { linkId }).then(
      () => this.dispatch({ type: 'replace-granted', linkId }),
      (error: unknown) => {
        const code = error instanceof SignalingError ? error.code : 'internal';
        this.dispatch({ type: 'replace-refused', linkId, code });
      },
    );
  }

  #handleLinkState(linkId: LinkId, state: LinkState): void {
    if (state === 'connected') this.dispatch({ type: 'link-connected', linkId });
    else if (state === 'interrupted') this.dispatch({ type: 'link-interrupted', linkId });
  }
}
