/** Rooms of a presenter in a browser: there is one, kept by this browser. */
import type { DesktopCalls } from '@lectern/bridge';

const onlyInTheApp = async (): Promise<never> => {
  throw new Error('In a browser you have one room. The app keeps several.');
};

export const browserRooms: Pick<DesktopCalls, 'createRoom' | 'switchRoom' | 'deleteRoom'> = {
  createRoom: onlyInTheApp,
  switchRoom: onlyInTheApp,
  deleteRoom: onlyInTheApp,
};
