/**
 * What the relay's things are called at a Janus, and their secrets. All of it comes from the room's id and the
 * token secret, so a service that restarts, or the next owner of a room, finds again what is there. Janus never
 * learns a room's id, which opens the room.
 */
import { createHmac, hkdfSync } from 'node:crypto';
import type { RoomId } from '@lectern/protocol';
import { RoomTags } from '../cluster/room-tags.ts';

const PREFIX = 'lectern.';
const KEY_BYTES = 32;
/** Key and salt of AES_CM_128_HMAC_SHA1_80 (RFC 4568, section 6.2). */
const SRTP_BYTES = 30;

/** Ids of sessions and handles are whole numbers that JSON keeps exactly. */
const SESSION_ID_BITS = 52n;

/** A room at the relay: its name there, and the secrets of that name. */
export interface RelayRoomNames {
  /** Of the room on the origin; those of its mountpoints begin with it. */
  readonly room: string;
  /** To change room and mountpoints. */
  readonly secret: string;
  /** Between origin and edges. */
  readonly srtpKey: string;
  /** Of the room's session at each node. */
  readonly sessionId: number;
}

export class RelayNames {
  readonly #tags: RoomTags;
  readonly #key: Buffer;

  constructor(tokenSecret: Uint8Array) {
    this.#tags = new RoomTags([tokenSecret]);
    this.#key = Buffer.from(hkdfSync('sha256', tokenSecret, '', 'lectern relay key v1', KEY_BYTES));
  }

  of(roomId: RoomId): RelayRoomNames {
    return this.#named(`${PREFIX}${this.#tagOf(roomId)}`);
  }

  /** Of what another program publishes into the room: beside the room's own media. */
  ofStream(roomId: RoomId): RelayRoomNames {
    return this.#named(`${PREFIX}${this.#tagOf(roomId)}-stream`);
  }

  #tagOf(roomId: RoomId): string {
    const [tag = ''] = this.#tags.of(roomId);
    return tag;
  }

  #named(room: string): RelayRoomNames {
    return {
      room,
      secret: this.secretOf(room),
      srtpKey: this.#derive(`srtp ${room}`).subarray(0, SRTP_BYTES).toString('base64'),
      sessionId: Number(this.#derive(`session ${room}`).readBigUInt64BE() >> (64n - SESSION_ID_BITS)) || 1,
    };
  }

  /** Of a room that is known by its name at a Janus alone. */
  secretOf(room: string): string {
    return this.#derive(`secret ${room}`).toString('base64url');
  }

  #derive(what: string): Buffer {
    return createHmac('sha256', this.#key).update(what).digest();
  }
}

/** Of the room's one mountpoint on each edge that has watchers of it. */
export const mountpointId = (room: string): string => `${room}.media`;

/** The room of a room's or a mountpoint's id; undefined where it is not the service's. */
export function roomOf(id: string): string | undefined {
  if (!id.startsWith(PREFIX)) return undefined;
  const [tag = ''] = id.slice(PREFIX.length).split('.');
  return tag === '' ? undefined : `${PREFIX}${tag}`;
}

/** On each handle: its room and its link, by which a restarted service knows it again. */
export const opaqueIdOf = (room: string, link: string): string => `${room}/${link}`;

/** The link of a handle; undefined where it belongs to another room. */
export const linkOf = (opaqueId: string, room: string): string | undefined =>
  opaqueId.startsWith(`${room}/`) ? opaqueId.slice(room.length + 1) : undefined;
