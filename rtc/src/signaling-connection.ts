/**
 * One connection to the signaling service: first its transport, then the handshake, then requests
 * and notices. It does not reconnect; `SignalingClient` makes another one.
 */
import {
  SOCKET_PATH,
  SignalingError,
  WireError,
  type Handshake,
  type NoticeName,
  type ProtocolTable,
} from '@lectern/protocol';
import { Manager, type ManagerOptions, type Socket } from 'socket.io-client';
import { QUIET_AFTER_MS } from './policy.ts';
import { readNotice, type Notice } from './read-notice.ts';

export interface ConnectionEvents {
  /** The transport is open: the handshake can be sent. */
  readonly onOpen: () => void;
  /** The service has let it in, and its welcome, which says into what, has arrived. */
  readonly onAdmitted: () => void;
  readonly onRefused: (error: SignalingError) => void;
  /** It could not be opened, or has ended. Nothing follows. */
  readonly onEnded: (reason: string) => void;
  /** Anything has arrived: the connection is alive. */
  readonly onHeard: () => void;
  /** It was admitted, and nothing has arrived for a while. */
  readonly onQuiet: () => void;
  readonly onNotice: (notice: Notice) => void;
}

export interface ConnectionOptions extends ConnectionEvents {
  /** The address of the service, perhaps with a path. */
  readonly url: string;
  readonly query: Readonly<Record<string, string>>;
  readonly transports: NonNullable<ManagerOptions['transports']>;
  /** For the transport, and again for the handshake. */
  readonly timeoutMs: number;
  readonly handshake: () => Handshake;
  readonly table: ProtocolTable;
}

/** The service has closed the connection on purpose. */
export const KICKED = 'io server disconnect';

export class SignalingConnection {
  readonly #options: ConnectionOptions;
  readonly #manager: Manager;
  readonly #socket: Socket;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isOver = false;
  #isAdmitted = false;
  #lastHeardAtMs = Number.NEGATIVE_INFINITY;
  readonly #welcomes = new Set<NoticeName>();

  constructor(options: ConnectionOptions) {
    this.#options = options;
    // Socket.IO takes a path in its address for a namespace.
    const { origin, pathname } = new URL(options.url);
    this.#manager = new Manager(origin, {
      path: pathname.replace(/\/$/, '') + SOCKET_PATH,
      query: { ...options.query },
      transports: options.transports,
      autoConnect: false,
      reconnection: false,
      timeout: options.timeoutMs,
    });
    this.#socket = this.#manager.socket('/', { auth: (send) => send(options.handshake()) });
    const heard = (): void => this.#receive();
    this.#manager.on('packet', heard).on('ping', heard);
    this.#manager.on('close', this.#handleClose);
    this.#socket.on('connect_error', (error) => this.#handleError(error));
    this.#socket.on('disconnect', (reason) => this.#end(reason));
    this.#socket.onAny((name: string, raw: unknown) => {
      const notice = readNotice(options.table.notices, name, raw);
      if (notice === undefined || !this.#isDue(notice)) return;
      this.#admit();
      if (!this.#isOver) options.onNotice(notice);
    });
  }

  /** By `performance.now()`. */
  get lastHeardAtMs(): number {
    return this.#lastHeardAtMs;
  }

  open(): void {
    this.#manager.open((error) => {
      if (error) this.#end(error.message);
      else if (!this.#isOver) this.#options.onOpen();
    });
  }

  /** Sends the handshake. */
  enter(): void {
    // From here on the socket says so.
    this.#manager.off('close', this.#handleClose);
    this.#timer = setTimeout(() => this.#end('no answer to the handshake'), this.#options.timeoutMs);
    this.#socket.connect();
  }

  /** The raw reply. Rejects without one in time, and when the connection ends. */
  async request(name: string, params: object, timeoutMs: number): Promise<unknown> {
    return await this.#socket.timeout(timeoutMs).emitWithAck(name, params);
  }

  /** Final and silent. */
  close(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.#socket.removeAllListeners().offAny();
    this.#manager.removeAllListeners();
    this.#socket.disconnect();
  }

  readonly #handleClose = (): void => this.#end('transport close');

  #handleError(error: Error): void {
    // A failed transport leaves the socket active. A refusal carries the service's error in `data`.
    if (this.#socket.active) return this.#end(error.message);
    const { code, message, epoch, waitMs } = WireError.parse('data' in error ? error.data : {});
    this.close();
    this.#options.onRefused(new SignalingError(code, message, epoch, waitMs));
  }

  #end(reason: string): void {
    if (this.#isOver) return;
    this.close();
    this.#options.onEnded(reason);
  }

  /**
   * A welcome says into what the client has come. Nothing counts before the first, and each comes
   * once: a repeated one would undo what has happened since.
   */
  #isDue([name, data]: Notice): boolean {
    if (!('protocol' in data)) return this.#isAdmitted;
    if (this.#welcomes.has(name)) return false;
    this.#welcomes.add(name);
    return true;
  }

  /**
   * Until then the time of the handshake runs: a connection on which nothing follows leads nowhere.
   */
  #admit(): void {
    if (this.#isAdmitted) return;
    this.#isAdmitted = true;
    this.#awaitQuiet();
    this.#options.onAdmitted();
  }

  #awaitQuiet(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#options.onQuiet(), QUIET_AFTER_MS);
  }

  #receive(): void {
    this.#lastHeardAtMs = performance.now();
    if (this.#isAdmitted) this.#awaitQuiet();
    this.#options.onHeard();
  }
}
