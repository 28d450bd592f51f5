/** Adds the presenter's key to the page's connection with its service, outside of the page: what runs there cannot read it. */
import { PRESENTER_KEY_HEADER, SOCKET_PATH } from '@lectern/protocol';
import type { Session } from 'electron';

/** The service that a WebSocket is being opened to for signaling; undefined for any other address. */
export function signaledService(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, host, pathname } = new URL(url);
  if (!['ws:', 'wss:'].includes(protocol) || pathname !== `${SOCKET_PATH}/`) return undefined;
  return `${protocol === 'wss:' ? 'https:' : 'http:'}//${host}`;
}

/** `keyFor` is asked on every connection; null sends none. */
export function addHandshakeKey(session: Session, keyFor: (origin: string) => string | null): void {
  session.webRequest.onBeforeSendHeaders({ urls: ['ws://*/*', 'wss://*/*'] }, ({ url, requestHeaders }, answer) => {
    const origin = signaledService(url);
    const key = origin === undefined ? null : keyFor(origin);
    answer({ requestHeaders: key === null ? requestHeaders : { ...requestHeaders, [PRESENTER_KEY_HEADER]: key } });
  });
}
