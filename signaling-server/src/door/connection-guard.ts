/** Decides about a new connection before its handshake, from origin and address alone. */
import type { IncomingMessage } from 'node:http';
import type { Logger } from 'pino';
import type { DoorPolicy } from '../policy.ts';
import type { Clock } from '../room/clock.ts';
import { PerMinute } from '../room/per-minute.ts';
import { isAllowedOrigin, readDialed } from './addresses.ts';
import type { SetupFaults } from './setup-faults.ts';

/** A forwarded address is logged up to this length. */
const LOGGED_LENGTH = 64;

interface GuardOptions {
  readonly clock: Clock;
  readonly log: Logger;
  readonly faults: SetupFaults;
  readonly policy: Pick<DoorPolicy, 'socketsPerAddress' | 'connectionsPerMinute'>;
  readonly config: {
    readonly publicUrl: string | null;
    readonly allowedOrigins: readonly string[];
    readonly trustedProxies: number;
  };
}

/** As Socket.IO's option of the same name takes it. */
interface Guard {
  readonly allowRequest: (
    request: IncomingMessage,
    decide: (error: string | null | undefined, allowed: boolean) => void,
  ) => void;
}

export function guardConnections({ config, clock, log, faults, policy }: GuardOptions): Guard {
  const { publicUrl, trustedProxies } = config;
  const allowedOrigins =
    publicUrl === null ? config.allowedOrigins : [...config.allowedOrigins, new URL(publicUrl).origin];
  const connections = new PerMinute(clock, policy.connectionsPerMinute);
  const open = new Map<string, number>();

  const countOpen = (key: string, request: IncomingMessage): void => {
    open.set(key, (open.get(key) ?? 0) + 1);
    request.socket.once('close', () => {
      const left = (open.get(key) ?? 1) - 1;
      if (left > 0) open.set(key, left);
      else open.delete(key);
    });
  };

  return {
    allowRequest(request, decide) {
      const refuse = (reason: string): void => {
        log.debug({ reason }, 'connection refused');
        decide(reason, false);
      };
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
      if (!isAllowedOrigin(request.headers.origin, dialed, allowedOrigins)) return refuse('origin not allowed');
      if ((open.get(key) ?? 0) >= policy.socketsPerAddress) return refuse('too many connections');
      if (!connections.tryConsume(key)) return refuse('too many connections');
      countOpen(key, request);
      return decide(null, true);
    },
  };
}
