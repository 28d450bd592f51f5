/**
 * The open WebSockets, by Engine.IO's object. All of them share their listeners: there may be
 * thousands, and each would keep five functions of its own.
 */
import { Connection, type ConnectionDeps, type HeldPacket, type RawPacket, type Transport } from './connection.ts';

export class OpenConnections {
  readonly #open = new Map<Transport, Connection>();
  readonly #listen = listeningFor(this.#open);

  get(transport: Transport): Connection | undefined {
    return this.#open.get(transport);
  }

  /** Until it closes. */
  add(transport: Transport, deps: ConnectionDeps): void {
    this.#open.set(transport, new Connection(transport, deps));
    this.#listen(transport);
  }
}

/** An event emitter calls its listeners with itself as `this`. */
function listeningFor(open: Map<Transport, Connection>): (transport: Transport) => void {
  function onPacket(this: Transport, packet: RawPacket): void {
    open.get(this)?.weigh(packet);
  }
  function onPacketCreate(this: Transport, packet: HeldPacket): void {
    open.get(this)?.hold(packet);
  }
  function onFlush(this: Transport): void {
    open.get(this)?.flushed();
  }
  function onClose(this: Transport): void {
    open.get(this)?.closed();
    open.delete(this);
  }
  return (transport) => {
    transport.on('packet', onPacket);
    transport.on('packetCreate', onPacketCreate);
    transport.on('flush', onFlush);
    transport.on('close', onClose);
  };
}
