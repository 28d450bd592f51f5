/** Watches one peer connection and says when to try a restart and when to give up. The same at both ends of a link. */
import { restartDelayMs } from './link-state.ts';

/** What there is to see of a connection. */
export interface WatchedConnection extends EventTarget {
  readonly connectionState: RTCPeerConnectionState;
}

export class LinkRecovery {
  readonly #pc: WatchedConnection;
  readonly #on: { restart: () => void; giveUp: () => void };
  #attempt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(pc: WatchedConnection, on: { restart: () => void; giveUp: () => void }) {
    this.#pc = pc;
    this.#on = on;
    pc.addEventListener('connectionstatechange', this.#handleChange);
  }

  /** Tries at once, whatever was planned: the network is known to have changed. */
  hurry(): void {
    if (this.#pc.connectionState === 'connected' || this.#pc.connectionState === 'closed') return;
    this.#attempt = 0;
    this.#plan('failed');
  }

  close(): void {
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
      this.#plan('disconnected'); // In case this restart leads nowhere without a change of state.
    }, delayMs);
  }
}
