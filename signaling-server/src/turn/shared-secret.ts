/**
 * TURN credentials by a secret that coturn has as well (`use-auth-secret`): made here, for one end
 * of one link, and valid for minutes. The user name is `expiry:room.link.side`, so coturn's log and
 * its `user-quota` go by the end. draft-uberti-behave-turn-rest-00
 */
import { createHmac } from 'node:crypto';
import type { IceServer } from '@lectern/protocol';
import type { Clock } from '../room/clock.ts';
import type { LinkSide } from '../room/ice-source.ts';
import type { TurnServers } from './turn-servers.ts';

/** Enough letters to find a room's links in coturn's log, too few to join it. */
const ROOM_TAG_LETTERS = 5;

export interface SharedSecret {
  readonly urls: readonly string[];
  readonly secret: string;
  readonly ttlS: number;
}

export class SharedSecretServers implements TurnServers {
  readonly #setting: SharedSecret;
  readonly #clock: Pick<Clock, 'now'>;

  constructor(setting: SharedSecret, clock: Pick<Clock, 'now'>) {
    this.#setting = setting;
    this.#clock = clock;
  }

  forEnd({ roomId, linkId, side }: LinkSide): IceServer[] {
    const { urls, secret, ttlS } = this.#setting;
    const expiry = Math.floor(this.#clock.now() / 1000) + ttlS;
    const username = `${String(expiry)}:${roomId.slice(0, ROOM_TAG_LETTERS)}.${linkId}.${side}`;
    const credential = createHmac('sha1', secret).update(username).digest('base64');
    return [{ urls: [...urls], username, credential }];
  }

  renewAfterMs(): number {
    return (this.#setting.ttlS * 1000) / 2;
  }

  close(): void {
    // It holds nothing.
  }
}
