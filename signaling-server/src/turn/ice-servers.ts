/** The ICE servers that this service offers: STUN, and TURN as far as the room may use it. */
import type { IceServer, RoomId } from '@lectern/protocol';
import type { Logger } from 'pino';
import type { Holder } from '../cluster/held-rooms.ts';
import type { Clock } from '../room/clock.ts';
import type { IceSource, LinkSide } from '../room/ice-source.ts';
import { shortRoomId } from '../room/ids.ts';
import { PerMinute } from '../room/per-minute.ts';
import type { TurnAllowance } from './turn-allowance.ts';
import type { TurnServers } from './turn-servers.ts';

export interface IceServersOptions {
  readonly stunUrls: readonly string[];
  /** Null where the service has no TURN. */
  readonly turn: TurnServers | null;
  readonly allowance: TurnAllowance;
  /** On whose behalf the room is held; undefined for a room that only watchers have rebuilt. */
  readonly holderOf: (roomId: RoomId) => Holder | undefined;
  readonly clock: Clock;
  readonly log: Logger;
}

export class IceServers implements IceSource {
  readonly #options: IceServersOptions;
  readonly #warnings: PerMinute;

  constructor(options: IceServersOptions) {
    this.#options = options;
    this.#warnings = new PerMinute(options.clock, 1);
  }

  grant(end: LinkSide): IceServer[] {
    const { turn, allowance, holderOf } = this.#options;
    if (turn === null) return this.#stun();
    if (allowance.tryTake(end.roomId, holderOf(end.roomId))) return [...this.#stun(), ...turn.forEnd(end)];
    this.#warn(end.roomId);
    return this.#stun();
  }

  renew(end: LinkSide): IceServer[] {
    return [...this.#stun(), ...(this.#options.turn?.forEnd(end) ?? [])];
  }

  renewAfterMs(): number | null {
    return this.#options.turn?.renewAfterMs() ?? null;
  }

  #stun(): IceServer[] {
    const { stunUrls } = this.#options;
    return stunUrls.length > 0 ? [{ urls: [...stunUrls] }] : [];
  }

  #warn(roomId: RoomId): void {
    if (!this.#warnings.tryConsume(roomId)) return;
    this.#options.log.warn({ room: shortRoomId(roomId) }, 'links without TURN: enough credentials in this minute');
  }
}
