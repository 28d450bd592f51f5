/**
 * Serves the built UI as `app://lectern`: an origin of its own, files of one folder, a content
 * policy on every response.
 */
import { readFile } from 'node:fs/promises';
import { extname, resolve, sep } from 'node:path';

export const APP_SCHEME = 'app';
export const APP_ORIGIN = 'app://lectern';

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

/**
 * The file at an address; undefined where it is outside `folder`, or of a type that the UI does not
 * have.
 */
export function fileFor(url: string, folder: string): string | undefined {
  const { protocol, host, pathname } = new URL(url);
  if (`${protocol}//${host}` !== APP_ORIGIN) return undefined;
  let path: string;
  try {
    path = decodeURIComponent(pathname);
  } catch {
    return undefined; // Not a valid escape.
  }
  if (path.includes('\0') || path.includes('\\')) return undefined;
  const file = resolve(folder, `.${path === '/' || path === '' ? '/index.html' : path}`);
  if (!file.startsWith(resolve(folder) + sep)) return undefined;
  return Object.hasOwn(mediaTypes, extname(file)) ? file : undefined;
}

/** `policy` is called for each response: the service that it names can change. */
export function serveFolder(folder: string, policy: () => string): (request: Request) => Promise<Response> {
  return async (request) => {
    const file = request.method === 'GET' ? fileFor(request.url, folder) : undefined;
    if (file === undefined) return new Response(null, { status: 404 });
    try {
      const headers = {
        'content-type': mediaTypes[extname(file)] ?? '',
        'content-security-policy': policy(),
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
      };
      return new Response(await readFile(file), { headers });
    } catch {
      return new Response(null, { status: 404 });
    }
  };
}
