/**
 * The names that a presenter's proof may be made for. They come from the settings or the machine,
 * never from a request: a malicious service chooses every header that it sends while it passes a
 * presenter's proof on.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { networkInterfaces } from 'node:os';

export interface NameSettings {
  readonly publicUrl: string | null;
  /** Further names, each a host with its port unless that is the default. */
  readonly otherNames: readonly string[];
}

/** Without settings: localhost and the addresses of this machine, with the port of the service. */
export function serviceNames({ publicUrl, otherNames }: NameSettings, port: number): readonly string[] {
  const configured = [...(publicUrl === null ? [] : [new URL(publicUrl).host]), ...otherNames];
  if (configured.length > 0) return configured;
  const own = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  const addresses = own.map(({ family, address }) => (family === 'IPv6' ? `[${address}]` : address));
  // As a URL's host: an IPv6 address in its short form, and no port 80.
  return ['localhost', ...addresses].map((name) => new URL(`http://${name}:${String(port)}`).host);
}

/**
 * The names under which the service was dialed, as the app and the headers say. They decide
 * nothing: a proof for one of them is refused, but with a reason that helps an admin.
 */
export function claimedNames(dialedAddress: string, headers: IncomingHttpHeaders): readonly string[] {
  const forwarded = headers['x-forwarded-host'];
  const said = [headers.host, Array.isArray(forwarded) ? forwarded[0] : forwarded?.split(',')[0]];
  const inApp = URL.canParse(dialedAddress) ? [new URL(dialedAddress).host] : [];
  return [...inApp, ...said.flatMap((name) => name?.trim().toLowerCase() || [])];
}
