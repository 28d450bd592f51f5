/** Remembers in this tab that the watcher was removed, so that a reload does not rejoin. */
import type { RoomId } from '@lectern/protocol';
import { errorName } from '@lectern/rtc';
import loglevel from 'loglevel';

const log = loglevel.getLogger('session');

const keyFor = (roomId: RoomId): string => `lectern-removed-${roomId}`;

export function rememberRemoval(roomId: RoomId): void {
  try {
    sessionStorage.setItem(keyFor(roomId), 'yes');
  } catch (error) {
    // A browser without storage, as in a sandboxed frame. The service still refuses the token.
    log.debug(`removal not remembered: ${errorName(error)}`);
  }
}

export function wasRemovedFrom(roomId: RoomId): boolean {
  try {
    return sessionStorage.getItem(keyFor(roomId)) !== null;
  } catch (error) {
    log.debug(`no storage: ${errorName(error)}`);
    return false;
  }
}
