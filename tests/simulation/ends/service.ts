/** The service in a simulation: its real rooms, doors and tokens behind the real Socket.IO. */
import { Writable } from 'node:stream';
import pino from 'pino';
import { Server } from 'socket.io';
import { MAX_MESSAGE_BYTES, SOCKET_PATH, spoken, type RoomId } from '@lectern/protocol';
import { defaultPolicy, readConfig, type Config } from '@lectern/signaling-server';
import { leave } from '../../../signaling-server/src/admin/leaving.ts';
import { Figures } from '../../../signaling-server/src/admin/metrics/figures.ts';
import { assemble } from '../../../signaling-server/src/assemble.ts';
import { serveConnections } from '../../../signaling-server/src/door/connections.ts';
import { ReturnChanges } from '../../../signaling-server/src/door/return-changes.ts';
import { newRoomId } from './other-room.ts';
import { HANDSHAKE_TIMEOUT_MS, PING_INTERVAL_MS, PING_TIMEOUT_MS } from '../../../signaling-server/src/policy.ts';
import { startClock } from '../../../signaling-server/src/system-clock.ts';
import { Program, type Machine } from '../machines/machine.ts';
import { httpServer, WebSocketEngine, type Listener } from '../network/web-sockets.ts';

export const SERVICE_URL = 'https://live.lectern.test';

export interface ServiceSettings {
  readonly maxWatchers: number;
  /** How long TURN credentials are good for, in seconds. */
  readonly turnTtlS: number;
  readonly tokenTtlS: number;
}

const configOf = ({ maxWatchers, turnTtlS, tokenTtlS }: ServiceSettings): Config =>
  readConfig({
    LECTERN_PUBLIC_URL: SERVICE_URL,
    LECTERN_LOG_LEVEL: 'silent',
    LECTERN_TOKEN_SECRET: 'b2Nlan3Qv8rT1kXyZ7mW5uHs9dEfGiJkLpQaRcVxYw0',
    LECTERN_TURN_URLS: 'turn:turn.lectern.test',
    LECTERN_TURN_SECRET: 'kP4sVt9xQbL2mNzRw7yEh6JcUgAf3dXoTiKqYv1Ms5B',
    LECTERN_TURN_TTL_S: String(turnTtlS),
    LECTERN_TOKEN_TTL_S: String(tokenTtlS),
    LECTERN_MAX_WATCHERS_PER_ROOM: String(maxWatchers),
  });

export class SimulatedService {
  readonly machine: Machine;
  readonly #config: Config;
  #running: Run | undefined;
  /** It is behind with its work. */
  isBusy = false;
  #movedListeners = new Set<(watchUrl: string) => void>();

  constructor(machine: Machine, settings: ServiceSettings) {
    this.machine = machine;
    this.#config = configOf(settings);
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  get isLeaving(): boolean {
    return this.#running?.leaving.hasBegun === true;
  }

  get listener(): Listener | undefined {
    return this.#running?.listener;
  }

  get rooms(): Parts['rooms'] | undefined {
    return this.#running?.parts.rooms;
  }

  get program(): Program | undefined {
    return this.#running?.program;
  }

  /** Every room is new to it. */
  start(): void {
    const program = new Program(this.machine);
    program.note('starts');
    const http = httpServer();
    const leaving = { hasBegun: false };
    const parts = program.run(() => this.#serve(program, http, leaving));
    if (parts !== undefined) this.#running = { program, listener: { program, http }, parts, leaving };
  }

  /** Its admin stops it: clients hear of it, and come back by themselves to the one that follows. */
  drain(overS: number): void {
    const running = this.#running;
    if (running === undefined || running.leaving.hasBegun) return;
    const { program, parts, leaving } = running;
    program.note('is being stopped');
    leaving.hasBegun = true;
    const { peers, returns } = parts;
    const end = (): void => {
      if (running === this.#running) this.kill();
    };
    program.run(() => void leave(overS, { peers, returns, owned: () => [], release: async () => {} }).then(end));
  }

  kill(): void {
    this.#running?.program.note('is killed');
    this.#running?.program.kill();
    this.#running = undefined;
    this.#movedListeners.clear();
  }

  /** Watch links have another address. */
  move(): void {
    this.#running?.program.run(() => {
      for (const listener of this.#movedListeners) listener(`${SERVICE_URL}/r/moved`);
    });
  }

  #serve(program: Program, http: Listener['http'], leaving: { readonly hasBegun: boolean }): Parts {
    const log = pino({ level: 'error' }, faultsTo(program));
    const clock = startClock(log);
    const policy = defaultPolicy;
    const parts = assemble({
      config: this.#config,
      policy,
      clock,
      log,
      figures: new Figures(),
      port: () => 443,
      ownRoomId: newRoomId(),
      meetOthers: undefined,
      isLeaving: () => leaving.hasBegun,
    });
    const deps = {
      ...parts,
      protocol: spoken,
      port: () => 443,
      isLeaving: () => leaving.hasBegun,
      returnChanges: new ReturnChanges({ ...parts, policy: policy.returns }),
      load: { refuses: () => this.isBusy },
      watchLinks: {
        linkTo: async (roomId: RoomId) => `${SERVICE_URL}/r/${roomId}`,
        subscribe: (_roomId: RoomId, _reached: unknown, listener: (watchUrl: string) => void) => {
          this.#movedListeners.add(listener);
          return () => this.#movedListeners.delete(listener);
        },
      },
    };
    const io = new Server(http, {
      path: SOCKET_PATH,
      transports: ['websocket'],
      serveClient: false,
      perMessageDeflate: false,
      maxHttpBufferSize: MAX_MESSAGE_BYTES,
      wsEngine: WebSocketEngine,
      pingInterval: PING_INTERVAL_MS,
      pingTimeout: PING_TIMEOUT_MS,
      connectTimeout: HANDSHAKE_TIMEOUT_MS,
    });
    serveConnections(io, deps, { connections: { isOwn: () => false }, deps });
    return parts;
  }
}

type Parts = ReturnType<typeof assemble>;

interface Run {
  readonly program: Program;
  readonly listener: Listener;
  readonly parts: Parts;
  readonly leaving: { hasBegun: boolean };
}

/** An error in the service's log is a fault. */
const faultsTo = (program: Program): Writable =>
  new Writable({
    write(line: Buffer, _encoding, done) {
      program.machine.time.fail(new Error(`does not hold: the service logs no error: ${String(line)}`));
      done();
    },
  });
