/** Ids that the service issues: 128 random bits, impossible to guess and without meaning. */
import { createHash, randomBytes } from 'node:crypto';
import { LinkId, roomHintFromDigest, roomHintText, WatcherId, type RoomId } from '@lectern/protocol';

export const newLinkId = (): LinkId => LinkId.parse(randomBytes(16).toString('base64url'));
export const newWatcherId = (): WatcherId => WatcherId.parse(randomBytes(16).toString('base64url'));

/** A room's id as it may be logged: enough to recognise the room, too little to join it. */
export const shortRoomId = (roomId: RoomId): string => `${roomId.slice(0, 5)}…`;

/** The room's hint for a balancer. */
export const roomHint = (roomId: RoomId): string =>
  roomHintFromDigest(createHash('sha256').update(roomHintText(roomId)).digest());
