/**
 * A proxy as in a company's network: it alone resolves names, and it records where its users go.
 * Tunnels (CONNECT) and plain requests.
 */
import { createServer, request, type IncomingMessage } from 'node:http';
import { connect, type Socket, type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

export interface ForwardProxy {
  readonly url: string;
  /** In order, `CONNECT host:port` or `GET http://host:port/path`. */
  readonly seen: readonly string[];
  close(): Promise<void>;
}

/**
 * `hosts`: the known names, each with its local port. `tunnels`: whether tunnels are allowed at the
 * moment.
 */
export async function startForwardProxy(
  hosts: Readonly<Record<string, number>>,
  tunnels: () => boolean = () => true,
): Promise<ForwardProxy> {
  const seen: string[] = [];
  const open = new Set<Duplex>();
  const server = createServer((incoming, response) => {
    const target = new URL(incoming.url ?? '/', 'http://nowhere');
    seen.push(`${incoming.method} ${target.href}`);
    const port = hosts[target.hostname];
    if (port === undefined) return void response.writeHead(502).end();
    const { method, headers } = incoming;
    const onward = request({ host: '127.0.0.1', port, path: target.pathname, method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.once('error', () => response.destroy());
    return void incoming.pipe(onward);
  });
  server.on('connect', (incoming: IncomingMessage, socket: Socket) => {
    seen.push(`CONNECT ${incoming.url ?? ''}`);
    const port = tunnels() ? hosts[(incoming.url ?? '').split(':')[0] ?? ''] : undefined;
    if (port === undefined) return void socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    const onward = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    for (const end of [socket, onward]) {
      open.add(end);
      end.once('error', () => end.destroy());
      end.once('close', () => (socket.destroy(), onward.destroy()));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    close: async () => {
      for (const end of open) end.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
