/**
 * Checks the address of a STUN or TURN server at the start. Browsers throw for other forms, so that
 * no link would ever be made. RFC 7064 (`stun:`), RFC 7065 (`turn:`). `stuns:` is not among them:
 * Firefox throws for it.
 */
import { isIPv4, isIPv6 } from 'node:net';

type Kind = 'stun' | 'turn';

/** What to write instead, where no correction of the given address is found. */
const examples: Readonly<Record<Kind, string>> = {
  stun: 'stun:stun.example.org:3478',
  turn: 'turn:turn.example.org:3478?transport=udp or turns:turn.example.org:5349?transport=tcp',
};

const FORM = /^(stun|turns?):(\[[^\]]+\]|[^[\]:/?#@\s]+)(?::(\d+))?(?:\?transport=(udp|tcp))?$/;
const HOST_NAME = /^[a-z\d_]([a-z\d_-]*[a-z\d_])?(\.[a-z\d_]([a-z\d_-]*[a-z\d_])?)*\.?$/i;
const MAX_HOST_LENGTH = 253;

/** The problem with an address, in words for the admin; undefined if browsers accept it. */
export function iceAddressProblem(address: string, kind: Kind): string | undefined {
  if (isValid(address, kind)) return undefined;
  const corrected = correct(address);
  const instead = isValid(corrected, kind) ? corrected : examples[kind];
  return `browsers refuse “${address}”; write ${instead}`;
}

/**
 * The STUN servers that these TURN servers are at the same time (RFC 8656, section 5): those that
 * listen on UDP. `turnUrls` are valid addresses.
 */
export function stunAddressesOf(turnUrls: readonly string[]): readonly string[] {
  const addresses = turnUrls.flatMap((address) => {
    const [, scheme, host = '', port, transport] = FORM.exec(address) ?? [];
    if (scheme !== 'turn' || transport === 'tcp') return [];
    return [`stun:${host}${port === undefined ? '' : `:${port}`}`];
  });
  return [...new Set(addresses)];
}

function isValid(address: string, kind: Kind): boolean {
  const [, scheme, host = '', port, transport] = FORM.exec(address) ?? [];
  if (scheme === undefined || !scheme.startsWith(kind)) return false;
  if (kind === 'stun' && transport !== undefined) return false;
  // TLS runs over TCP. Firefox drops this form, Chromium ignores its transport.
  if (scheme === 'turns' && transport === 'udp') return false;
  if (port !== undefined && (Number(port) < 1 || Number(port) > 65_535)) return false;
  return isHost(host);
}

function isHost(host: string): boolean {
  if (host.startsWith('[')) return isIPv6(host.slice(1, -1)) && !host.includes('%');
  // What consists of digits and dots is read as an IPv4 address.
  return host.length <= MAX_HOST_LENGTH && (/^[\d.]+$/.test(host) ? isIPv4(host) : HOST_NAME.test(host));
}

/**
 * Mends the usual mistakes: slashes, a path, `transport=tls`, a query or TLS of a STUN address, a
 * bare IPv6 address.
 */
function correct(address: string): string {
  const [, given = '', rest = ''] = /^([a-z]+):(.*)$/i.exec(address) ?? [];
  const [place = '', query = ''] = rest.replace(/^\/+/, '').split('?');
  const scheme = given.toLowerCase();
  const transport = /(?:^|&)transport=([a-z]+)/i.exec(query)?.[1]?.toLowerCase() ?? '';
  const isTls = scheme.endsWith('s') || transport === 'tls';
  const host = place.replace(/\/.*$/, '').replace(/^.*@/, '');
  const bracketed = isIPv6(host) ? `[${host}]` : host;
  // 5349 is the port for TLS.
  if (scheme.startsWith('stun')) return `stun:${isTls ? bracketed.replace(/:5349$/, '') : bracketed}`;
  const base = scheme.replace(/s$/, '') + (isTls ? 's' : '');
  if (transport === '') return `${base}:${bracketed}`;
  return `${base}:${bracketed}?transport=${isTls ? 'tcp' : transport}`;
}
