/**
 * A web server for updates: a list, and the file that it names. A test can hold the file back or
 * change it.
 */
import { createHash } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import { stringify } from 'yaml';
import type { AddressInfo } from 'node:net';

/** Whole, changed, or begun and then held until the client gives up. */
export type FileMode = 'whole' | 'tampered' | 'held';

export interface UpdateFeed {
  readonly url: string;
  serve(mode: FileMode): void;
  /** How often the list was requested, the file begun, and the file given up before its end. */
  readonly counts: { lists: number; files: number; givenUp: number };
  close(): Promise<void>;
}

const FILE_NAME = 'Lectern-x86_64.AppImage';

export async function openUpdateFeed(version: string, file: Buffer): Promise<UpdateFeed> {
  const sha512 = createHash('sha512').update(file).digest('base64');
  const list = stringify({
    version,
    files: [{ url: FILE_NAME, sha512, size: file.length }],
    path: FILE_NAME,
    sha512,
    releaseDate: '2026-01-01T00:00:00.000Z',
  });
  let mode: FileMode = 'whole';
  const counts = { lists: 0, files: 0, givenUp: 0 };
  const giveFile = (response: ServerResponse): void => {
    counts.files += 1;
    response.setHeader('content-length', file.length);
    if (mode === 'whole') response.end(file);
    else if (mode === 'tampered') response.end(Buffer.from(file).fill('#', 12));
    else {
      response.write(file.subarray(0, file.length / 2));
      response.once('close', () => (counts.givenUp += 1));
    }
  };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://feed');
    if (/^\/latest-linux(-\w+)?\.yml$/.test(pathname)) {
      counts.lists += 1;
      response.end(list);
    } else if (pathname === `/${FILE_NAME}`) giveFile(response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    serve: (next) => {
      mode = next;
    },
    counts,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
