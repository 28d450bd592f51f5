/**
 * The one connection to the signaling service. It reconnects by itself. Requests fail at once while
 * it is down, since a stale request must not be replayed later. Everything that arrives is checked
 * against its schema.
 */
import {
  ARRIVAL_PARAMETER,
  ROOM_HINT_PARAMETER,
  ReplyEnvelope,
  SOCKET_PATH,
  SignalingError,
  WireError,
  arrivalOf,
  notices,
  requests,
  type Handshake,
  type NoticeName,
  type NoticePayload,
  type RequestName,
  type RequestParams,
  type RequestResult,
} from '@lectern/protocol';
import loglevel from 'loglevel';
import { io, type Socket } from 'socket.io-client';
import { transportOver, type EarlySocket } from './early-transport.ts';
import { errorName } from './error-name.ts';
import { CONNECT_TIMEOUT_MS, RECONNECT_AFTER_KICK_MS, REQUEST_TIMEOUT_MS } from './policy.ts';
import { randomBetween } from './random-between.ts';
import { ReturnPlan } from './return-plan.ts';

const log = loglevel.getLogger('signaling');

export type NoticeListeners = { readonly [N in NoticeName]?: (payload: NoticePayload<N>) => void };

export interface SignalingClientOptions {
  /** The address of the service, perhaps with a path. */
  readonly url: string;
  /** Of the room, for a balancer; none where the page has none. */
  readonly roomHint?: string | undefined;
  /** A WebSocket to the service that the page has opened already: the first attempt uses it. */
  readonly early?: EarlySocket | undefined;
  /** Called for each attempt. */
  readonly handshake: () => Handshake;
  readonly notices: NoticeListeners;
  /**
   * Whether this client misses nothing when it returns late after a lost connection, within the time
   * that the service has named. Without it, it never misses anything.
   */
  readonly mayReturnLate?: () => boolean;
  /**
   * The connection is lost, or an attempt to connect has failed. The next attempt follows by
   * itself.
   */
  readonly onDisconnected: () => void;
  /**
   * The service has refused the handshake. No attempt follows until `retry()` is called, no sooner
   * than after `waitMs` where the error has one.
   */
  readonly onRefused: (error: SignalingError) => void;
}

export class SignalingClient {
  readonly #socket: Socket;
  readonly #handshake: () => Handshake;
  readonly #hint: Readonly<Record<string, string>>;
  readonly #mayReturnLate: () => boolean;
  readonly #plan = new ReturnPlan();
  #reconnectTimer: ReturnType<typeof setTimeout> | undefined;
  #returns: 'late' | 'soon' = 'soon';
  #isClosed = false;

  constructor(options: SignalingClientOptions) {
    this.#handshake = options.handshake;
    this.#hint = options.roomHint === undefined ? {} : { [ROOM_HINT_PARAMETER]: options.roomHint };
    this.#mayReturnLate = options.mayReturnLate ?? (() => true);
    // Socket.IO takes a path in its address for a namespace.
    const { origin, pathname } = new URL(options.url);
    this.#socket = io(origin, {
      path: pathname.replace(/\/$/, '') + SOCKET_PATH,
      transports: options.early ? [transportOver(options.early)] : ['websocket'],
      autoConnect: false,
      forceNew: true,
      // `ReturnPlan` says when.
      reconnection: false,
      timeout: CONNECT_TIMEOUT_MS,
      auth: (send) => send(options.handshake()),
    });
    this.#socket.on('connect', () => {
      this.#plan.connected();
      log.info(`connected to ${options.url}`);
    });
    this.#socket.on('disconnect', (reason) => {
      // Our own disconnecting is not worth a warning.
      if (reason === 'io client disconnect') log.debug('disconnected');
      else log.warn(`disconnected: ${reason}`);
      // Before the listener, whose own attempt takes the place of this one.
      if (reason === 'io server disconnect') this.#connectAfter(randomBetween(RECONNECT_AFTER_KICK_MS));
      else if (reason !== 'io client disconnect') this.#returnLater();
      options.onDisconnected();
    });
    this.#socket.on('connect_error', (error) => {
      // A failed transport leaves the socket active. A refusal carries the service's error in `data`.
      if (this.#socket.active) {
        log.debug(`an attempt to connect failed: ${error.message}`);
        this.#returnLater();
        options.onDisconnected();
        return;
      }
      const wire = WireError.parse('data' in error ? error.data : {});
      log.warn(`the service refused the handshake: ${wire.code}`);
      if (wire.code === 'busy') this.#plan.busy();
      options.onRefused(new SignalingError(wire.code, wire.message, wire.epoch, wire.waitMs));
    });
    for (const name of Object.keys(notices) as NoticeName[]) this.#bind(name, options.notices[name]);
  }

  get isConnected(): boolean {
    return this.#socket.connected;
  }

  connect(): void {
    this.#cancelReturn();
    if (this.#isClosed) return;
    this.#sayWhoArrives();
    this.#socket.io.timeout(CONNECT_TIMEOUT_MS * this.#plan.timeoutFactor);
    this.#socket.connect();
  }

  /** Connects at once instead of waiting for the next attempt, over a new connection. */
  retry(): void {
    this.disconnect();
    this.connect();
  }

  /** A client that waits to return late misses something now: it returns like those that may not. */
  hurry(): void {
    if (this.#returns === 'late') this.#connectAfter(this.#plan.hurriedMs());
  }

  /** Disconnects and stays so until `retry()`. */
  disconnect(): void {
    this.#cancelReturn();
    this.#socket.disconnect();
  }

  /** Final: a retry that is already scheduled does not connect again. */
  close(): void {
    this.#isClosed = true;
    this.#socket.removeAllListeners();
    this.disconnect();
  }

  /**
   * @throws {SignalingError} The service's refusal; `unreachable` without a connection, or without
   * a reply in time.
   */
  async request<N extends RequestName>(name: N, params: RequestParams<N>): Promise<RequestResult<N>> {
    try {
      return await this.#request(name, params);
    } catch (error) {
      log.debug(`${name} failed: ${errorName(error)}`);
      throw error;
    }
  }

  #returnLater(): void {
    const mayBeLate = this.#mayReturnLate();
    this.#connectAfter(this.#plan.nextMs(mayBeLate));
    if (mayBeLate) this.#returns = 'late';
  }

  #connectAfter(afterMs: number): void {
    this.#cancelReturn();
    this.#reconnectTimer = setTimeout(() => this.connect(), afterMs);
  }

  #cancelReturn(): void {
    clearTimeout(this.#reconnectTimer);
    this.#returns = 'soon';
  }

  /**
   * The address ends up the same as that of the WebSocket which the page opens before this code is
   * loaded: the hint comes first, and a new watcher says no more.
   */
  #sayWhoArrives(): void {
    const { role, token } = this.#handshake();
    const arrival = arrivalOf(role, token !== undefined);
    this.#socket.io.opts.query = {
      ...this.#hint,
      ...(arrival === 'new-watcher' ? {} : { [ARRIVAL_PARAMETER]: arrival }),
    };
  }

  async #request<N extends RequestName>(name: N, params: RequestParams<N>): Promise<RequestResult<N>> {
    if (!this.#socket.connected) throw new SignalingError('unreachable');
    let raw: unknown;
    try {
      raw = await this.#socket.timeout(REQUEST_TIMEOUT_MS * this.#plan.timeoutFactor).emitWithAck(name, params);
    } catch {
      throw new SignalingError('unreachable', `no reply to ${name}`);
    }
    this.#plan.answered();
    const reply = ReplyEnvelope.safeParse(raw);
    if (!reply.success) throw new SignalingError('internal', `malformed reply to ${name}`);
    if (!reply.data.ok) {
      const { code, message, epoch, waitMs } = reply.data.error;
      throw new SignalingError(code, message, epoch, waitMs);
    }
    const result = requests[name].result.safeParse(reply.data.data);
    if (!result.success) throw new SignalingError('internal', `malformed result of ${name}`);
    // The table pairs the schema with the name; TypeScript cannot follow that through a generic
    // name.
    return result.data as RequestResult<N>;
  }

  #bind<N extends NoticeName>(name: N, listener: NoticeListeners[N]): void {
    this.#socket.on<string>(name, (raw: unknown) => {
      const payload = notices[name].payload.safeParse(raw);
      if (!payload.success) return log.warn(`a malformed notice was dropped: ${name}`);
      if ('returnWithinMs' in payload.data) this.#plan.named(payload.data.returnWithinMs);
      listener?.(payload.data as NoticePayload<N>);
    });
  }
}
