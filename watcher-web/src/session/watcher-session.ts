/** Performs what the step wants: owns the signaling client, the links and the player's contents. Knows no rules of its own. */
import {
  SignalingError,
  spoken,
  type Handshake,
  type LinkId,
  type LinkMessage,
  type LinkOpening,
  type RoomId,
} from '@lectern/protocol';
import { SignalingClient, type EarlySocket, type LinkState } from '@lectern/rtc';
import { Store, type ReadableStore } from '@lectern/state';
import type { Player } from '../player/player.ts';
import { wishMessage, type QualityWish } from '../quality/quality-wish.ts';
import { InboundLinks } from './inbound-links.ts';
import { rememberRemoval, wasRemovedFrom } from './removal-memory.ts';
import {
  startState,
  type LinkFacts,
  type WatcherEffect,
  type WatcherEvent,
  type WatcherState,
} from './watcher-facts.ts';
import { step } from './watcher-state.ts';

export interface WatcherSessionOptions {
  readonly roomId: RoomId;
  /** Origin of the service, which is where the page came from. */
  readonly serviceUrl: string;
  readonly player: Player;
  /** A WebSocket to the service that was opened ahead. */
  readonly early?: EarlySocket | undefined;
}

/** A link that never showed anything is not asked back; a fresh one is faster. */
const holdable: ReadonlySet<LinkFacts['stage']> = new Set(['playing', 'stalled', 'interrupted']);

export class WatcherSession {
  readonly #options: WatcherSessionOptions;
  readonly #store = new Store<WatcherState>(startState);
  readonly #wish = new Store<QualityWish>('auto');
  readonly #links: InboundLinks;
  #signaling: SignalingClient | undefined;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: WatcherSessionOptions) {
    this.#options = options;
    this.#links = new InboundLinks({
      isOpen: () => this.#signaling?.isConnected === true,
      request: (name, params) => this.#request(name, params),
      onState: (linkId, state) => this.#handleLinkState(linkId, state),
      onMessage: (linkId, message) => this.dispatch({ on: 'link-said', linkId, message }),
      onGivenUp: (linkId) => this.dispatch({ on: 'link-given-up', linkId }),
      onTrack: (linkId, track) => options.player.addTrack(linkId, track),
      // A fresh link gives the best that the line carries: only another wish has to be said.
      greeting: () => (this.#wish.get() === 'auto' ? undefined : wishMessage(this.#wish.get())),
    });
    options.player.onDelivered = (linkId) => this.dispatch({ on: 'link-delivered', linkId });
  }

  get store(): ReadableStore<WatcherState> {
    return this.#store;
  }

  /** What the watcher wants of the picture, for as long as the page lives. */
  get wish(): ReadableStore<QualityWish> {
    return this.#wish;
  }

  /** Told on every link that there is, and on each that comes. */
  want(wish: QualityWish): void {
    this.#wish.set(wish);
    this.#links.tellAll(wishMessage(wish));
  }

  /** Of the link on the stage. */
  async statistics(): Promise<RTCStatsReport | undefined> {
    const { link } = this.#store.get();
    return link ? await this.#links.statistics(link.linkId) : undefined;
  }

  /** Whether the message is on its way to the presenter, over the link on the stage. */
  tell(message: LinkMessage): boolean {
    const { link } = this.#store.get();
    return link !== null && this.#links.tell(link.linkId, message);
  }

  start(): void {
    if (wasRemovedFrom(this.#options.roomId)) {
      this.#options.early?.socket.close();
      this.dispatch({ on: 'removed' });
      return;
    }
    this.#perform({ do: 'connect' });
    this.#links.prepare();
  }

  dispatch(event: WatcherEvent): void {
    const [next, ...effects] = step(this.#store.get(), event);
    this.#store.set(next);
    for (const effect of effects) this.#perform(effect);
  }

  #perform(effect: WatcherEffect): void {
    switch (effect.do) {
      case 'connect':
        return this.#connect();
      case 'retry-later':
        return this.#retryLater(effect.afterMs);
      case 'leave':
        return this.#leave();
      case 'stay-out':
        return this.#stayOut();
      case 'open-link':
        return this.#openLink(effect.opening);
      case 'show-link':
        return this.#options.player.show(effect.linkId);
      case 'close-link':
        this.#options.player.drop(effect.linkId);
        return this.#links.close(effect.linkId);
      case 'still-link':
        this.#options.player.still(effect.linkId);
        return this.#links.close(effect.linkId);
      case 'ask-key-frame':
        return void this.#links.tell(effect.linkId, { kind: 'key-frame-requested' });
      case 'expect-picture':
        return this.#links.after(effect.linkId, effect.withinMs, () =>
          this.dispatch({ on: 'picture-overdue', linkId: effect.linkId }),
        );
      case 'hurry-link':
        return this.#links.hurry(effect.linkId);
      case 'replace-link':
        if (effect.afterMs === 0) return this.#replaceLink(effect.linkId);
        return this.#links.after(effect.linkId, effect.afterMs, () => this.#replaceLink(effect.linkId));
    }
  }

  #connect(): void {
    clearTimeout(this.#retryTimer);
    if (this.#signaling) return this.#signaling.retry();
    this.#signaling = this.#newClient();
    this.#signaling.connect();
  }

  #newClient(): SignalingClient {
    return new SignalingClient({
      url: this.#options.serviceUrl,
      early: this.#options.early,
      handshake: () => this.#handshake(),
      onDisconnected: () => this.dispatch({ on: 'lost' }),
      onRefused: ({ code }) => this.dispatch({ on: 'refused', code }),
      notices: {
        'room:joined': (room) => this.dispatch({ on: 'joined', room }),
        'room:changed': (room) => this.dispatch({ on: 'room-changed', room }),
        'token:renewed': ({ token }) => this.dispatch({ on: 'token-renewed', token }),
        'watcher:removed': () => this.dispatch({ on: 'removed' }),
        'link:opened': (opening) => this.dispatch({ on: 'link-opened', opening }),
        'link:closed': ({ linkId, reason }) => this.dispatch({ on: 'link-closed', linkId, reason }),
        'link:offered': (offer) => this.#links.handleOffer(offer),
        'link:candidate-found': (found) => this.#links.handleCandidate(found),
      },
    });
  }

  #handshake(): Handshake {
    const { token, link } = this.#store.get();
    const holds = link && holdable.has(link.stage) ? link : undefined;
    return {
      role: 'watcher',
      protocol: spoken,
      roomId: this.#options.roomId,
      ...(token === null ? {} : { token }),
      ...(holds?.standing === 'held' ? { holds: holds.linkId } : {}),
    };
  }

  /** With jitter: a lecture hall that was refused together should not come back together. */
  #retryLater(afterMs: number): void {
    clearTimeout(this.#retryTimer);
    const jitteredMs = afterMs * (0.8 + Math.random() * 0.4);
    this.#retryTimer = setTimeout(() => this.dispatch({ on: 'retry-due' }), jitteredMs);
  }

  /** Said on the way out, so that the presenter's count is right at once; nobody is left to hear the reply. */
  #leave(): void {
    clearTimeout(this.#retryTimer);
    void this.#request('room:leave', {}).catch(() => undefined);
    this.#links.dismiss();
    this.#signaling?.close();
    this.#signaling = undefined;
  }

  #stayOut(): void {
    clearTimeout(this.#retryTimer);
    rememberRemoval(this.#options.roomId);
    this.#links.dismiss();
    this.#signaling?.close();
    this.#signaling = undefined;
  }

  #openLink(opening: LinkOpening): void {
    this.#links.open(opening);
    const { linkId, iceServers, offer } = opening;
    if (!offer) return;
    this.#links.handleOffer({ linkId, round: offer.round, sdp: offer.sdp, iceServers });
    for (const candidate of offer.candidates) {
      this.#links.handleCandidate({ linkId, round: offer.round, candidate });
    }
  }

  #replaceLink(linkId: LinkId): void {
    this.#request('link:replace', { linkId }).then(
      () => this.dispatch({ on: 'replace-granted', linkId }),
      (error: unknown) => {
        const code = error instanceof SignalingError ? error.code : 'internal';
        this.dispatch({ on: 'replace-refused', linkId, code });
      },
    );
  }

  #handleLinkState(linkId: LinkId, state: LinkState): void {
    if (state === 'connected') {
      this.dispatch({ on: 'link-connected', linkId });
      // Sound only: there is no picture to wait for.
      if (this.#wish.get() === 'sound') this.dispatch({ on: 'link-delivered', linkId });
    } else if (state === 'interrupted') this.dispatch({ on: 'link-interrupted', linkId });
  }

  readonly #request: SignalingClient['request'] = async (name, params) => {
    if (!this.#signaling) throw new SignalingError('unreachable');
    return await this.#signaling.request(name, params);
  };
}
