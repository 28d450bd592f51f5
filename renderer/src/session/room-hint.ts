/** The room's hint for a balancer, at once: the browser's own digests come later. */
import { sha256 } from '@noble/hashes/sha2.js';
import { roomHintFromDigest, roomHintText, type RoomId } from '@lectern/protocol';

export const roomHint = (roomId: RoomId): string =>
  roomHintFromDigest(sha256(new TextEncoder().encode(roomHintText(roomId))));
