/** Decides about a new connection before its handshake, from origin and address alone. */
import type { IncomingMessage } from 'node:http';
import type { Logger } from 'pino';
import type { DoorPolicy } from '../policy.ts';
import type { Clock } from '../room/clock.ts';
import { PerMinute } from '../room/per-minute.ts';
import { isAllowedOrigin, readDialed } from './addresses.ts';

interface GuardOptions {
  readonly clock: Clock;
  readonly log: Logger;
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

export function guardConnections({ config, clock, log, policy }: GuardOptions): Guard {
  const { publicUrl, trustedProxies } = config;
  const allowedOrigins = publicUrl === null ? config.allowedOrigins : [...config.allowedOrigins, publicUrl];
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
      if (!isAllowedOrigin(request.headers.origin, dialed, allowedOrigins)) return refuse('origin not allowed');
      if ((open.get(key) ?? 0) >= policy.socketsPerAddress) return refuse('too many connections');
      if (!connections.tryConsume(key)) return refuse('too many connections');
      countOpen(key, request);
      return decide(null, true);
    },
  };
}
