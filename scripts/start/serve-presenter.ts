/** Serves the built presenter page to one browser on this machine. */
import getPort from 'get-port';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { APP_ORIGIN, serveFolder } from '../../electron/src/main/security/app-protocol.ts';
import { contentPolicy } from '../../electron/src/main/security/content-policy.ts';
import { refusalPage } from './refusal-page.ts';
import { TokenGate } from './token-gate.ts';

export interface PresenterPage {
  readonly origin: string;
  /** Contains the token that works once. */
  readonly address: string;
  /** The service that the page is given when it loads. */
  announceService(serviceUrl: string): void;
  close(): Promise<void>;
}

interface PresenterPageOptions {
  readonly folder: string;
  /** A free one is used instead if it is taken. */
  readonly preferredPort: number;
  readonly version: string;
}

const LOOPBACK = '127.0.0.1';

export async function servePresenter({ folder, preferredPort, version }: PresenterPageOptions): Promise<PresenterPage> {
  const port = await getPort({ port: preferredPort, host: LOOPBACK });
  const gate = new TokenGate(port);
  const origin = `http://${LOOPBACK}:${port}`;
  let serviceUrl = origin;
  // The desktop app serves the same files the same way, under its own scheme.
  const answerFile = serveFolder(folder, () => contentPolicy(serviceUrl));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', origin);
    const { host, cookie } = request.headers;
    const verdict = gate.judge({ host, cookie, path: url.pathname, token: url.searchParams.get('token') });
    if (verdict.type === 'refuse') return send(response, refusalPage(verdict.reason));
    if (verdict.type === 'admit') {
      // A redirect keeps the address with the token out of the history.
      return send(
        response,
        new Response(null, { status: 303, headers: { location: '/', 'set-cookie': verdict.setCookie } }),
      );
    }
    if (url.pathname === '/host.json') return send(response, Response.json({ version, defaultServiceUrl: serviceUrl }));
    const method = request.method ?? 'GET';
    if (method !== 'GET') return send(response, new Response(null, { status: 405, headers: { allow: 'GET' } }));
    return send(response, await answerFile(new Request(`${APP_ORIGIN}${url.pathname}`)));
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.writeHead(400).end());
  });
  const { promise: listening, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(port, LOOPBACK, resolve);
  await listening;
  return {
    origin,
    address: `${origin}/?token=${gate.token}`,
    announceService: (url) => {
      serviceUrl = url;
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function send(response: ServerResponse, answer: Response): Promise<void> {
  response.writeHead(answer.status, {
    ...Object.fromEntries(answer.headers),
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  });
  response.end(Buffer.from(await answer.arrayBuffer()));
}
