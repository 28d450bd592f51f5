/**
 * One WebSocket, as far as it costs the service something: bytes that wait until the client reads
 * them. A client that does not read is disconnected; it may answer pings without reading.
 */
import type { Logger } from 'pino';
import type { Socket } from 'socket.io';
import type { DoorPolicy } from '../policy.ts';
import type { WaitingBytes } from '../room/waiting-bytes.ts';

/** A WebSocket in Engine.IO, which may carry several handshakes of Socket.IO. */
export type Transport = Socket['conn'];

export interface ConnectionDeps {
  readonly log: Logger;
  readonly policy: DoorPolicy;
  readonly waiting: WaitingBytes;
}

export class Connection {
  readonly #transport: Transport;
  readonly #deps: ConnectionDeps;
  #role: 'unknown' | 'watcher' | 'presenter' = 'unknown';
  /** Characters that Engine.IO holds until the TCP socket has taken those before. */
  #held = 0;

  constructor(transport: Transport, deps: ConnectionDeps) {
    this.#transport = transport;
    this.#deps = deps;
    deps.waiting.add(this);
    transport.on('packetCreate', ({ data }: { readonly data?: string }) => {
      this.#held += data?.length ?? 0;
      this.#checkWaiting();
    });
    transport.on('flush', () => {
      this.#held = 0;
    });
    transport.once('close', () => deps.waiting.remove(this));
  }

  /** Bytes that wait for the client. */
  get bytes(): number {
    return this.#held + this.#transport.request.socket.writableLength;
  }

  /** The handshake was accepted. */
  admitted(role: 'watcher' | 'presenter'): void {
    this.#role = role;
  }

  /**
   * Ends the TCP connection at once. Closing the WebSocket would wait until everything before has
   * been read.
   */
  destroy(reason: string): void {
    this.#deps.log.debug({ role: this.#role, reason }, 'connection closed by the service');
    this.#transport.request.socket.destroy();
  }

  #checkWaiting(): void {
    const { policy, waiting } = this.#deps;
    const max = this.#role === 'presenter' ? policy.presenterWaitingBytes : policy.watcherWaitingBytes;
    const { bytes } = this;
    if (bytes > max || (bytes > policy.waitingBytesWhenFull && waiting.isFull)) this.destroy('does not read');
  }
}
