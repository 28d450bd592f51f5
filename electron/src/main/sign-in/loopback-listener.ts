/**
 * Receives the browser when the identity provider sends it back: a listener on this machine alone,
 * on any free port, for one answer (RFC 8252, section 7.3).
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { signInPage } from './sign-in-page.ts';

/** As it is registered at the provider, without the port. */
const REDIRECT_PATH = '/signed-in';

export interface LoopbackListener {
  readonly redirectUri: string;
  /** The address with which the browser came. Rejects with the signal's reason. */
  answered(signal: AbortSignal): Promise<URL>;
  close(): void;
}

/** @param state Of the request. An answer without it comes from somewhere else and is ignored. */
export async function listenOnLoopback(state: string): Promise<LoopbackListener> {
  let receive: (address: URL) => void = () => undefined;
  const answer = new Promise<URL>((resolve) => (receive = resolve));
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const address = addressOf(request, redirectUri, state);
    response.setHeader('Connection', 'close');
    if (address === undefined) return void response.writeHead(404).end();
    const { headers, html } = signInPage(address.searchParams.has('code'));
    response.writeHead(200, headers).end(html);
    return receive(address);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const bound = server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
  const redirectUri = `http://127.0.0.1:${String(port)}${REDIRECT_PATH}`;
  return {
    redirectUri,
    answered: (signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) reject(signal.reason);
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
        void answer.then(resolve);
      }),
    // The page in the browser is still being sent.
    close: () => server.close(),
  };
}

/** Undefined for anything but the provider's answer. */
function addressOf({ method, url = '' }: IncomingMessage, redirectUri: string, state: string): URL | undefined {
  if (method !== 'GET' || !URL.canParse(url, redirectUri)) return undefined;
  const address = new URL(url, redirectUri);
  const { searchParams, pathname } = address;
  const isAnswer = searchParams.get('state') === state && (searchParams.has('code') || searchParams.has('error'));
  return pathname === REDIRECT_PATH && isAnswer ? address : undefined;
}
