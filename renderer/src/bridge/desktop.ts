/** The UI's way to the machine that it runs on: Electron's where there is one, else the browser's. */
import { DESKTOP_API_KEY, type DesktopApi } from '@lectern/bridge';

declare global {
  interface Window {
    readonly [DESKTOP_API_KEY]?: DesktopApi;
  }
}

export async function openDesktop(): Promise<DesktopApi> {
  const desktop = window[DESKTOP_API_KEY];
  if (desktop !== undefined) return desktop;
  const { openBrowserBridge } = await import('./browser-bridge.ts');
  return openBrowserBridge();
}
