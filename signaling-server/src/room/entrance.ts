/**
 * Who may enter a room: its passcode, its lobby, and the watchers that its presenter has removed.
 * The presenter repeats all of it whenever it opens the room, so a restart forgets none of it.
 */
import {
  SignalingError,
  type EntryRules,
  type NoticeName,
  type NoticePayload,
  type PasscodeGeneration,
  type PasscodeVerifier,
  type RoomId,
  type WatcherId,
} from '@lectern/protocol';
import { LatestWatchers } from './latest-watchers.ts';
import { Lobby, type WaitingWatcher } from './lobby.ts';
import type { RoomOptions } from './room-options.ts';
import type { Joining, Seat, Seats } from './seats.ts';

/** A watcher that wants to join. */
export type Applicant = Omit<Joining, 'outlet'>;

/** Where an applicant may go, and the generation that its token has to name. */
export interface Entry {
  readonly into: 'seat' | 'lobby';
  readonly generation: PasscodeGeneration | null;
}

export const openToAll: EntryRules = { passcode: null, lobby: false, watchers: 'stay' };

type NotifyPresenter = <N extends NoticeName>(name: N, payload: NoticePayload<N>) => void;

export class Entrance {
  readonly #roomId: RoomId;
  readonly #options: Pick<RoomOptions, 'guesses' | 'policy'>;
  readonly #seats: Seats;
  readonly #notifyPresenter: NotifyPresenter;
  readonly #removed = new LatestWatchers();
  readonly #lobby: Lobby;
  /** Null until the presenter has opened the room: then only tokens of earlier watchers come in. */
  #rules: EntryRules | null = null;

  constructor(roomId: RoomId, options: RoomOptions, seats: Seats, notifyPresenter: NotifyPresenter) {
    this.#roomId = roomId;
    this.#options = options;
    this.#seats = seats;
    this.#notifyPresenter = notifyPresenter;
    this.#lobby = new Lobby(options, (changed) => notifyPresenter('lobby:changed', changed));
  }

  /** How many wait in the lobby. */
  get waiting(): number {
    return this.#lobby.size;
  }

  /** Who waits in the lobby. */
  get waitingWatchers(): Iterable<WaitingWatcher> {
    return this.#lobby.waiting;
  }

  /** Of the passcode; null where there is none. */
  get generation(): PasscodeGeneration | null {
    return this.#rules?.passcode?.generation ?? null;
  }

  /** Removed, or not let in yet. */
  isKeptOut(watcherId: WatcherId): boolean {
    return this.#removed.has(watcherId) || this.#lobby.has(watcherId);
  }

  /**
   * Throws `removed` for a removed watcher, `room-unknown` for a new watcher until the presenter
   * has opened the room, `token-expired` where no seat waits for a late watcher, `client-too-old` for a page that knows neither passcode nor lobby, the
   * refusals of `PasscodeGuesses.check`, and `room-full` when no more may wait.
   */
  check(applicant: Applicant): Entry {
    const { watcherId, isReturning, generation: shown = null } = applicant;
    if (this.#removed.has(watcherId)) throw new SignalingError('removed');
    const rules = this.#rules;
    if (rules === null) {
      if (!isReturning) throw new SignalingError('room-unknown', 'not opened yet');
      return { into: 'seat', generation: shown };
    }
    const { passcode, lobby } = rules;
    const generation = passcode?.generation ?? null;
    if (applicant.isLate === true) {
      if (this.#seats.get(watcherId)?.place.kind !== 'awaited') throw new SignalingError('token-expired');
      return { into: 'seat', generation };
    }
    const isFit = passcode === null || shown === generation;
    const isSeated = this.#seats.get(watcherId) !== undefined;
    if (isReturning && (isFit || isSeated)) return { into: 'seat', generation };
    if ((passcode !== null || lobby) && applicant.isOldPage === true) throw new SignalingError('client-too-old');
    if (!isFit) this.#checkPasscode(applicant, passcode.verifier);
    if (!lobby || this.#lobby.isAdmitted(watcherId)) return { into: 'seat', generation };
    this.#lobby.checkPlace(watcherId);
    return { into: 'lobby', generation };
  }

  /** Before that, `check` has sent it to the lobby. */
  wait(watcher: WaitingWatcher): void {
    this.#lobby.add(watcher);
    // The presenter may have changed the rules since the check.
    if (this.#rules?.lobby !== true) this.#lobby.admit([watcher.watcherId]);
  }

  /** These of the lobby, or all. */
  admit(watcherIds?: readonly WatcherId[]): void {
    this.#lobby.admit(watcherIds);
  }

  /** It has its seat, perhaps by another socket than the one that waits. */
  seated(watcherId: WatcherId): void {
    this.#lobby.remove(watcherId)?.close();
  }

  /** Its socket has gone. */
  lost(...waiting: Parameters<Lobby['lost']>): void {
    this.#lobby.lost(...waiting);
  }

  /** Its tokens are refused from now on. */
  remove(watcherId: WatcherId): void {
    this.#removed.add(watcherId);
    const outlet = this.#lobby.remove(watcherId);
    outlet?.notify('watcher:removed', {});
    outlet?.close();
  }

  /**
   * `held`: the watchers to which the presenter holds a link when it opens the room. They watch,
   * also where a service that has just restarted let them in by an older token. Undefined while the
   * room is open.
   */
  change(rules: EntryRules, held?: ReadonlySet<WatcherId>): void {
    const wasOpened = this.#rules !== null;
    this.#rules = rules;
    const generation = rules.passcode?.generation ?? null;
    if (generation !== null) {
      if (!wasOpened) this.#options.guesses.expect(this.#roomId);
      this.#endOlder(generation, ({ watcherId }) =>
        wasOpened ? rules.watchers === 'stay' : held?.has(watcherId) === true,
      );
    }
    if (!rules.lobby) this.#lobby.admit();
  }

  /** It may be another app, that knows of none who wait. Call once notices reach it. */
  presenterEntered(): void {
    this.#lobby.reportIfAny();
  }

  /** Those who wait connect again. */
  close(): void {
    this.#lobby.close();
  }

  #checkPasscode({ passcode: proof, address }: Applicant, verifier: PasscodeVerifier): void {
    const { guesses, policy } = this.#options;
    const { slowedForMs } = policy;
    guesses.check({ roomId: this.#roomId, proof, address, verifier }, (wrong) =>
      this.#notifyPresenter('passcode:guessed', { wrong, slowedForMs }),
    );
  }

  /** Tokens of other generations end. Watchers who stay get another one. */
  #endOlder(generation: PasscodeGeneration, stays: (seat: Seat) => boolean): void {
    for (const seat of this.#seats.all()) {
      if (seat.generation === generation) continue;
      if (stays(seat)) {
        seat.generation = generation;
        if (seat.place.kind === 'here') seat.place.outlet.renewToken(generation);
      } else this.#seats.putOut(seat, 'removed');
    }
    for (const { watcherId, outlet, generation: entered } of this.#lobby.waiting) {
      if (entered === generation) continue;
      this.#lobby.remove(watcherId);
      outlet.close();
    }
  }
}
