/**
 * A client of a bare Socket.IO server: it joins, and comes back as Socket.IO's client does by
 * itself.
 */
import { SOCKET_PATH } from '@lectern/protocol';
import { io, type Socket } from 'socket.io-client';
import type { Outage } from './outage.ts';

/** All of them have the same, so a balancer that hashes sends them to one server. */
export const BARE_HINT = { a: 'bare' };

export class BareClient {
  readonly #socket: Socket;
  readonly #outages: Outage[] = [];
  #lostAtMs: number | null = null;
  #hasJoined = false;

  constructor(url: string) {
    const options = { path: SOCKET_PATH, transports: ['websocket'], forceNew: true, query: BARE_HINT };
    this.#socket = io(url, options);
    this.#socket.on('connect', () => this.#socket.emit('join', {}, () => this.#joined()));
    this.#socket.on('disconnect', () => {
      if (this.#hasJoined) this.#lostAtMs ??= Date.now();
      this.#hasJoined = false;
    });
  }

  get hasJoined(): boolean {
    return this.#hasJoined;
  }

  get outages(): readonly Outage[] {
    if (this.#lostAtMs === null) return this.#outages;
    return [...this.#outages, { role: 'watcher', fromMs: this.#lostAtMs, toMs: null }];
  }

  #joined(): void {
    this.#hasJoined = true;
    if (this.#lostAtMs === null) return;
    this.#outages.push({ role: 'watcher', fromMs: this.#lostAtMs, toMs: Date.now() });
    this.#lostAtMs = null;
  }
}
