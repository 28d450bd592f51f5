/** Capturing in a tab: the browser itself lists the screens and asks for permission. */
import type { DesktopCalls, Host } from '@lectern/bridge';
import { onlyInApp } from './only-in-app.ts';

export const browserCaptures: Pick<DesktopCalls, 'listScreens' | 'allowCapture' | 'openPrivacySettings'> = {
  listScreens: onlyInApp,
  // The browser asks at each request.
  allowCapture: () => Promise.resolve(),
  openPrivacySettings: onlyInApp,
};

export const capturesOfBrowser: Pick<Host, 'screenPicker' | 'systemSound' | 'privacySettings'> = {
  screenPicker: 'browser',
  systemSound: { kind: 'with-screen' },
  privacySettings: [],
};
