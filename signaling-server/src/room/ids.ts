/** Ids that the service issues: 128 random bits, impossible to guess and without meaning. */
import { createHash, randomBytes, randomFillSync } from 'node:crypto';
import { roomHintFromDigest, roomHintText, type LinkId, type RoomId, type WatcherId } from '@lectern/protocol';
import type { OfferingKind } from './offering-end.ts';

const ID_BYTES = 16;
/** Sixteen bytes in base64url end with A, Q, g or w. */
const OF_RELAY = 'r';
/** Random bytes for the next ids. Sixteen at a time would cost five times as much. */
const stock = Buffer.alloc(256 * ID_BYTES);
let used = stock.length;

function newId(): string {
  if (used === stock.length) {
    randomFillSync(stock);
    used = 0;
  }
  used += ID_BYTES;
  return stock.toString('base64url', used - ID_BYTES, used);
}

// Made here, so no schema has to check them.
export const newLinkId = (isOfRelay = false): LinkId =>
  (isOfRelay ? newId().slice(0, -1) + OF_RELAY : newId()) as LinkId;
export const newWatcherId = (): WatcherId => newId() as WatcherId;

/** A service that has restarted knows nothing of a link but its id. */
export const offererOf = (linkId: LinkId): OfferingKind => (linkId.endsWith(OF_RELAY) ? 'relay' : 'presenter');

/** A room's id as it may be logged: enough to recognise the room, too little to join it. */
export const shortRoomId = (roomId: RoomId): string => `${roomId.slice(0, 5)}…`;

/** A hint of no room. */
export const randomHint = (): string => roomHintFromDigest(randomBytes(8));

/** The room's hint for a balancer. */
export const roomHint = (roomId: RoomId): string =>
  roomHintFromDigest(createHash('sha256').update(roomHintText(roomId)).digest());
