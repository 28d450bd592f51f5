/** Remembers for this tab that its watcher has been removed: a reload is not a way back in. Another tab is somebody new. */
import type { RoomId } from '@lectern/protocol';

const keyFor = (roomId: RoomId): string => `lectern-removed-${roomId}`;

export function rememberRemoval(roomId: RoomId): void {
  try {
    sessionStorage.setItem(keyFor(roomId), 'yes');
  } catch {
    // A browser that keeps nothing, as in a frame without rights: the service still refuses the token.
  }
}

export function wasRemovedFrom(roomId: RoomId): boolean {
  try {
    return sessionStorage.getItem(keyFor(roomId)) !== null;
  } catch {
    return false; // Nothing is kept, so nothing is known.
  }
}
