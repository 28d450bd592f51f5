/**
 * Drops the headers of a WebSocket's request that nobody reads after it has opened. Socket.IO keeps
 * the request as long as the connection, and a browser's headers take two kilobytes.
 */
import type { IncomingMessage } from 'node:http';

const USED = /^(?:host|origin|x-forwarded-.+|x-lectern-.+)$/;

export function dropUnusedHeaders(request: Pick<IncomingMessage, 'headers' | 'rawHeaders'>): void {
  request.headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => USED.test(name)));
  request.rawHeaders = [];
}
