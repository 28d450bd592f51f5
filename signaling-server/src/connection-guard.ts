/** Stands before every connection, when all that is known is where it comes from. */
import type { IncomingMessage } from 'node:http';
import { isAllowedOrigin, readDialed } from './addresses.ts';
import { PerMinute } from './limits.ts';
import type { Parts } from './parts.ts';

interface Guard {
  readonly allowRequest: (
    request: IncomingMessage,
    decide: (error: string | null | undefined, allowed: boolean) => void,
  ) => void;
}

export function guardConnections({ config, clock }: Parts): Guard {
  const { load, trustedProxies } = config;
  const allowedOrigins =
    config.publicUrl === null ? config.allowedOrigins : [...config.allowedOrigins, config.publicUrl];
  const connections = new PerMinute(clock, load.connectionsPerMinute);
  const open = new Map<string, number>();

  const hold = (key: string, request: IncomingMessage): void => {
    open.set(key, (open.get(key) ?? 0) + 1);
    request.socket.once('close', () => {
      const left = (open.get(key) ?? 1) - 1;
      if (left > 0) open.set(key, left);
      else open.delete(key);
    });
  };

  return {
    allowRequest(request, decide) {
      const dialed = readDialed(request, trustedProxies);
      const key = dialed.addressKey;
      if (!isAllowedOrigin(request.headers.origin, dialed, allowedOrigins)) return decide('origin not allowed', false);
      if ((open.get(key) ?? 0) >= load.socketsPerAddress) return decide('too many connections', false);
      if (!connections.take(key)) return decide('too many connections', false);
      hold(key, request);
      return decide(null, true);
    },
  };
}
