/**
 * Watches one peer connection and decides when to restart ICE and when to give up. The same at both
 * ends of a link.
 */
import { restartDelayMs } from './link-state.ts';

/** The part of a peer connection that recovery reads. */
export interface WatchedConnection extends EventTarget {
  readonly connectionState: RTCPeerConnectionState;
}

export class LinkRecovery {
  readonly #pc: WatchedConnection;
  readonly #on: { restart: () => void; giveUp: () => void };
  #attempt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;

  constructor(pc: WatchedConnection, on: { restart: () => void; giveUp: () => void }) {
    this.#pc = pc;
    this.#on = on;
    pc.addEventListener('connectionstatechange', this.#handleChange);
  }

  /**
   * Restarts at once instead of waiting for the planned attempt: the network is known to have
   * changed.
   */
  hurry(): void {
    // The connection of a closed link may stay open for a last message.
    if (this.#isClosed) return;
    if (this.#pc.connectionState === 'connected' || this.#pc.connectionState === 'closed') return;
    this.#attempt = 0;
    this.#plan('failed');
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#pc.removeEventListener('connectionstatechange', this.#handleChange);
  }

  readonly #handleChange = (): void => {
    const state = this.#pc.connectionState;
    if (state === 'connected') {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      this.#attempt = 0;
    } else if (state === 'failed') {
      this.#plan('failed');
    } else if (state === 'disconnected' && this.#timer === undefined) {
      this.#plan('disconnected');
    }
  };

  #plan(cause: 'disconnected' | 'failed'): void {
    clearTimeout(this.#timer);
    const delayMs = restartDelayMs(this.#attempt, cause);
    if (delayMs === undefined) {
      this.#on.giveUp();
      return;
    }
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#pc.connectionState === 'connected' || this.#pc.connectionState === 'closed') return;
      this.#attempt += 1;
      this.#on.restart();
      // A restart that has no effect causes no change of state, so the next one is planned here.
      this.#plan('disconnected');
    }, delayMs);
  }
}
