/**
 * Adds the presenter key to the page's connection to its service. It is added outside the page,
 * where no script can read it.
 */
import { PRESENTER_KEY_HEADER, SOCKET_PATH } from '@lectern/protocol';
import type { Session } from 'electron';

/** The service to which a signaling WebSocket is opened; undefined for any other address. */
export function signaledService(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, host, pathname } = new URL(url);
  const signaling = `${SOCKET_PATH}/`;
  if (!['ws:', 'wss:'].includes(protocol) || !pathname.endsWith(signaling)) return undefined;
  // The service may be under a path of its host.
  return `${protocol === 'wss:' ? 'https:' : 'http:'}//${host}${pathname.slice(0, -signaling.length)}`;
}

/** `keyFor` is called for every connection; with null no key is sent. */
export function addHandshakeKey(session: Session, keyFor: (origin: string) => string | null): void {
  session.webRequest.onBeforeSendHeaders({ urls: ['ws://*/*', 'wss://*/*'] }, ({ url, requestHeaders }, answer) => {
    const origin = signaledService(url);
    const key = origin === undefined ? null : keyFor(origin);
    answer({ requestHeaders: key === null ? requestHeaders : { ...requestHeaders, [PRESENTER_KEY_HEADER]: key } });
  });
}
