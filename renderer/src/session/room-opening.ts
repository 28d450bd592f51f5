/** Opens the room over each new connection, and decides what a refusal means. */
import { SignalingError, type RequestParams, type RoomAbout, type RoomId } from '@lectern/protocol';
import type { SignalingClient } from '@lectern/rtc';
import loglevel from 'loglevel';
import type { DirectFanOut } from '../fan-out/direct-fan-out.ts';
import type { EpochMemory } from './epoch-memory.ts';
import type { PresenterEffect, PresenterEvent, PresenterState } from './presenter-state.ts';
import type { RoomAccess } from './room-access.ts';
import type { TurnOnly } from './turn-only.ts';

const log = loglevel.getLogger('session');

/** The whole id is the watch link: with it, a reader of the log could join. */
const LOGGED_ROOM_LETTERS = 6;

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
    const { admissions } = this.#signaling;
    try {
      if (request === 'room:start') await this.#signaling.request('room:start', this.#options.turnOnly.param);
      else await this.#signaling.request('room:stop', {});
    } catch {
      this.#reconnect(admissions);
    }
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
