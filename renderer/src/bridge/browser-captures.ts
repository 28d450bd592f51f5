/** Capturing in a tab: the browser itself lists the screens and asks for permission. */
import type { DesktopCalls, Host } from '@lectern/bridge';
import { onlyInApp } from './only-in-app.ts';

type CaptureCalls = Pick<DesktopCalls, 'listScreens' | 'allowCapture' | 'openPrivacySettings' | 'reviveSound'>;

export const browserCaptures: CaptureCalls = {
  listScreens: onlyInApp,
  // The browser asks at each request.
  allowCapture: () => Promise.resolve(),
  openPrivacySettings: onlyInApp,
  // A page can only try again.
  reviveSound: () => Promise.resolve('unknown'),
};

export const capturesOfBrowser: Pick<Host, 'screenPicker' | 'systemSound' | 'privacySettings'> = {
  screenPicker: 'browser',
  systemSound: { kind: 'with-screen' },
  privacySettings: [],
};
