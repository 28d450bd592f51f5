/** Rooms of a presenter in a browser: there is only one. */
import type { DesktopCalls } from '@lectern/bridge';
import { onlyInApp } from './only-in-app.ts';

export const browserRooms: Pick<DesktopCalls, 'createRoom' | 'switchRoom' | 'deleteRoom'> = {
  createRoom: onlyInApp,
  switchRoom: onlyInApp,
  deleteRoom: onlyInApp,
};
