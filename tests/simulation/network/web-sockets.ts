/**
 * The two objects that Socket.IO sees of a connection: a browser's WebSocket, and one of the package
 * `ws` with the request that opened it. Everything above is real, at both ends.
 */
import { EventEmitter } from 'node:events';
import { createServer, IncomingMessage, type Server as HttpServer } from 'node:http';
import { Socket } from 'node:net';
import { currentProgram, type Program } from '../machines/machine.ts';
import { Connection, type ConnectionEnd } from './connection.ts';
import type { Network } from './network.ts';

/** Takes connections; undefined while none listens at the address. */
export interface Listener {
  readonly program: Program;
  readonly http: HttpServer;
}

const SYN_REPEAT_MS = [1_000, 2_000, 4_000, 8_000];

/** Those of a program that are still to open, in order: a browser opens one at a time (RFC 6455, section 4.1). */
const opening = new WeakMap<Program, SimulatedWebSocket[]>();

/** As Engine.IO's client uses it. */
export class SimulatedWebSocket {
  binaryType = 'arraybuffer';
  onopen: (() => void) | null = null;
  onclose: ((event: object) => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onerror: ((event: object) => void) | null = null;
  #end: ConnectionEnd | undefined;
  #state: 'connecting' | 'open' | 'closed' = 'connecting';
  readonly #program: Program;
  readonly #network: Network;
  readonly #url: string;
  readonly #listener: () => Listener | undefined;

  constructor(url: string, program: Program, network: Network, listener: () => Listener | undefined) {
    this.#program = program;
    this.#network = network;
    this.#url = url;
    this.#listener = listener;
    const turns = opening.get(program) ?? [];
    opening.set(program, turns);
    if (turns.push(this) === 1) this.#dial(0);
  }

  send(text: string): void {
    this.#end?.send(text);
  }

  close(): void {
    if (this.#state === 'open') this.#end?.close();
    else if (this.#state === 'connecting') this.#program.after(1, () => this.onclose?.({}));
    this.#become('closed');
  }

  #become(state: 'open' | 'closed'): void {
    this.#state = state;
    const turns = opening.get(this.#program) ?? [];
    const index = turns.indexOf(this);
    if (index < 0) return;
    turns.splice(index, 1);
    const [next] = turns;
    if (index === 0 && next !== undefined) next.#dial(0);
  }

  /** Packets that get no answer are repeated. A machine on which nothing listens refuses at once. */
  #dial(attempt: number): void {
    const { random, time, delayMs } = this.#network;
    const { machine } = this.#program;
    time.after(delayMs * 2, () => {
      if (this.#state !== 'connecting' || !this.#program.isRunning) return;
      const at = this.#listener();
      if (!this.#network.isUp(machine) || (at !== undefined && !this.#network.isUp(at.program.machine))) {
        const againMs = SYN_REPEAT_MS[attempt];
        if (againMs !== undefined) time.after(againMs, () => this.#dial(attempt + 1));
        return;
      }
      if (at === undefined || random.happens(0.01)) return this.#fail();
      this.#connect(at);
    });
  }

  #fail(): void {
    this.#become('closed');
    this.#program.run(() => {
      this.onerror?.({});
      this.onclose?.({});
    });
  }

  #connect({ program, http }: Listener): void {
    const connection = new Connection(this.#network, this.#program, program);
    this.#program.connections += 1;
    this.#program.note('has a connection to the service');
    open.add(connection);
    this.#end = connection.client;
    this.#become('open');
    connection.client.listen({
      onText: (data) => this.onmessage?.({ data }),
      onEnd: () => {
        this.#state = 'closed';
        this.onclose?.({});
      },
    });
    program.run(() => accept(this.#url, connection, http));
    this.#program.run(() => this.onopen?.());
  }
}

/** Of all machines, for disturbances. */
const open = new Set<Connection>();

export const connectionsOf = (program: Program): readonly Connection[] => {
  for (const one of open) if (!one.client.isOpen && !one.server.isOpen) open.delete(one);
  return [...open].filter(({ client, server }) => client.program === program || server.program === program);
};

export const forgetConnections = (): void => open.clear();

/** What `ws` hands to Engine.IO for a request. */
const accepted = new WeakMap<object, ServerWebSocket>();

function accept(url: string, { client, server }: Connection, http: HttpServer): void {
  const socket = new Socket();
  Object.defineProperty(socket, 'remoteAddress', { value: `10.0.0.${String(client.program.machine.address % 250)}` });
  const request = new IncomingMessage(socket);
  const { pathname, search, host } = new URL(url);
  Object.assign(request, { url: pathname + search, method: 'GET', headers: { host, upgrade: 'websocket' } });
  const webSocket = new ServerWebSocket(server, socket);
  accepted.set(socket, webSocket);
  http.emit('upgrade', request, socket, Buffer.alloc(0));
}

/** As Engine.IO's server uses it. */
class ServerWebSocket extends EventEmitter {
  readonly #end: ConnectionEnd;

  constructor(end: ConnectionEnd, socket: Socket) {
    super();
    this.#end = end;
    // The service ends a connection that costs too much without a word.
    socket.on('close', () => end.close(true));
    end.listen({
      onText: (text) => this.emit('message', Buffer.from(text), false),
      onEnd: () => {
        socket.destroy();
        this.emit('close');
      },
    });
  }

  send(data: string, onSent?: () => void): void {
    this.#end.send(data);
    queueMicrotask(() => onSent?.());
  }

  close(): void {
    this.#end.close();
  }

  terminate(): void {
    this.#end.close(true);
  }
}

/** The option `wsEngine` of Engine.IO. */
export class WebSocketEngine {
  handleUpgrade(_request: object, socket: object, _head: Buffer, give: (webSocket: object) => void): void {
    const webSocket = accepted.get(socket);
    if (webSocket !== undefined) give(webSocket);
  }

  close(): void {}
}

export const httpServer = (): HttpServer => createServer();

/** For Engine.IO's client. Called in the program that connects. */
export function dialFrom(network: Network, listener: () => Listener | undefined) {
  return (url: string): SimulatedWebSocket => {
    const program = currentProgram();
    if (program === undefined) throw new Error('no program connects');
    return new SimulatedWebSocket(url, program, network, listener);
  };
}
