/**
 * Serves the watcher page from memory. The page's build has compressed its files: `x.js.br` and
 * `x.js.gz` lie beside `x.js`.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { Router, type Request, type Response } from 'express';

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

export function servePage(folder: string): Router {
  const currentFiles = watchFolder(folder);
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

  router.get(['/', '/r/:roomId'], (request, response) => {
    if (sendFile(INDEX, request, response)) return;
    response.status(503).type('txt').send('The watcher page has not been built yet.\n');
  });
  router.get('/{*path}', (request, response, next) => {
    if (!sendFile(request.path, request, response)) next();
  });
  return router;
}
