/**
 * The one connection to the signaling service. It reconnects by itself; requests fail at once while it is away (a stale request
 * must not be replayed later), and everything that comes in has passed its schema.
 */
import {
  ReplyEnvelope,
  SOCKET_PATH,
  SignalingError,
  WireError,
  notices,
  requests,
  type Handshake,
  type NoticeName,
  type NoticePayload,
  type RequestName,
  type RequestParams,
  type RequestResult,
} from '@lectern/protocol';
import { io, type Socket } from 'socket.io-client';
import { transportOver, type EarlySocket } from './early-transport.ts';

const REQUEST_TIMEOUT_MS = 8_000;
/** After the service itself has hung up. */
const HUNG_UP_PAUSE_MS = 1_000;

export type NoticeListeners = { readonly [N in NoticeName]?: (payload: NoticePayload<N>) => void };

export interface SignalingClientOptions {
  /** Origin of the service. */
  readonly url: string;
  /** A WebSocket to it that is open already, or on its way: the first attempt goes over it. */
  readonly early?: EarlySocket | undefined;
  /** Asked for anew on each attempt. */
  readonly handshake: () => Handshake;
  readonly notices: NoticeListeners;
  readonly onConnected?: () => void;
  /** There is no connection (any more, or still not), and it is being made again. */
  readonly onDisconnected: () => void;
  /** The service has refused the handshake; it is up to the caller to `retry()`. */
  readonly onRefused: (error: SignalingError) => void;
  /** A notice that does not fit its schema was dropped. */
  readonly onMalformed?: (name: string) => void;
}

export class SignalingClient {
  readonly #socket: Socket;
  #hungUpTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: SignalingClientOptions) {
    this.#socket = io(options.url, {
      path: SOCKET_PATH,
      transports: options.early ? [transportOver(options.early)] : ['websocket'],
      autoConnect: false,
      forceNew: true,
      reconnectionDelay: 300,
      // A dead line drops what is sent without a word: an attempt begun before it is mended must not hold up the next one for long.
      reconnectionDelayMax: 2_000,
      timeout: 5_000,
      auth: (give) => give(options.handshake()),
    });
    this.#socket.on('connect', () => options.onConnected?.());
    this.#socket.on('disconnect', (reason) => {
      // The one case in which Socket.IO does not come back by itself.
      if (reason === 'io server disconnect') this.#hungUpTimer = setTimeout(() => this.connect(), HUNG_UP_PAUSE_MS);
      options.onDisconnected();
    });
    this.#socket.on('connect_error', (error) => {
      // Socket.IO itself retries a failed transport; a refusal carries the service's own words in `data`.
      if (this.#socket.active) {
        options.onDisconnected();
        return;
      }
      const wire = WireError.parse('data' in error ? error.data : {});
      options.onRefused(new SignalingError(wire.code, wire.message));
    });
    for (const name of Object.keys(notices) as NoticeName[]) {
      this.#bind(name, options.notices[name], options.onMalformed);
    }
  }

  get isConnected(): boolean {
    return this.#socket.connected;
  }

  connect(): void {
    clearTimeout(this.#hungUpTimer);
    this.#socket.connect();
  }

  /** Connects at once instead of waiting for the next attempt: the network or the machine has just come back. */
  retry(): void {
    this.disconnect();
    this.connect();
  }

  /** Leaves without forgetting anything: `retry()` connects again. */
  disconnect(): void {
    clearTimeout(this.#hungUpTimer);
    this.#socket.disconnect();
  }

  close(): void {
    this.#socket.removeAllListeners();
    this.disconnect();
  }

  /** @throws {SignalingError} The service's refusal, or `unreachable` where there is no connection or no reply in time. */
  async request<N extends RequestName>(name: N, params: RequestParams<N>): Promise<RequestResult<N>> {
    if (!this.#socket.connected) throw new SignalingError('unreachable');
    let raw: unknown;
    try {
      raw = await this.#socket.timeout(REQUEST_TIMEOUT_MS).emitWithAck(name, params);
    } catch {
      throw new SignalingError('unreachable', `no reply to ${name}`);
    }
    const reply = ReplyEnvelope.safeParse(raw);
    if (!reply.success) throw new SignalingError('internal', `malformed reply to ${name}`);
    if (!reply.data.ok) throw new SignalingError(reply.data.error.code, reply.data.error.message);
    const result = requests[name].result.safeParse(reply.data.data);
    if (!result.success) throw new SignalingError('internal', `malformed result of ${name}`);
    // The table pairs the schema with the name; TypeScript cannot follow that through a generic name.
    return result.data as RequestResult<N>;
  }

  #bind<N extends NoticeName>(name: N, listener: NoticeListeners[N], onMalformed?: (name: string) => void): void {
    if (!listener) return;
    this.#socket.on<string>(name, (raw: unknown) => {
      const payload = notices[name].payload.safeParse(raw);
      if (payload.success) listener(payload.data as NoticePayload<N>);
      else onMalformed?.(name);
    });
  }
}
