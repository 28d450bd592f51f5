/** Rooms of a presenter in a browser: there is only one, and its key cannot leave the browser. */
import type { DesktopCalls } from '@lectern/bridge';
import { onlyInApp } from './only-in-app.ts';

type RoomCalls = Pick<
  DesktopCalls,
  'createRoom' | 'switchRoom' | 'deleteRoom' | 'renewLink' | 'exportRoom' | 'importRoom'
>;

export const browserRooms: RoomCalls = {
  createRoom: onlyInApp,
  switchRoom: onlyInApp,
  deleteRoom: onlyInApp,
  renewLink: onlyInApp,
  exportRoom: onlyInApp,
  importRoom: onlyInApp,
};
