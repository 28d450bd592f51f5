/** Ids that the service issues: 128 random bits, impossible to guess and without meaning. */
import { randomBytes } from 'node:crypto';
import { LinkId, WatcherId, type RoomId } from '@lectern/protocol';

export const newLinkId = (): LinkId => LinkId.parse(randomBytes(16).toString('base64url'));
export const newWatcherId = (): WatcherId => WatcherId.parse(randomBytes(16).toString('base64url'));

/** A room's id as it may be logged: enough to recognise the room, too little to join it. */
export const shortRoomId = (roomId: RoomId): string => `${roomId.slice(0, 5)}…`;
