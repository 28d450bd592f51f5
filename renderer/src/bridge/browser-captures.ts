/** Capturing from a tab: the browser shows the choice itself and asks the person, so nothing is listed or allowed beforehand. */
import type { DesktopCalls, Host } from '@lectern/bridge';

export const browserCaptures: Pick<DesktopCalls, 'listScreens' | 'allowCapture' | 'openPrivacySettings'> = {
  listScreens: () => Promise.reject(new Error('The browser shows its own choice of screens.')),
  // The browser asks at each request, whatever was said before.
  allowCapture: () => Promise.resolve(),
  openPrivacySettings: () => Promise.reject(new Error('Allow it in the browser’s settings for this page.')),
};

export const capturesOfBrowser: Pick<Host, 'screenPicker' | 'systemSound' | 'privacySettings'> = {
  screenPicker: 'browser',
  systemSound: { kind: 'with-screen' },
  privacySettings: [],
};
