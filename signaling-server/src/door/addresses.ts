/**
 * Reads a client's address and the name it dialed from a request. Trusts the headers of as many
 * proxies as configured.
 */
import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';
import { readForwardedAddress } from './forwarded-address.ts';

export interface Dialed {
  /**
   * What limits count by: an IPv4 address, or the /64 prefix of an IPv6 address, which is what one
   * customer gets.
   */
  readonly addressKey: string;
  /** A trusted proxy's entry that is not an address. The proxy's own address counts instead. */
  readonly refusedAddress: string | undefined;
  /** Host with port as the client sent it, in lower case; empty if it sent none or no valid one. */
  readonly host: string;
  readonly secure: boolean;
  /** Whether the connection comes from this machine itself: a presenter's app, or a proxy. */
  readonly isLocal: boolean;
}

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;

export function readDialed(request: IncomingMessage, trustedProxies: number): Dialed {
  const forwarded = (name: string): string | undefined => {
    const value = trustedProxies === 0 ? undefined : request.headers[name];
    if (value === undefined) return undefined;
    const hops = (Array.isArray(value) ? value.join(',') : value).split(',').map((hop) => hop.trim());
    // Each proxy appends one entry. Entries further left may be forged by the client.
    return (hops[Math.max(0, hops.length - trustedProxies)] ?? '') || undefined;
  };
  const host = forwarded('x-forwarded-host') ?? request.headers.host ?? '';
  const isTls = 'encrypted' in request.socket && request.socket.encrypted === true;
  const forwardedFor = forwarded('x-forwarded-for');
  const client = forwardedFor === undefined ? undefined : readForwardedAddress(forwardedFor);
  return {
    addressKey: addressKey(client ?? request.socket.remoteAddress ?? ''),
    refusedAddress: client === undefined ? forwardedFor : undefined,
    host: /^[\w.:[\]-]{1,255}$/.test(host) ? host.toLowerCase() : '',
    secure: isTls || forwarded('x-forwarded-proto') === 'https',
    isLocal: LOOPBACK.test(request.socket.remoteAddress ?? ''),
  };
}

/**
 * The address that a client has dialed: the one that its handshake names, or else the one in its
 * request, which a proxy may have changed.
 */
export function dialedUrl({ host, secure }: Dialed, port: number, named?: string): string {
  if (named !== undefined && URL.canParse(named)) return named;
  const url = `${secure ? 'https' : 'http'}://${host}`;
  return host !== '' && URL.canParse(url) ? new URL(url).origin : `http://localhost:${String(port)}`;
}

export function addressKey(address: string): string {
  const v4 = /^(?:::ffff:)?(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (v4 !== undefined) return v4;
  if (!isIPv6(address)) return address.slice(0, 64);
  const [head = '', tail] = address.toLowerCase().replace(/%.*$/, '').split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros =
    tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0');
  const groups = [...left, ...zeros, ...right].slice(0, 4).map((group) => group.replace(/^0+(?=.)/, ''));
  return `${groups.join(':')}::/64`;
}

/** Whether a page of this origin may connect. Programs that are no browsers send no origin. */
export function isAllowedOrigin(origin: string | undefined, dialed: Dialed, allowed: readonly string[]): boolean {
  if (origin === undefined || origin === 'app://lectern' || allowed.includes(origin)) return true;
  const page = URL.parse(origin);
  return page !== null && dialed.host !== '' && page.host === withoutDefaultPort(page, dialed.host);
}

/** A browser leaves the scheme's default port out of the origin; a proxy may add it to the host. */
const withoutDefaultPort = ({ protocol }: URL, host: string): string =>
  host.replace(protocol === 'https:' ? /:443$/ : /:80$/, '');
