/**
 * The hint in the WebSocket's address by which a balancer brings a room's clients together at one
 * instance. It is a hash, since proxies log addresses and a room's id opens the room. It proves
 * nothing, and a service alone ignores it.
 */
import { inBase32 } from './room-key.ts';
import type { RoomId } from './values.ts';

/** The parameter of the WebSocket's address that holds the hint. Clients of version 2 send none. */
export const ROOM_HINT_PARAMETER = 'a';

const LENGTH = 8;

/** The text whose SHA-256 digest gives the hint. Each side hashes with its platform's own means. */
export const roomHintText = (roomId: RoomId): string => `lectern room hint v1\n${roomId}`;

/** The first 40 bits of the digest, in the letters of room ids. */
export const roomHintFromDigest = (digest: Uint8Array): string => inBase32(digest, LENGTH);
