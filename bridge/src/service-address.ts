/**
 * Reads the address of a service that a person has typed or pasted, with or without scheme, or a
 * watch link of it.
 */

import { ServiceUrl } from '@lectern/protocol';

export type ServiceAddress =
  | { readonly origin: string }
  /** Not an address, or one without https outside this machine and its network. */
  | { readonly problem: 'not-an-address' | 'needs-https' };

const IS_V4 = /^\d+\.\d+\.\d+\.\d+$/;
const PRIVATE_V4 = /^(10|127|192\.168|169\.254|172\.(1[6-9]|2\d|3[01])|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./;
const PRIVATE_V6 = /^\[(::1|f[cd][\da-f]{2}:.*|fe[89ab][\da-f]:.*)\]$/;
const PRIVATE_NAME = /^(localhost|[a-z\d-]+|.+\.(localhost|local|internal|lan|home\.arpa))$/;

/**
 * Whether the host is this machine or in its network, where a service needs no https. `host` is a
 * `URL.hostname`.
 */
export function isPrivateHost(host: string): boolean {
  if (IS_V4.test(host)) return PRIVATE_V4.test(host);
  return PRIVATE_V6.test(host) || PRIVATE_NAME.test(host);
}

/** Without a scheme, an IP address or `localhost` gets http first, and a name https. */
const LOOKS_LOCAL = /^(localhost|\d+\.\d+\.\d+\.\d+|\[[\da-f:]+\])(:\d+)?([/?#]|$)/i;

export function readServiceAddress(text: string): ServiceAddress {
  const typed = text.trim();
  const hasScheme = /^[a-z][a-z\d+.-]*:\/\//i.test(typed);
  const scheme = LOOKS_LOCAL.test(typed) ? 'http' : 'https';
  let url: URL;
  try {
    url = new URL(hasScheme ? typed : `${scheme}://${typed}`);
  } catch {
    return { problem: 'not-an-address' };
  }
  const isWeb = ['http:', 'https:'].includes(url.protocol) && url.hostname !== '';
  if (!isWeb || url.username !== '' || url.password !== '') return { problem: 'not-an-address' };
  if (url.protocol === 'http:' && !isPrivateHost(url.hostname)) {
    // Without a typed scheme, http was only our guess.
    if (hasScheme) return { problem: 'needs-https' };
    url.protocol = 'https:';
  }
  const address = url.origin + pathOf(url);
  return ServiceUrl.safeParse(address).success ? { origin: address } : { problem: 'not-an-address' };
}

/** The path that the service is under. In a watch link, `/r/` and the room's id follow. */
const pathOf = ({ pathname }: URL): string => pathname.replace(/\/r\/.*$/i, '').replace(/\/+$/, '');
