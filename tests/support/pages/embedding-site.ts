/**
 * A site that shows the watcher page in a frame. Its query gives the frame's attributes: `GET
 * /?src=…&allow=…&sandbox=…`.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface EmbeddingSite {
  readonly origin: string;
  pageWith(frame: { readonly src: string; readonly allow?: string; readonly sandbox?: string }): string;
  close(): Promise<void>;
}

/** `headers`: further response headers. */
export async function startEmbeddingSite(headers: Readonly<Record<string, string>> = {}): Promise<EmbeddingSite> {
  const server = createServer((request, response) => {
    const query = new URL(request.url ?? '/', 'http://site').searchParams;
    const attributes = [...query].map(([name, value]) => `${name}="${value.replaceAll('"', '&quot;')}"`).join(' ');
    response.writeHead(200, { 'Content-Type': 'text/html', ...headers });
    response.end(`<!doctype html><title>A course</title><iframe width="640" height="360" ${attributes}></iframe>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Another site than the service at 127.0.0.1, so that the frame is third-party.
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    pageWith: (frame) => `${origin}/?${new URLSearchParams(frame).toString()}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
