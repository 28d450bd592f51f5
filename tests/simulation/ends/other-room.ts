/** The id of a room that no presenter opens. */
import { RoomId } from '@lectern/protocol';

export const newRoomId = (): RoomId => RoomId.parse('z'.repeat(20));
