/**
 * Limits that hold before anything is parsed: open TCP connections, time to send a request, and new
 * WebSockets while the service is under load or being stopped.
 */
import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import type { DoorPolicy } from '../policy.ts';
import { addressKey } from './addresses.ts';
import { arrivalIn } from './arrival.ts';
import type { DoorObserver } from './door-observer.ts';
import type { Load } from './load.ts';
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
  readonly load: Pick<Load, 'refusesUnread'>;
  readonly observer: Pick<DoorObserver, 'limitHit' | 'refusedForLoad'>;
  /** The service is being stopped and admits no one. */
  readonly isLeaving: () => boolean;
  /**
   * The service's own connections are never refused for load: they tell whether it still serves.
   */
  readonly isOwn: (request: IncomingMessage) => boolean;
}

/** Returns whether an upgrade has been refused, for listeners that come later. */
export function guardHttp(
  http: Server,
  { config, policy, log, load, observer, isLeaving, isOwn }: HttpGuardDeps,
): (request: IncomingMessage) => boolean {
  http.maxConnections = policy.maxConnections;
  // A browser has some connections beside its WebSocket.
  const open = new OpenSockets(2 * policy.socketsPerAddress);
  http.on('connection', (socket: Socket) => {
    // Behind a proxy all connections come from its address.
    if (config.trustedProxies > 0) return;
    if (open.tryAdd(addressKey(socket.remoteAddress ?? ''), socket)) return;
    observer.limitHit('tcp-connections-per-address');
    socket.destroy();
  });
  http.on('drop', () => observer.limitHit('tcp-connections'));

  const refused = new WeakSet<IncomingMessage>();
  http.on('upgrade', (request: IncomingMessage, socket: Duplex) => {
    const arrival = arrivalIn(request);
    if (!isLeaving()) {
      if (isOwn(request) || !load.refusesUnread(arrival)) return;
      observer.refusedForLoad(arrival);
      log.debug({ arrival }, 'connection refused: the service is under load');
    }
    refused.add(request);
    // Without a listener, a client that has gone would end the process.
    socket.on('error', (error) => log.debug({ err: error }, 'a refused connection failed'));
    socket.end(
      `HTTP/1.1 503 Service Unavailable\r\nRetry-After: ${String(policy.retryAfterS)}\r\nConnection: close\r\n\r\n`,
    );
  });
  return (request) => refused.has(request);
}
