/**
 * Limits that hold before anything is parsed: open TCP connections, time to send a request, and new
 * WebSockets while the service is behind.
 */
import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import type { DoorPolicy } from '../policy.ts';
import { addressKey } from './addresses.ts';
import type { LoopLag } from './loop-lag.ts';
import { OpenSockets } from './open-sockets.ts';

/** Node looks for connections that have exceeded their time this often; 30 s if nothing is said. */
export const serverOptions = (policy: DoorPolicy) => ({
  headersTimeout: policy.headersWithinMs,
  requestTimeout: policy.requestWithinMs,
  connectionsCheckingInterval: policy.requestsCheckedEveryMs,
});

interface HttpGuardDeps {
  readonly config: { readonly trustedProxies: number };
  readonly policy: DoorPolicy;
  readonly log: Logger;
  readonly lag: Pick<LoopLag, 'isBehind'>;
}

/** Returns whether an upgrade has been refused, for listeners that come later. */
export function guardHttp(
  http: Server,
  { config, policy, log, lag }: HttpGuardDeps,
): (request: IncomingMessage) => boolean {
  http.maxConnections = policy.maxConnections;
  // A browser has some connections beside its WebSocket.
  const open = new OpenSockets(2 * policy.socketsPerAddress);
  http.on('connection', (socket: Socket) => {
    // Behind a proxy all connections come from its address.
    if (config.trustedProxies > 0) return;
    if (!open.tryAdd(addressKey(socket.remoteAddress ?? ''), socket)) socket.destroy();
  });

  const refused = new WeakSet<IncomingMessage>();
  http.on('upgrade', (request: IncomingMessage, socket: Duplex) => {
    if (!lag.isBehind) return;
    log.debug('connection refused: the service is behind');
    refused.add(request);
    socket.end(
      `HTTP/1.1 503 Service Unavailable\r\nRetry-After: ${String(policy.retryAfterS)}\r\nConnection: close\r\n\r\n`,
    );
  });
  return (request) => refused.has(request);
}
