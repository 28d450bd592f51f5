/**
 * One WebSocket, as far as it costs the service something: bytes that wait until the client reads
 * them, work that its messages cause, and handshakes. Messages are weighed before they are parsed.
 */
import { Bucket, type Role, type WatcherId } from '@lectern/protocol';
import type { Logger } from 'pino';
import type { Socket } from 'socket.io';
import type { DoorPolicy } from '../policy.ts';
import type { WaitingBytes } from '../room/waiting-bytes.ts';
import type { DoorObserver, Limit } from './door-observer.ts';
import { isHandshake, withoutParameters } from './raw-message.ts';

/** A WebSocket in Engine.IO, which may carry several handshakes of Socket.IO. */
export type Transport = Socket['conn'];

export interface ConnectionDeps {
  readonly log: Logger;
  readonly policy: DoorPolicy;
  readonly waiting: WaitingBytes;
  readonly observer: Pick<DoorObserver, 'limitHit'>;
}

/** As Engine.IO hands it to listeners, before it is parsed. */
export interface RawPacket {
  readonly type: string;
  data?: unknown;
}

/** A packet that is to be sent. */
export interface HeldPacket {
  readonly data?: string;
}

/** Shorter messages cost little to parse: the client gets its reply. */
const PARSED_IN_DEBT_LENGTH = 1_024;

const nowMs = (): number => performance.now();

let lastId = 0;

export class Connection {
  /** Names it in the log, until the service restarts. */
  readonly id = (lastId += 1);
  readonly #transport: Transport;
  readonly #deps: ConnectionDeps;
  #work: Bucket;
  #refused: Bucket | undefined;
  #role: Role | 'unknown' = 'unknown';
  #watcherId: WatcherId | undefined;
  #handshakes = 0;
  /** Characters that Engine.IO holds until the TCP socket has taken those before. */
  #held = 0;

  constructor(transport: Transport, deps: ConnectionDeps) {
    const { policy } = deps;
    this.#transport = transport;
    this.#deps = deps;
    this.#work = new Bucket(policy.watcherWork, nowMs);
  }

  /** Engine.IO holds one more packet. */
  hold({ data }: HeldPacket): void {
    this.#held += data?.length ?? 0;
    this.#deps.waiting.add(this);
    this.#checkWaiting();
  }

  /** The TCP socket has what Engine.IO held. */
  flushed(): void {
    this.#held = 0;
  }

  closed(): void {
    this.#deps.waiting.remove(this);
  }

  /** Bytes that wait for the client. */
  get bytes(): number {
    return this.#held + this.#transport.request.socket.writableLength;
  }

  /** No watcher has been let in over it. */
  get isUnused(): boolean {
    return this.#watcherId === undefined;
  }

  /**
   * A connection is one client: once a watcher has joined over it, only the same watcher may join
   * over it again.
   */
  mayBe(watcherId: WatcherId): boolean {
    this.#watcherId ??= watcherId;
    return this.#watcherId === watcherId;
  }

  /** The handshake was accepted. */
  admitted(role: Role): void {
    if (role === 'presenter' && this.#role !== role) this.#work = new Bucket(this.#deps.policy.presenterWork, nowMs);
    this.#role = role;
  }

  /**
   * Counts one message. False when the client has sent too much; one that goes on is disconnected.
   */
  takeMessage(): boolean {
    if (this.#work.tryConsume()) return true;
    this.#refused ??= new Bucket(this.#deps.policy.refusedMessages, nowMs);
    if (!this.#refused.tryConsume()) this.#destroy('messages');
    return false;
  }

  /**
   * Ends the TCP connection at once. Closing the WebSocket would wait until everything before has
   * been read.
   */
  #destroy(limit: Limit): void {
    const { log, observer } = this.#deps;
    observer.limitHit(limit);
    log.debug({ connection: this.id, role: this.#role, limit }, 'connection closed: it exceeds a limit');
    this.#transport.request.socket.destroy();
  }

  /** A message has arrived. */
  weigh(packet: RawPacket): void {
    const { data } = packet;
    if (packet.type !== 'message') return;
    const { policy } = this.#deps;
    const refuse = (limit: Limit): void => {
      // The connection is closed, but this message is still going to be parsed.
      packet.data = withoutParameters('');
      this.#destroy(limit);
    };
    const length = typeof data === 'string' || data instanceof Uint8Array ? data.length : 0;
    if (this.#role !== 'presenter' && length > policy.watcherMessageBytes) return refuse('message-length');
    const isPaid = this.#work.charge(length / policy.bytesPerWork);
    if (typeof data !== 'string') return;
    if (isHandshake(data)) {
      // Those to namespaces that do not exist reach nothing else that counts.
      this.#handshakes += 1;
      if (this.#handshakes > policy.handshakesPerConnection) return refuse('handshakes');
    }
    if (!isPaid && length > PARSED_IN_DEBT_LENGTH) packet.data = withoutParameters(data);
  }

  #checkWaiting(): void {
    const { policy, waiting } = this.#deps;
    const max = this.#role === 'presenter' ? policy.presenterWaitingBytes : policy.watcherWaitingBytes;
    const { bytes } = this;
    if (bytes > max || (bytes > policy.waitingBytesWhenFull && waiting.isFull)) this.#destroy('unread-bytes');
  }
}
