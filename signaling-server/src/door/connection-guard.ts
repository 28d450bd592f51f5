/** Decides about a new connection before its handshake, from its address alone. */
import type { IncomingMessage } from 'node:http';
import type { Logger } from 'pino';
import type { DoorPolicy } from '../policy.ts';
import type { Clock } from '../room/clock.ts';
import { readDialed } from './addresses.ts';
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

export function guardConnections({ config, clock, log, faults, isRefused, policy }: GuardOptions): Guard {
  const { trustedProxies } = config;
  const connections = new PerAddress(clock, policy.connectionsPerMinute);
  const open = new OpenSockets(policy.socketsPerAddress);

  return {
    allowRequest(request, decide) {
      const refuse = (reason: string): void => {
        log.debug({ reason }, 'connection refused');
        decide(reason, false);
      };
      if (isRefused(request)) return refuse('the service is behind');
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
      if (!connections.tryConsume(key)) return refuse('too many connections');
      if (!open.tryAdd(key, request.socket)) return refuse('too many connections');
      return decide(null, true);
    },
  };
}
