/**
 * Serves the watcher page from memory. The page's build has compressed its files: `x.js.br` and
 * `x.js.gz` lie beside `x.js`. The page itself is made for each request, since it has the room's
 * title.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { RoomId } from '@lectern/protocol';
import { Router, type Request, type Response } from 'express';
import type { FindRoom } from '../cluster/room-port.ts';
import { dialedUrl, readDialed } from '../door/addresses.ts';
import { roomHint } from '../room/ids.ts';
import { plainRoomPath, relativeTo } from './plain-path.ts';
import { roomPage, rootPage } from './room-page.ts';

/**
 * The smaller one first: `acceptsEncodings` alone would go by the browser's order, which begins
 * with gzip.
 */
const ENCODINGS = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;
const INDEX = '/index.html';

/**
 * Of the page of a room, about 2 KB: a higher quality takes ten times as long and saves 50 bytes.
 */
const BROTLI_QUALITY = 4;
const compressors = {
  br: (html: string) => brotliCompressSync(html, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } }),
  gzip: (html: string) => gzipSync(html),
} as const;

/**
 * Files by their address. An address is only looked up here, so none reaches outside the folder.
 */
type PageFiles = ReadonlyMap<string, Buffer>;

function readFolder(folder: string): PageFiles {
  const files = new Map<string, Buffer>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(`/${relative(folder, path).split(sep).join('/')}`, readFileSync(path));
  }
  return files;
}

/**
 * Reads the folder again when its index has changed: a new build takes effect while the service
 * runs.
 */
function watchFolder(folder: string): () => PageFiles {
  let files: PageFiles = new Map();
  let readAtMs = 0;
  return () => {
    const changedMs = statSync(join(folder, INDEX), { throwIfNoEntry: false })?.mtimeMs;
    if (changedMs !== undefined && changedMs !== readAtMs) {
      files = readFolder(folder);
      readAtMs = changedMs;
    }
    return files;
  };
}

interface PageDeps {
  readonly config: {
    readonly pageDir: string;
    readonly publicUrl: string | null;
    readonly trustedProxies: number;
    readonly stunUrls: readonly string[];
  };
  /** The port that the service listens on. */
  readonly port: () => number;
  readonly findRoom: FindRoom;
}

export function servePage({ config, port, findRoom }: PageDeps): Router {
  const currentFiles = watchFolder(config.pageDir);
  const router = Router({ strict: true });

  /** False when there is no such file. */
  const sendFile = (name: string, request: Request, response: Response): boolean => {
    const files = currentFiles();
    const plain = files.get(name);
    if (plain === undefined) return false;
    // The build names the files in assets/ by their content.
    const isHashed = name.startsWith('/assets/');
    response.set('Cache-Control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    response.type(extname(name));
    const compressed = ENCODINGS.filter(([, extension]) => files.has(name + extension));
    if (compressed.length > 0) response.vary('Accept-Encoding');
    const [encoding, extension] = compressed.find(([each]) => request.acceptsEncodings(each)) ?? [];
    if (encoding !== undefined) response.set('Content-Encoding', encoding);
    response.send(files.get(`${name}${extension ?? ''}`));
    return true;
  };

  const sendRoomPage = async (request: Request, response: Response, html: string): Promise<void> => {
    const roomId = RoomId.safeParse(request.params['roomId']);
    const hint = roomId.success ? roomHint(roomId.data) : undefined;
    const about = roomId.success ? await findRoom(roomId.data).about() : undefined;
    const serviceUrl = config.publicUrl ?? dialedUrl(readDialed(request, config.trustedProxies), port());
    sendHtml(request, response, roomPage(html, { about, hint, stunUrls: config.stunUrls, serviceUrl }));
  };

  const sendHtml = (request: Request, response: Response, page: string): void => {
    response.set('Cache-Control', 'no-cache').type('html').vary('Accept-Encoding');
    const encoding = ENCODINGS.map(([name]) => name).find((name) => request.acceptsEncodings(name));
    if (encoding !== undefined) response.set('Content-Encoding', encoding);
    response.send(encoding === undefined ? page : compressors[encoding](page));
  };

  const sendNotBuilt = (response: Response): void =>
    void response.status(503).type('txt').send('The watcher page has not been built yet.\n');

  router.use((request, response, next) => {
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    const plain = isRead ? plainRoomPath(request.path) : undefined;
    if (plain === undefined) return next();
    const query = request.url.indexOf('?');
    const location = relativeTo(request.path, plain) + (query === -1 ? '' : request.url.slice(query));
    response.set('Cache-Control', 'no-cache').redirect(302, location);
  });
  router.get('/', (request, response) => {
    const html = currentFiles().get(INDEX);
    if (html === undefined) return sendNotBuilt(response);
    return sendHtml(request, response, rootPage(html.toString()));
  });
  router.get('/r/:roomId', (request, response, fail) => {
    const html = currentFiles().get(INDEX);
    if (html === undefined) return sendNotBuilt(response);
    return void sendRoomPage(request, response, html.toString()).catch(fail);
  });
  router.get('/{*path}', (request, response, next) => {
    if (!sendFile(request.path, request, response)) next();
  });
  return router;
}
