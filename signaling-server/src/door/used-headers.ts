/**
 * Drops the headers of a WebSocket's request that are not read after it has opened. Socket.IO keeps
 * the request as long as the connection, and a browser's headers take two kilobytes.
 */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

const isUsed = (name: string): boolean =>
  name === 'host' || name === 'origin' || name.startsWith('x-forwarded-') || name.startsWith('x-lectern-');

export function dropUnusedHeaders(request: Pick<IncomingMessage, 'headers' | 'rawHeaders'>): void {
  const used: IncomingHttpHeaders = {};
  for (const name of Object.keys(request.headers)) if (isUsed(name)) used[name] = request.headers[name];
  request.headers = used;
  request.rawHeaders = [];
}
