/** Steps before the watcher has a seat: the room's passcode, and its lobby. */
import type { ErrorCode, PasscodeProof, RoomAbout } from '@lectern/protocol';
import { allClosed } from './link-steps.ts';
import { plainAbout } from './plain-text.ts';
import type { WatcherEffect, WatcherState, WatcherStep } from './watcher-state.ts';

export const asksForPasscode = (code: ErrorCode): boolean => code.startsWith('passcode-');

/**
 * Nothing is tried again by itself: only the person can help. A token that was refused for this has
 * ended with an earlier passcode, and so has the picture.
 */
export function passcodeRefused(before: WatcherState, code: ErrorCode, waitMs: number | undefined): WatcherStep {
  const { signaling } = before;
  const attempts = signaling.name === 'refused' ? signaling.attempts + 1 : 1;
  const refused = { name: 'refused', code, attempts, ...(waitMs === undefined ? {} : { waitMs }) } as const;
  const [state, ...effects] = allClosed({ ...before, signaling: refused, token: null, passcode: null });
  return [state, { type: 'keep-passcode', passcode: null }, ...effects];
}

/** The state stays `refused` until the service has answered, so that the form stays on the page. */
export const passcodeEntered = (state: WatcherState, passcode: PasscodeProof): WatcherStep => [
  { ...state, passcode },
  { type: 'connect' },
];

/** The service has taken the passcode. It is needed again when the token has expired. */
export const keptPasscode = ({ passcode }: WatcherState): WatcherEffect[] =>
  passcode === null ? [] : [{ type: 'keep-passcode', passcode }];

export function lobbyEntered(
  before: WatcherState,
  { token, about }: { readonly token: string; readonly about: RoomAbout },
): WatcherStep {
  const room = { phase: 'waiting', about: plainAbout(about) } as const;
  const [state, ...effects] = allClosed({ ...before, signaling: { name: 'lobby' }, token, room });
  return [state, ...keptPasscode(before), ...effects];
}
