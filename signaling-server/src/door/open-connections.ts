/**
 * The open WebSockets, by Engine.IO's object. All of them share their listeners: there may be
 * thousands, and each would keep five functions of its own.
 */
import { Connection, type ConnectionDeps, type HeldPacket, type RawPacket, type Transport } from './connection.ts';

export class OpenConnections {
  readonly #open = new Map<Transport, Connection>();
  readonly #listeners = listenersOf(this.#open);

  get(transport: Transport): Connection | undefined {
    return this.#open.get(transport);
  }

  /** Until it closes. */
  add(transport: Transport, deps: ConnectionDeps): void {
    this.#open.set(transport, new Connection(transport, deps));
    for (const [event, listener] of this.#listeners) transport.on(event, listener);
  }
}

/** An event emitter calls its listeners with itself as `this`. */
const listenersOf = (open: Map<Transport, Connection>) =>
  [
    [
      'packet',
      function (this: Transport, packet: RawPacket): void {
        open.get(this)?.weigh(packet);
      },
    ],
    [
      'packetCreate',
      function (this: Transport, packet: HeldPacket): void {
        open.get(this)?.hold(packet);
      },
    ],
    [
      'flush',
      function (this: Transport): void {
        open.get(this)?.flushed();
      },
    ],
    [
      'close',
      function (this: Transport): void {
        open.get(this)?.closed();
        open.delete(this);
      },
    ],
  ] as const;
