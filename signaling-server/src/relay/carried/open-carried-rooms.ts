/** How rooms begin at the relay, where the admin wants them there. */
import type { RoomOptions } from '../../room/room-options.ts';
import type { Relay, RelayUse } from '../relay.ts';
import { CarriedRoom, type CarriedRoomOptions } from './carried-room.ts';

/** Null where no room uses it. */
export const openCarriedRooms = (
  relay: Relay,
  use: RelayUse,
  options: Pick<CarriedRoomOptions, 'clock' | 'policy' | 'log'>,
): RoomOptions['relay'] =>
  use === 'never' ? null : { use, open: (roomId, calls) => new CarriedRoom({ ...options, relay, roomId, calls }) };
