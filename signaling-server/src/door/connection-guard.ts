/** Decides about a new connection before its handshake, from its address alone. */
import type { IncomingMessage } from 'node:http';
import type { Logger } from 'pino';
import type { DoorPolicy } from '../policy.ts';
import type { Clock } from '../room/clock.ts';
import { readDialed } from './addresses.ts';
import type { DoorObserver, Limit } from './door-observer.ts';
import { OpenSockets } from './open-sockets.ts';
import { PerAddress } from '../room/per-address.ts';
import type { SetupFaults } from './setup-faults.ts';

/** A forwarded address is logged up to this length. */
const LOGGED_LENGTH = 64;

interface GuardOptions {
  readonly clock: Clock;
  readonly log: Logger;
  readonly faults: SetupFaults;
  /** An answer has been sent already. */
  readonly isRefused: (request: IncomingMessage) => boolean;
  /** The service's own connections count nowhere. */
  readonly isOwn: (request: IncomingMessage) => boolean;
  readonly observer: Pick<DoorObserver, 'limitHit'>;
  readonly policy: Pick<DoorPolicy, 'socketsPerAddress' | 'connectionsPerMinute'>;
  readonly config: { readonly trustedProxies: number };
}

/** As Socket.IO's option of the same name takes it. */
interface Guard {
  readonly allowRequest: (
    request: IncomingMessage,
    decide: (error: string | null | undefined, allowed: boolean) => void,
  ) => void;
}

export function guardConnections(options: GuardOptions): Guard {
  const { config, clock, log, faults, isRefused, isOwn, observer, policy } = options;
  const { trustedProxies } = config;
  const connections = new PerAddress(clock, policy.connectionsPerMinute);
  const open = new OpenSockets(policy.socketsPerAddress);

  return {
    allowRequest(request, decide) {
      const refuse = (reason: string): void => {
        log.debug({ reason }, 'connection refused');
        decide(reason, false);
      };
      const refuseBeyond = (limit: Limit): void => {
        observer.limitHit(limit);
        refuse(`too many: ${limit}`);
      };
      if (isRefused(request)) return refuse('refused before');
      if (isOwn(request)) return decide(null, true);
      const dialed = readDialed(request, trustedProxies);
      const key = dialed.addressKey;
      if (dialed.refusedAddress !== undefined) {
        faults.report(
          'forwarded-address',
          { forwardedFor: dialed.refusedAddress.slice(0, LOGGED_LENGTH) },
          'The proxy’s X-Forwarded-For holds no address, so limits count the proxy’s own: make the proxy send the ' +
            'client’s address, or correct LECTERN_TRUSTED_PROXIES',
        );
      }
      if (trustedProxies === 0 && request.headers['x-forwarded-for'] !== undefined) {
        faults.report(
          'untrusted-proxy',
          {},
          'Requests arrive with X-Forwarded-For, but no proxy is trusted, so limits count the proxy’s address for ' +
            'all clients: set LECTERN_TRUSTED_PROXIES to the number of proxies in front',
        );
      }
      if (!connections.tryConsume(key)) return refuseBeyond('connections-per-minute');
      if (!open.tryAdd(key, request.socket)) return refuseBeyond('sockets-per-address');
      return decide(null, true);
    },
  };
}
