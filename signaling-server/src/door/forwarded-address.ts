/**
 * The client's address in an entry of `X-Forwarded-For`. Most proxies write the bare address;
 * Azure's gateway and IIS append the port, which differs for each connection.
 */
import { isIP, isIPv4, isIPv6 } from 'node:net';

const V4_WITH_PORT = /^([\d.]+):\d{1,5}$/;
/** Brackets keep the port apart. They may stand without one. */
const V6_IN_BRACKETS = /^\[([^\]]+)\](?::\d{1,5})?$/;

/** The address without its port; undefined for everything else, such as `unknown` or a name. */
export function readForwardedAddress(entry: string): string | undefined {
  if (isIP(entry) !== 0) return entry;
  const v4 = V4_WITH_PORT.exec(entry)?.[1] ?? '';
  if (isIPv4(v4)) return v4;
  const v6 = V6_IN_BRACKETS.exec(entry)?.[1] ?? '';
  return isIPv6(v6) ? v6 : undefined;
}
