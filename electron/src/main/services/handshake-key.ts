/**
 * Adds what admits the presenter to the page's connection to its service: the presenter key, or the
 * admission of a sign-in. It is added outside the page, where no script can read it.
 */
import { ADMISSION_HEADER, PRESENTER_KEY_HEADER, SOCKET_PATH } from '@lectern/protocol';
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

/** Each null where there is none. */
export interface HandshakeSecrets {
  readonly key: string | null;
  readonly admission: string | null;
}

/**
 * `secretsFor` is called for every connection; null where the address is not of the service in use.
 */
export function addHandshakeKey(session: Session, secretsFor: (origin: string) => HandshakeSecrets | null): void {
  session.webRequest.onBeforeSendHeaders({ urls: ['ws://*/*', 'wss://*/*'] }, ({ url, requestHeaders }, answer) => {
    const origin = signaledService(url);
    const { key = null, admission = null } = (origin === undefined ? null : secretsFor(origin)) ?? {};
    answer({
      requestHeaders: {
        ...requestHeaders,
        ...(key === null ? {} : { [PRESENTER_KEY_HEADER]: key }),
        ...(admission === null ? {} : { [ADMISSION_HEADER]: admission }),
      },
    });
  });
}
