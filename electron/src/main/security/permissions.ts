/** What our page may use of the machine. Everything that is not in the table is denied, whoever asks. */
import type { Session } from 'electron';
import { originOf } from './navigation.ts';

/** Allowed for the top frame of our own page, each with its reason. */
const allowed: Readonly<Record<string, string>> = {
  media: 'The presenter shows a camera and speaks into a microphone.',
  'display-capture': 'The presenter shares a screen or a window, chosen just before.',
  // The service may run on this machine or in its network. The content policy names the one address that may be called.
  'local-network-access': 'Chromium asks before a page calls an address of the local network.',
  'local-network': 'The same, as newer versions of Chromium name it.',
  'loopback-network': 'The same, for a service on this machine.',
};

interface Asking {
  readonly permission: string;
  /** The asking page's address or origin; empty or undefined where Chromium names none. */
  readonly url: string | undefined;
  readonly isMainFrame: boolean;
}

export function isPermitted({ permission, url, isMainFrame }: Asking, pageOrigin: string): boolean {
  return Object.hasOwn(allowed, permission) && isMainFrame && url !== undefined && originOf(url) === pageOrigin;
}

/** A screen, a window or the system's sound. Before Electron 45 that was asked for as "media" that names neither camera nor microphone. */
export const isCapture = (permission: string, mediaTypes: readonly string[] | undefined): boolean =>
  permission === 'display-capture' || (permission === 'media' && mediaTypes?.length === 0);

/**
 * Both handlers: without the first Electron grants everything that is requested, without the second all that is only checked.
 * `mayCapture`: a choice was made just now. It also stands before Chromium's older way to a screen, which asks no display-media handler.
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
