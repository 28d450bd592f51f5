/** Where this machine reaches a server of its own. */
import { isIPv6 } from 'node:net';

/**
 * A server on every IPv6 address takes IPv4 as well, and a container often has no IPv6 for its
 * loopback.
 */
const everyAddress = new Set(['::', '0.0.0.0']);

/** `host`: where it listens. */
export function ownUrl(host: string, port: number): string {
  const reached = everyAddress.has(host) ? '127.0.0.1' : host;
  return `http://${isIPv6(reached) ? `[${reached}]` : reached}:${String(port)}`;
}
