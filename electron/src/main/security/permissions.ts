/** The permissions of our page. Everything that is not in the table is denied to every page. */
import type { Session } from 'electron';
import { originOf } from './navigation.ts';

/** For the top frame of our own page, each with its reason. */
const allowed: Readonly<Record<string, string>> = {
  media: 'The presenter uses a camera and a microphone.',
  'display-capture': 'The presenter shares a screen or a window that was chosen just before.',
  // The service may run on this machine or in its network. The content policy allows only its
  // address.
  'local-network-access': 'Chromium requires it for a call to an address of the local network.',
  'local-network': 'The same, under its name in newer versions of Chromium.',
  'loopback-network': 'The same, for a service on this machine.',
};

interface PermissionRequest {
  readonly permission: string;
  /** Address or origin of the page that asks; empty or undefined where Chromium gives none. */
  readonly url: string | undefined;
  readonly isMainFrame: boolean;
}

export function isPermitted({ permission, url, isMainFrame }: PermissionRequest, pageOrigin: string): boolean {
  return Object.hasOwn(allowed, permission) && isMainFrame && url !== undefined && originOf(url) === pageOrigin;
}

/**
 * A capture of a screen, a window or the system's sound. Electron before 45 calls it `media` with
 * an empty list of types.
 */
export const isCapture = (permission: string, mediaTypes: readonly string[] | undefined): boolean =>
  permission === 'display-capture' || (permission === 'media' && mediaTypes?.length === 0);

/**
 * Both handlers are needed: without the first one Electron grants every request, without the second
 * one every check. `mayCapture` is true for a choice that was just made. It also guards Chromium's
 * older way to capture a screen, which calls no display-media handler.
 */
export function guardPermissions(session: Session, pageOrigin: string, mayCapture: () => boolean): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    const { requestingUrl: url, isMainFrame } = details;
    const mediaTypes = 'mediaTypes' in details ? details.mediaTypes : undefined;
    const isAllowed = isPermitted({ permission, url, isMainFrame }, pageOrigin);
    answer(isAllowed && (!isCapture(permission, mediaTypes) || mayCapture()));
  });
  session.setPermissionCheckHandler((_contents, permission, url, { isMainFrame }) =>
    isPermitted({ permission, url, isMainFrame }, pageOrigin),
  );
  // USB, HID and serial devices.
  session.setDevicePermissionHandler(() => false);
}
