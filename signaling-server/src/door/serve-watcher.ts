/**
 * A watcher's socket, from its admission to its end: it may wait for the room to be opened and in
 * the lobby, and joins on the same connection. There may be thousands, so each is one small object.
 */
import { SignalingError, type PasscodeGeneration } from '@lectern/protocol';
import type { Logger } from 'pino';
import type { Socket } from 'socket.io';
import type { RoomPort } from '../cluster/room-port.ts';
import type { Cancel } from '../room/clock.ts';
import type { Applicant, Entry } from '../room/entrance.ts';
import { shortRoomId } from '../room/ids.ts';
import type { Member } from '../room/member.ts';
import type { AdmissionDeps, Admitted } from './admission.ts';
import { bindRequests, type RequestDeps } from './bind-requests.ts';
import type { Connection } from './connection.ts';
import type { DoorObserver } from './door-observer.ts';
import type { Repeated } from './one-timer.ts';
import type { WatcherPeer } from './peer.ts';
import type { Returns } from './returns.ts';
import { SocketOutlet } from './socket-outlet.ts';
import { sendNextToken } from './token-renewal.ts';
import { watcherClaims } from './tokens.ts';

type AdmittedWatcher = Extract<Admitted, { role: 'watcher' }>;
type WatcherDeps = AdmissionDeps &
  RequestDeps & { readonly observer: Pick<DoorObserver, 'handshaken'>; readonly returns: Pick<Returns, 'withinMs'> };

export function serveWatcher(
  socket: Socket,
  connection: Connection,
  admitted: AdmittedWatcher,
  deps: WatcherDeps,
): WatcherSocket {
  const watcher = new WatcherSocket(socket, connection, admitted, deps);
  // Bound at once: requests that arrive while the join is under way are carried out after it.
  bindRequests(socket, connection, watcher.peer, deps);
  watcher.start(admitted);
  return watcher;
}

class WatcherSocket extends SocketOutlet implements Repeated {
  readonly peer: WatcherPeer;
  readonly #connection: Connection;
  readonly #deps: WatcherDeps;
  #applicant: Applicant;
  #entry: Entry;
  #stopWaiting: Cancel | undefined;

  constructor(
    socket: Socket,
    connection: Connection,
    { protocol, room, watcherId, into, applicant }: AdmittedWatcher,
    deps: WatcherDeps,
  ) {
    super(socket);
    this.peer = { role: 'watcher', protocol, outlet: this, watcherId, room };
    this.#connection = connection;
    this.#deps = deps;
    this.#applicant = applicant;
    this.#entry = { into: into === 'lobby' ? 'lobby' : 'seat', generation: applicant.generation ?? null };
  }

  /** Without a token the room is not open yet. */
  start({ token, early }: AdmittedWatcher): void {
    if (early !== undefined) {
      this.#deps.tokens.renewals.add(this);
      this.peer.room.arrived(early, this);
      return early.arrive(this);
    }
    this.#perform(token === undefined ? this.#awaitOpening() : this.#enter(token));
  }

  /** Its room has another passcode, and it stays. */
  override renewToken(generation: PasscodeGeneration): void {
    this.#entry = { ...this.#entry, generation };
    this.run();
  }

  /** Its token is half as old as it may become. */
  run(): void {
    void sendNextToken(this.#deps, this.peer, () => this.#issueToken());
  }

  /** Its socket has gone. */
  end(): void {
    this.#stopWaiting?.();
    this.#deps.tokens.renewals.remove(this);
    reportLost(this.peer.room, this.peer, this.#deps.log);
  }

  #perform(step: Promise<void>): void {
    step.catch((error: unknown) => {
      const { log } = this.#deps;
      const context = { connection: this.#connection.id, room: shortRoomId(this.peer.room.roomId) };
      if (!(error instanceof SignalingError)) log.error({ ...context, err: error }, 'join failed');
      else log.debug({ ...context, code: error.code }, 'join refused after admission');
      // The room has changed since admission: the client reconnects and its handshake is refused
      // with the reason.
      this.socket.conn.close();
    });
  }

  async #awaitOpening(): Promise<void> {
    this.notify('room:awaited', {
      protocol: this.peer.protocol,
      returnWithinMs: this.#deps.returns.withinMs('watcher'),
    });
    this.#stopWaiting = await this.peer.room.awaitOpening(() => this.#perform(this.#checkIn()));
    if (!this.socket.connected) this.#stopWaiting();
  }

  async #checkIn(): Promise<void> {
    this.#entry = await this.peer.room.checkSeat(this.#applicant);
    this.#applicant = { ...this.#applicant, generation: this.#entry.generation };
    this.#deps.observer.handshaken('watcher', this.#entry.into);
    await this.#enter(await this.#issueToken());
  }

  async #enter(token: string): Promise<void> {
    const { watcherId, outlet, room } = this.peer;
    if (!this.socket.connected) return;
    this.#deps.tokens.renewals.add(this);
    const returnWithinMs = this.#deps.returns.withinMs('watcher');
    const welcome = { protocol: this.peer.protocol, token, returnWithinMs };
    if (this.#entry.into === 'seat') {
      return await room.join({ ...this.#applicant, outlet, welcome: { ...welcome, watcherId } });
    }
    const { generation } = this.#entry;
    const onAdmitted = (): void => this.#perform(this.#checkIn());
    await room.awaitAdmission({ watcherId, outlet, generation, onAdmitted, welcome });
    if (!this.socket.connected) reportLost(room, this.peer, this.#deps.log);
  }

  #issueToken(): Promise<string> {
    const { watcherId, room } = this.peer;
    return this.#deps.tokens.forWatcher(watcherClaims({ roomId: room.roomId, watcherId }, this.#entry));
  }
}

export function reportLost(room: RoomPort, member: Member, log: Logger): void {
  room.lost(member).catch((error: unknown) => log.debug({ err: error, role: member.role }, 'lost socket not reported'));
}
