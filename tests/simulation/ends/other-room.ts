/** The id of a room that nobody opens. */
import { RoomId } from '@lectern/protocol';

export const newRoomId = (): RoomId => RoomId.parse('z'.repeat(20));
