/** Opens the bridge: the preload script's in the app, or the browser's own. */
import { DESKTOP_API_KEY, type DesktopApi } from '@lectern/bridge';
import type { BrowserWords } from './browser-words.ts';

declare global {
  interface Window {
    readonly [DESKTOP_API_KEY]?: DesktopApi;
  }
}

export async function openDesktop(browserWords: BrowserWords): Promise<DesktopApi> {
  const desktop = window[DESKTOP_API_KEY];
  if (desktop !== undefined) return desktop;
  const { openBrowserBridge } = await import('./browser-bridge.ts');
  return openBrowserBridge(browserWords);
}
