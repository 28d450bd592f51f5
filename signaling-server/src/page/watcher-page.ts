/** Serves the watcher page from memory. It is small: read once, compressed once. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { Router, type Request, type Response } from 'express';

type Encoding = 'br' | 'gzip';
interface PageFile {
  readonly body: Buffer;
  readonly packed: Map<Encoding, Promise<Buffer>>;
}

const brotli = promisify(brotliCompress);
/** For whoever asks first: at its best, Brotli takes a second for this page, and saves a twelfth. */
const packQuickly: Record<Encoding, (body: Buffer) => Promise<Buffer>> = {
  br: (body) => brotli(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: promisify(gzip),
};

async function packedAs(encoding: Encoding, { body, packed }: PageFile): Promise<Buffer> {
  const kept = packed.get(encoding);
  if (kept) return await kept;
  const quick = packQuickly[encoding](body);
  packed.set(encoding, quick);
  // For everybody after that.
  if (encoding === 'br') void quick.then(() => brotli(body)).then((best) => packed.set('br', Promise.resolve(best)));
  return await quick;
}

const COMPRESSIBLE = new Set(['.html', '.js', '.css', '.svg', '.json', '.webmanifest', '.txt']);
const INDEX = '/index.html';

/** Names are looked up among the files found, so no address reaches outside of the folder. */
function readFolder(folder: string): Map<string, PageFile> {
  const files = new Map<string, PageFile>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const name = `/${relative(folder, path).split(sep).join('/')}`;
    files.set(name, { body: readFileSync(path), packed: new Map() });
  }
  return files;
}

/** A build that is replaced while the service runs is picked up with its new index. */
function watchFolder(folder: string): () => Map<string, PageFile> {
  let files = new Map<string, PageFile>();
  let builtAt = 0;
  return () => {
    const stamp = statSync(join(folder, INDEX), { throwIfNoEntry: false })?.mtimeMs;
    if (stamp !== undefined && stamp !== builtAt) {
      files = readFolder(folder);
      builtAt = stamp;
    }
    return files;
  };
}

export function servePage(folder: string): Router {
  const files = watchFolder(folder);
  const router = Router({ strict: true });

  const sendFile = async (name: string, request: Request, response: Response): Promise<void> => {
    const file = files().get(name);
    if (file === undefined) throw new Error(`page file ${name} has gone`);
    // The build names everything in assets/ by its content.
    const isHashed = name.startsWith('/assets/');
    response.set('Cache-Control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    response.type(extname(name));
    const encoding = COMPRESSIBLE.has(extname(name)) ? request.acceptsEncodings(['br', 'gzip']) : false;
    if (COMPRESSIBLE.has(extname(name))) response.vary('Accept-Encoding');
    if (encoding !== 'br' && encoding !== 'gzip') return void response.send(file.body);
    response.set('Content-Encoding', encoding).send(await packedAs(encoding, file));
  };

  router.get(['/', '/r/:roomId'], (request, response) => {
    if (files().has(INDEX)) return sendFile(INDEX, request, response);
    return void response.status(503).type('txt').send('The watcher page has not been built yet.\n');
  });
  router.get('/{*path}', (request, response, next) => {
    if (!files().has(request.path)) return next();
    return sendFile(request.path, request, response);
  });
  return router;
}
