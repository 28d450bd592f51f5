/**
 * The room's hint for a balancer. Computed at once, since the browser's own digests are
 * asynchronous.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { roomHintFromDigest, roomHintText, type RoomId } from '@lectern/protocol';

export const roomHint = (roomId: RoomId): string =>
  roomHintFromDigest(sha256(new TextEncoder().encode(roomHintText(roomId))));
