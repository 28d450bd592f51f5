/**
 * The path of `LECTERN_PUBLIC_URL`, such as `/lectern`. A proxy may take it off before it passes a
 * request on, or leave it; both work.
 */
import type { IncomingMessage, Server } from 'node:http';

/** `/lectern`, or empty without a path. */
export const publicPath = (publicUrl: string | null): string =>
  publicUrl === null ? '' : new URL(publicUrl).pathname.replace(/\/$/, '');

const withoutPublicPath = (url: string, path: string): string =>
  path !== '' && url.startsWith(`${path}/`) ? url.slice(path.length) : url;

/** Before every other listener, those of Engine.IO included: none of them sees the path. */
export function takeOffPublicPath(http: Server, publicUrl: string | null): void {
  const path = publicPath(publicUrl);
  if (path === '') return;
  const takeOff = (request: IncomingMessage): void => {
    request.url = withoutPublicPath(request.url ?? '/', path);
  };
  http.prependListener('request', takeOff);
  http.prependListener('upgrade', takeOff);
}
