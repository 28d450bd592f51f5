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
import { CONNECT_TIMEOUT_MS, RECONNECT_AFTER_KICK_MS, RECONNECT_DELAY_MS, REQUEST_TIMEOUT_MS } from './policy.ts';
import { randomBetween } from './random-between.ts';

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
   * The connection is lost, or an attempt to connect has failed. The next attempt follows by
   * itself.
   */
  readonly onDisconnected: () => void;
  /** The service has refused the handshake. No attempt follows until `retry()` is called. */
  readonly onRefused: (error: SignalingError) => void;
}

export class SignalingClient {
  readonly #socket: Socket;
  readonly #handshake: () => Handshake;
  readonly #hint: Readonly<Record<string, string>>;
  #reconnectTimer: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;

  constructor(options: SignalingClientOptions) {
    this.#handshake = options.handshake;
    this.#hint = options.roomHint === undefined ? {} : { [ROOM_HINT_PARAMETER]: options.roomHint };
    // Socket.IO takes a path in its address for a namespace.
    const { origin, pathname } = new URL(options.url);
    this.#socket = io(origin, {
      path: pathname.replace(/\/$/, '') + SOCKET_PATH,
      transports: options.early ? [transportOver(options.early)] : ['websocket'],
      autoConnect: false,
      forceNew: true,
      reconnectionDelay: RECONNECT_DELAY_MS.first,
      reconnectionDelayMax: RECONNECT_DELAY_MS.longest,
      timeout: CONNECT_TIMEOUT_MS,
      auth: (send) => send(options.handshake()),
    });
    this.#socket.io.on('reconnect_attempt', () => this.#sayWhoArrives());
    this.#socket.on('connect', () => log.info(`connected to ${options.url}`));
    this.#socket.on('disconnect', (reason) => {
      // Our own disconnecting is not worth a warning.
      if (reason === 'io client disconnect') log.debug('disconnected');
      else log.warn(`disconnected: ${reason}`);
      // The one reason after which Socket.IO does not reconnect by itself.
      if (reason === 'io server disconnect') {
        this.#reconnectTimer = setTimeout(() => this.connect(), randomBetween(RECONNECT_AFTER_KICK_MS));
      }
      options.onDisconnected();
    });
    this.#socket.on('connect_error', (error) => {
      // Socket.IO retries a failed transport by itself. A refusal carries the service's error in
      // `data`.
      if (this.#socket.active) {
        log.debug(`an attempt to connect failed: ${error.message}`);
        options.onDisconnected();
        return;
      }
      const wire = WireError.parse('data' in error ? error.data : {});
      log.warn(`the service refused the handshake: ${wire.code}`);
      options.onRefused(new SignalingError(wire.code, wire.message, wire.epoch, wire.waitMs));
    });
    for (const name of Object.keys(notices) as NoticeName[]) this.#bind(name, options.notices[name]);
  }

  get isConnected(): boolean {
    return this.#socket.connected;
  }

  connect(): void {
    clearTimeout(this.#reconnectTimer);
    if (this.#isClosed) return;
    this.#sayWhoArrives();
    this.#socket.connect();
  }

  /** Connects at once instead of waiting for the next attempt, over a new connection. */
  retry(): void {
    this.disconnect();
    this.connect();
  }

  /** Disconnects and stays so until `retry()`. */
  disconnect(): void {
    clearTimeout(this.#reconnectTimer);
    this.#socket.disconnect();
  }

  /** Final: a retry that is already scheduled does not connect again. */
  close(): void {
    this.#isClosed = true;
    this.#socket.removeAllListeners();
    this.#socket.io.off('reconnect_attempt');
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
      raw = await this.#socket.timeout(REQUEST_TIMEOUT_MS).emitWithAck(name, params);
    } catch {
      throw new SignalingError('unreachable', `no reply to ${name}`);
    }
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
    if (!listener) return;
    this.#socket.on<string>(name, (raw: unknown) => {
      const payload = notices[name].payload.safeParse(raw);
      if (payload.success) listener(payload.data as NoticePayload<N>);
      else log.warn(`a malformed notice was dropped: ${name}`);
    });
  }
}
