/**
 * A watcher's socket, from its admission to its end: it may wait for the room to be opened and in the
 * lobby, and joins on the same connection. There may be thousands, so each is one small object.
 */
import { SignalingError, type PasscodeGeneration } from '@lectern/protocol';
import type { Logger } from 'pino';
import type { Socket } from 'socket.io';
import type { RoomPort } from '../cluster/room-port.ts';
import type { Cancel } from '../room/clock.ts';
import type { Applicant, Entry } from '../room/entrance.ts';
import { shortRoomId } from '../room/ids.ts';
import type { Member } from '../room/room.ts';
import type { AdmissionDeps, Admitted } from './admission.ts';
import { bindRequests, type RequestDeps } from './bind-requests.ts';
import type { Connection } from './connection.ts';
import type { DoorObserver } from './door-observer.ts';
import type { WatcherPeer } from './peer.ts';
import { SocketOutlet } from './socket-outlet.ts';
import { renewTokens } from './token-renewal.ts';
import { watcherClaims } from './tokens.ts';

type AdmittedWatcher = Extract<Admitted, { role: 'watcher' }>;
type WatcherDeps = AdmissionDeps & RequestDeps & { readonly observer: Pick<DoorObserver, 'handshaken'> };

export function serveWatcher(
  socket: Socket,
  connection: Connection,
  admitted: AdmittedWatcher,
  deps: WatcherDeps,
): WatcherPeer {
  const watcher = new WatcherSocket(socket, connection, admitted, deps);
  // Bound at once: requests that arrive while the join is under way are carried out after it.
  bindRequests(socket, connection, watcher.peer, deps);
  watcher.start(admitted.token);
  return watcher.peer;
}

class WatcherSocket {
  readonly peer: WatcherPeer;
  readonly #socket: Socket;
  readonly #connection: Connection;
  readonly #deps: WatcherDeps;
  readonly #protocol: number;
  #applicant: Applicant;
  #entry: Entry;
  #stopWaiting: Cancel | undefined;
  #stopRenewal: Cancel | undefined;

  constructor(
    socket: Socket,
    connection: Connection,
    { protocol, roomId, watcherId, into, applicant }: AdmittedWatcher,
    deps: WatcherDeps,
  ) {
    const outlet = new SocketOutlet(socket);
    this.peer = { role: 'watcher', outlet, watcherId, room: deps.findRoom(roomId) };
    this.#socket = socket;
    this.#connection = connection;
    this.#deps = deps;
    this.#protocol = protocol;
    this.#applicant = applicant;
    this.#entry = { into: into === 'lobby' ? 'lobby' : 'seat', generation: applicant.generation ?? null };
    outlet.onRenewal = (generation) => this.#renew(generation);
    socket.on('disconnect', () => this.#end());
  }

  /** Without a token the room is not open yet. */
  start(token: string | undefined): void {
    this.#run(token === undefined ? this.#awaitOpening() : this.#enter(token));
  }

  #run(step: Promise<void>): void {
    step.catch((error: unknown) => {
      const { log } = this.#deps;
      const context = { connection: this.#connection.id, room: shortRoomId(this.peer.room.roomId) };
      if (!(error instanceof SignalingError)) log.error({ ...context, err: error }, 'join failed');
      else log.debug({ ...context, code: error.code }, 'join refused after admission');
      // The room has changed since admission: the client reconnects and its handshake is refused with
      // the reason.
      this.#socket.conn.close();
    });
  }

  async #awaitOpening(): Promise<void> {
    const { outlet, room } = this.peer;
    outlet.notify('room:awaited', { protocol: this.#protocol });
    this.#stopWaiting = await room.awaitOpening(() => this.#run(this.#checkIn()));
    if (!this.#socket.connected) this.#stopWaiting();
  }

  async #checkIn(): Promise<void> {
    this.#entry = await this.peer.room.checkSeat(this.#applicant);
    this.#applicant = { ...this.#applicant, generation: this.#entry.generation };
    this.#deps.observer.handshaken('watcher', this.#entry.into);
    await this.#enter(await this.#issueToken());
  }

  async #enter(token: string): Promise<void> {
    const { watcherId, outlet, room } = this.peer;
    if (!this.#socket.connected) return;
    this.#stopRenewal?.();
    this.#stopRenewal = renewTokens(this.#deps, outlet, () => this.#issueToken());
    const welcome = { protocol: this.#protocol, token };
    if (this.#entry.into === 'seat') {
      return await room.join({ ...this.#applicant, outlet, welcome: { ...welcome, watcherId } });
    }
    const { generation } = this.#entry;
    const onAdmitted = (): void => this.#run(this.#checkIn());
    await room.awaitAdmission({ watcherId, outlet, generation, onAdmitted, welcome });
    if (!this.#socket.connected) reportLost(room, this.peer, this.#deps.log);
  }

  /** Its room has another passcode, and it stays. */
  #renew(generation: PasscodeGeneration): void {
    this.#entry = { ...this.#entry, generation };
    this.#run(this.#issueToken().then((token) => this.peer.outlet.notify('token:renewed', { token })));
  }

  #issueToken(): Promise<string> {
    const { watcherId, room } = this.peer;
    return this.#deps.tokens.forWatcher(watcherClaims({ roomId: room.roomId, watcherId }, this.#entry));
  }

  #end(): void {
    this.#stopWaiting?.();
    this.#stopRenewal?.();
    reportLost(this.peer.room, this.peer, this.#deps.log);
  }
}

export function reportLost(room: RoomPort, member: Member, log: Logger): void {
  room.lost(member).catch((error: unknown) => log.debug({ err: error, role: member.role }, 'lost socket not reported'));
}
