/** The way to a client that is connected to this instance by a Socket.IO socket. */
import type { NoticeName, NoticePayload, PasscodeGeneration } from '@lectern/protocol';
import type { Socket } from 'socket.io';
import type { NotifyAll, Outlet } from '../room/outlet.ts';
import { EarlyOutlet } from './early-outlet.ts';

export class SocketOutlet implements Outlet {
  readonly #socket: Socket;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  notify<N extends NoticeName>(name: N, payload: NoticePayload<N>): void {
    this.#socket.emit(name, payload);
  }

  /** Only a watcher's token names a generation. */
  renewToken(_generation: PasscodeGeneration): void {}

  /** The client sees `io server disconnect`, after which it does not reconnect by itself. */
  close(): void {
    this.#socket.disconnect(true);
  }

  get socket(): Socket {
    return this.#socket;
  }
}

/** The notice is encoded once for all of them. */
export const notifyAll: NotifyAll = (outlets, name, payload) => {
  const sockets = outlets.flatMap((outlet) => (outlet instanceof SocketOutlet ? [outlet.socket] : []));
  const [first] = sockets;
  // Each socket is in a Socket.IO room of its own, named by its id.
  first?.nsp.to(sockets.map(({ id }) => id)).emit(name, payload);
  for (const outlet of outlets) if (!(outlet instanceof SocketOutlet)) outlet.notify(name, payload);
};

/**
 * Sends a notice that is JSON already: `2` says that it is an event (Socket.IO protocol 5), as
 * `emit` would write it.
 */
export function forwardNotice(outlet: Outlet, notice: string): void {
  if (outlet instanceof EarlyOutlet) return outlet.later((arrived) => forwardNotice(arrived, notice));
  if (outlet instanceof SocketOutlet && outlet.socket.connected) outlet.socket.conn.write(`2${notice}`);
}
