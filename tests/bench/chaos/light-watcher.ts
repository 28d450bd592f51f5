/**
 * A watcher without media: the page's own signaling client and session steps. Its links are up as
 * soon as they are answered, and stay up while the service is away.
 */
import {
  watcherTable,
  SignalingError,
  type LinkId,
  type LinkOpening,
  type RoomId,
  type Round,
} from '@lectern/protocol';
import { SignalingClient } from '../../../rtc/src/signaling-client.ts';
import { roomHint } from '../../../signaling-server/src/room/ids.ts';
import { Machine } from '../../../state/src/machine.ts';
import { RETRY_JITTER } from '../../../watcher-web/src/policy.ts';
import { handshakeFor, mayReturnLate } from '../../../watcher-web/src/session/selectors.ts';
import {
  initialState,
  type WatcherEffect,
  type WatcherEvent,
  type WatcherState,
} from '../../../watcher-web/src/session/watcher-state.ts';
import { step } from '../../../watcher-web/src/session/watcher-step.ts';
import type { Outage } from './outage.ts';

type Timer = ReturnType<typeof setTimeout>;

export class LightWatcher {
  /** How often another link has taken the place of one that had its picture. */
  linksRefused = 0;
  readonly outages: Outage[] = [];
  readonly #signaling: SignalingClient;
  readonly #machine: Machine<WatcherState, WatcherEvent, WatcherEffect>;
  readonly #timers = new Map<LinkId, Timer>();
  #retryTimer: Timer | undefined;
  #lostAtMs: number | null = null;
  #isLeaving = false;

  constructor(url: string, roomId: RoomId) {
    this.#machine = new Machine<WatcherState, WatcherEvent, WatcherEffect>({
      initial: initialState,
      step,
      perform: (effect) => this.#perform(effect),
    });
    const { dispatch } = this.#machine;
    this.#signaling = new SignalingClient({
      table: watcherTable,
      url,
      roomHint: roomHint(roomId),
      handshake: () => handshakeFor(roomId, this.state),
      mayReturnLate: () => mayReturnLate(this.state),
      onDisconnected: () => {
        if (this.hasJoined) this.#lostAtMs ??= Date.now();
        dispatch({ type: 'signaling-lost' });
      },
      onRefused: ({ code, waitMs }) => dispatch({ type: 'signaling-refused', code, waitMs }),
      notices: {
        'room:awaited': () => dispatch({ type: 'room-awaited' }),
        'room:joined': (room) => {
          dispatch({ type: 'room-joined', room });
          this.#back();
        },
        'room:changed': (room) => dispatch({ type: 'room-changed', room }),
        'token:renewed': ({ token }) => dispatch({ type: 'token-renewed', token }),
        'watcher:removed': () => dispatch({ type: 'watcher-removed' }),
        'link:opened': (opening) => dispatch({ type: 'link-opened', opening }),
        'link:closed': ({ linkId, reason }) => dispatch({ type: 'link-closed', linkId, reason }),
        'link:offered': ({ linkId, round }) => void this.#answer(linkId, round),
      },
    });
    dispatch({ type: 'started', wasRemoved: false });
  }

  get state(): WatcherState {
    return this.#machine.state.get();
  }

  get hasJoined(): boolean {
    return this.state.signaling.name === 'joined';
  }

  /** The link over which it has its picture. */
  get link(): LinkId | null {
    const { link } = this.state;
    return link?.stage === 'playing' ? link.linkId : null;
  }

  /** The time without the service that has not ended. */
  get currentOutage(): Outage | null {
    return this.#lostAtMs === null ? null : { role: 'watcher', fromMs: this.#lostAtMs, toMs: null };
  }

  /** As a page that is closed. */
  leave(): void {
    this.#isLeaving = true;
    this.#lostAtMs = null;
    this.#machine.dispatch({ type: 'page-left' });
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#signaling.close();
  }

  #back(): void {
    if (this.#lostAtMs === null) return;
    this.outages.push({ role: 'watcher', fromMs: this.#lostAtMs, toMs: Date.now() });
    this.#lostAtMs = null;
  }

  #perform(effect: WatcherEffect): void {
    switch (effect.type) {
      case 'connect':
        clearTimeout(this.#retryTimer);
        return this.#signaling.retry();
      case 'hurry':
        return this.#signaling.hurry();
      case 'check-service':
        return this.#signaling.checkInTurn();
      case 'network-changed':
        return this.#signaling.check(true);
      case 'retry-later':
        clearTimeout(this.#retryTimer);
        this.#retryTimer = setTimeout(
          () => this.#machine.dispatch({ type: 'retry-due' }),
          effect.afterMs * (RETRY_JITTER.min + Math.random() * (RETRY_JITTER.max - RETRY_JITTER.min)),
        );
        return;
      case 'leave':
        void this.#signaling.request('room:leave', {}).catch(() => undefined);
        return this.#disconnect();
      case 'stay-out':
        return this.#disconnect();
      case 'open-link':
        return this.#open(effect.opening);
      case 'close-link':
      case 'keep-last-frame':
        return this.#close(effect.linkId);
      case 'expect-picture':
        return this.#after(effect.linkId, effect.withinMs, () =>
          this.#machine.dispatch({ type: 'picture-overdue', linkId: effect.linkId }),
        );
      case 'replace-link':
        return this.#after(effect.linkId, effect.afterMs, () => void this.#replace(effect.linkId));
      case 'restart-link':
        void this.#signaling.request('link:restart', { linkId: effect.linkId }).catch(() => undefined);
        return;
      // About media, or about the tab.
      case 'prewarm-connection':
      case 'show-link':
      case 'request-key-frame':
      case 'send-wish':
      case 'keep-passcode':
    }
  }

  #open({ linkId, offer }: LinkOpening): void {
    const { link } = this.state;
    const hadPicture =
      link !== null && link.linkId !== linkId && link.stage !== 'opening' && link.stage !== 'connected';
    if (hadPicture) this.linksRefused += 1;
    if (offer !== undefined) void this.#answer(linkId, offer.round);
  }

  async #answer(linkId: LinkId, round: Round): Promise<void> {
    try {
      await this.#signaling.request('link:answer', { linkId, round, sdp: 'a' });
    } catch {
      // The page's link recovers by itself; here, the picture is overdue.
      return;
    }
    if (this.#isLeaving) return;
    clearTimeout(this.#timers.get(linkId));
    this.#machine.dispatch({ type: 'link-connected', linkId });
    this.#machine.dispatch({ type: 'link-delivered', linkId });
  }

  async #replace(linkId: LinkId): Promise<void> {
    try {
      await this.#signaling.request('link:replace', { linkId });
      this.#machine.dispatch({ type: 'replace-granted', linkId });
    } catch (error) {
      const code = error instanceof SignalingError ? error.code : 'internal';
      this.#machine.dispatch({ type: 'replace-refused', linkId, code });
    }
  }

  #after(linkId: LinkId, delayMs: number, act: () => void): void {
    clearTimeout(this.#timers.get(linkId));
    this.#timers.set(linkId, setTimeout(act, delayMs));
  }

  #close(linkId: LinkId): void {
    clearTimeout(this.#timers.get(linkId));
    this.#timers.delete(linkId);
  }

  #disconnect(): void {
    clearTimeout(this.#retryTimer);
    this.#signaling.disconnect();
  }
}
