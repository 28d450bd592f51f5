/**
 * What this tab remembers for a reload: that the watcher was removed, so that it does not rejoin,
 * and the proof of the room's passcode, so that it need not be entered again.
 */
import { PasscodeProof, type RoomId } from '@lectern/protocol';
import { errorName } from '@lectern/rtc';
import loglevel from 'loglevel';

const log = loglevel.getLogger('session');

const removedKey = (roomId: RoomId): string => `lectern-removed-${roomId}`;
const passcodeKey = (roomId: RoomId): string => `lectern-passcode-${roomId}`;

/** A browser without storage, as in a sandboxed frame: the service decides all the same. */
function inStorage<T>(use: () => T): T | undefined {
  try {
    return use();
  } catch (error) {
    log.debug(`no storage: ${errorName(error)}`);
    return undefined;
  }
}

export const rememberRemoval = (roomId: RoomId): void =>
  inStorage(() => sessionStorage.setItem(removedKey(roomId), 'yes'));

export const wasRemovedFrom = (roomId: RoomId): boolean =>
  typeof inStorage(() => sessionStorage.getItem(removedKey(roomId))) === 'string';

export function keepPasscode(roomId: RoomId, passcode: PasscodeProof | null): void {
  const key = passcodeKey(roomId);
  inStorage(() => (passcode === null ? sessionStorage.removeItem(key) : sessionStorage.setItem(key, passcode)));
}

export const keptPasscodeOf = (roomId: RoomId): PasscodeProof | null =>
  PasscodeProof.safeParse(inStorage(() => sessionStorage.getItem(passcodeKey(roomId)))).data ?? null;
