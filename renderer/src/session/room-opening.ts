/** Opens the room over each new connection, and decides what a refusal means. */
import { SignalingError, type RequestParams, type RoomAbout, type RoomId, type RoomReport } from '@lectern/protocol';
import type { SignalingClient } from '@lectern/rtc';
import loglevel from 'loglevel';
import pLimit from 'p-limit';
import type { DirectFanOut } from '../fan-out/direct-fan-out.ts';
import type { EpochMemory } from './epoch-memory.ts';
import type { PresenterEffect, PresenterEvent, PresenterState } from './presenter-state.ts';
import type { RoomAccess } from './room-access.ts';
import type { TurnOnly } from './turn-only.ts';

const log = loglevel.getLogger('session');

/** The whole id is the watch link: with it, a reader of the log could join. */
const LOGGED_ROOM_LETTERS = 6;

/** What a presenter changes of its open room. Each is part of the opening as well. */
export type ChangeName = 'room:start' | 'room:stop' | 'entry:change' | 'lobby:admit';

export interface RoomOpeningOptions {
  readonly roomId: RoomId;
  readonly links: DirectFanOut;
  readonly epochs: EpochMemory;
  readonly access: RoomAccess;
  readonly turnOnly: TurnOnly;
  readonly signaling: () => Pick<SignalingClient, 'request' | 'retry' | 'isConnected' | 'admissions'>;
  readonly state: () => PresenterState;
  readonly about: () => RoomAbout;
  /** Who may enter, as the service has to know it. Throws where it could not. */
  readonly rules: () => Partial<RequestParams<'room:open'>>;
  readonly dispatch: (event: PresenterEvent) => void;
  readonly onOpened: () => void;
}

export class RoomOpening {
  readonly #options: RoomOpeningOptions;
  readonly #inTurn = pLimit(1);

  constructor(options: RoomOpeningOptions) {
    this.#options = options;
  }

  async open({ challenge, epoch, live }: Extract<PresenterEffect, { type: 'open-room' }>): Promise<void> {
    const { roomId, links, access, turnOnly, about, rules } = this.#options;
    // The connection may be lost while the proof is made, and the next one has a challenge of its
    // own.
    const isOutdated = (): boolean => {
      const { signaling } = this.#options.state();
      return signaling.name !== 'opening' || signaling.challenge !== challenge;
    };
    const { admissions } = this.#signaling;
    try {
      links.setEpoch(epoch);
      // Before the service hears of it, so that no later run can be behind.
      this.#options.epochs.save(epoch);
      const proof = await access.prove(challenge, epoch);
      if (isOutdated()) return;
      const held = { about: about(), links: links.held() };
      const params = { roomId, epoch, live, ...held, ...proof, ...rules(), ...turnOnly.param };
      const opened = await this.#signaling.request('room:open', params);
      access.setToken(opened.token);
      turnOnly.noteService(opened.hasTurn);
      for (const linkId of opened.refused) links.close(linkId);
      log.info(`room ${roomId.slice(0, LOGGED_ROOM_LETTERS)}… is open`);
      this.#options.dispatch({ type: 'opened', watchUrl: opened.watchUrl, inRoom: opened.watchers });
      this.#options.onOpened();
    } catch (error) {
      if (isOutdated()) return;
      if (error instanceof SignalingError) return this.handleRefusal(error, admissions);
      log.error(`the room’s key could not sign the challenge: ${String(error)}`);
      this.handleRefusal(new SignalingError('wrong-key', String(error)));
    }
  }

  /** Of the handshake, or of the opening. `admissions`: of the client when it was sent. */
  handleRefusal(error: SignalingError, admissions = this.#signaling.admissions): void {
    const { access, dispatch } = this.#options;
    const hadToken = access.hasToken;
    // With these refusals the service has not checked the token, with which this presenter comes in
    // before others.
    if (error.code !== 'busy' && error.code !== 'room-moving') access.dropToken();
    log.warn(`the room could not be opened: ${error.code}`);
    if (error.code === 'unreachable') this.#reconnect(admissions);
    else if (error.code === 'replaced') dispatch({ type: 'replaced', epoch: error.epoch });
    // The token has expired or is not this service's. The key always proves the room.
    else if (hadToken && (error.code === 'token-expired' || error.code === 'unauthorized')) this.#signaling.retry();
    else {
      const { code, retryable, waitMs } = error;
      dispatch({ type: 'refused', code, retryable, ...(code === 'busy' && { waitMs }) });
    }
  }

  async announce(request: 'room:start' | 'room:stop'): Promise<void> {
    const params = request === 'room:start' ? this.#options.turnOnly.param : {};
    // The client logs a failure, and the next opening says it.
    await this.change(request, params).catch(() => undefined);
  }

  /**
   * One at a time, so that the last one counts. Where one fails, the room is opened again as it is
   * to be then, and those that still wait are not sent any more.
   */
  async change<N extends ChangeName>(name: N, params: RequestParams<N>): Promise<void> {
    const { admissions } = this.#signaling;
    await this.#inTurn(async () => {
      if (this.#signaling.admissions !== admissions) throw new SignalingError('unreachable', 'said by the opening');
      try {
        await this.#signaling.request(name, params);
      } catch (error) {
        this.#reconnect(admissions);
        throw error;
      }
    });
  }

  /** The reply says the room's phase: the room may have missed a start, or heard a stop late. */
  async report(report: RoomReport): Promise<void> {
    const { admissions } = this.#signaling;
    const { phase } = await this.#signaling.request('room:report', report);
    const { signaling, air } = this.#options.state();
    if (phase === undefined || phase === 'live' || air === 'off' || signaling.name !== 'open') return;
    log.warn(`the room is not live at the service (${phase})`);
    this.#reconnect(admissions);
  }

  get #signaling(): Pick<SignalingClient, 'request' | 'retry' | 'isConnected' | 'admissions'> {
    return this.#options.signaling();
  }

  /**
   * An unanswered request may or may not have taken effect. Reconnect, and open the room with the
   * current state.
   */
  #reconnect(admissions: number): void {
    // Without a connection, the client is reconnecting already, and it may have just done so.
    if (this.#signaling.isConnected && this.#signaling.admissions === admissions) this.#signaling.retry();
  }
}
