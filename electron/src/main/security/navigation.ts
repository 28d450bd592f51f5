/**
 * A window shows only its own page: it navigates nowhere else, opens no window and embeds nothing.
 */
import type { WebContents } from 'electron';

/**
 * Like `URL.origin`, which is `null` for a scheme of our own. Undefined where `url` is not valid.
 */
export function originOf(url: string): string | undefined {
  try {
    const { protocol, host } = new URL(url);
    return host === '' ? undefined : `${protocol}//${host}`;
  } catch {
    return undefined; // Not an address.
  }
}

/** Whether `url` is our page itself, which is where its own reload goes. */
export function isOwnPage(url: string, pageUrl: string): boolean {
  if (originOf(url) === undefined || originOf(url) !== originOf(pageUrl)) return false;
  return new URL(url).pathname === new URL(pageUrl).pathname;
}

export function guardNavigation(contents: WebContents, pageUrl: string): void {
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || !isOwnPage(event.url, pageUrl)) event.preventDefault();
  });
  contents.on('will-navigate', (event) => {
    if (!isOwnPage(event.url, pageUrl)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
  });
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}
