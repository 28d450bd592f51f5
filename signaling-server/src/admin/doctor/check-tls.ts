/**
 * TLS at each address of the service: does something listen, and do browsers accept the
 * certificate?
 */
import { once } from 'node:events';
import { isIP, isIPv6 } from 'node:net';
import { connect, type PeerCertificate, type TLSSocket } from 'node:tls';
import { ANSWER_TIMEOUT_MS } from './ask-service.ts';
import { hostOf } from './check-name.ts';
import { fault, ok, outside, reasonOf, warning, type Finding } from './finding.ts';

const SUBJECT = 'TLS';
const DAY_MS = 86_400_000;
/**
 * Certificates are renewed a month before their end, those of a few days a third before. Later,
 * renewal has failed.
 */
const LATE_DAYS = 14;

export async function checkTls(url: URL, addresses: readonly string[]): Promise<readonly Finding[]> {
  if (url.protocol !== 'https:') {
    const mend = 'put a reverse proxy with a certificate in front, and give LECTERN_PUBLIC_URL its https address';
    return [fault(SUBJECT, `${url.origin} is not https, and browsers capture and play reliably over https only`, mend)];
  }
  return Promise.all(addresses.map((address) => checkAddress(url, address)));
}

async function checkAddress(url: URL, address: string): Promise<Finding> {
  const port = Number(url.port || 443);
  const host = hostOf(url);
  try {
    const socket = await openTls(host, address, port);
    try {
      return judge(socket, host, address);
    } finally {
      socket.destroy();
    }
  } catch (error) {
    return unreachable(SUBJECT, address, port, reasonOf(error));
  }
}

async function openTls(host: string, address: string, port: number): Promise<TLSSocket> {
  // A name in SNI may not be an address (RFC 6066, section 3).
  const servername = isIP(host) === 0 ? { servername: host } : {};
  const socket = connect({ host: address, port, ...servername, rejectUnauthorized: false });
  const timer = setTimeout(() => socket.destroy(new Error('no answer')), ANSWER_TIMEOUT_MS);
  try {
    await once(socket, 'secureConnect');
    return socket;
  } finally {
    clearTimeout(timer);
  }
}

/** For an address to which no connection could be made. */
export function unreachable(subject: string, address: string, port: number, reason: string): Finding {
  const place = `port ${String(port)} of ${address}`;
  if (['ENETUNREACH', 'EHOSTUNREACH', 'EADDRNOTAVAIL'].includes(reason)) {
    const says = `this machine has no way to ${address}${isIPv6(address) ? ', since it has no IPv6' : ''}`;
    return isIPv6(address)
      ? outside(subject, says)
      : fault(subject, says, 'check the address in DNS, and the routes of this machine');
  }
  if (reason === 'ECONNREFUSED') {
    const mend = 'start it there, or remove the address from DNS';
    return fault(subject, `nothing listens on ${place}`, mend);
  }
  if (reason === 'no answer' || reason === 'ETIMEDOUT') {
    const mend =
      'open the port in every firewall on the way. Some routers do not let their own network in by the public ' +
      'address: then only a machine outside can test this';
    return fault(subject, `no answer from ${place}`, mend);
  }
  return fault(subject, `${place} does not speak TLS as expected (${reason})`, 'check what listens there');
}

const mends: Readonly<Record<string, readonly [says: string, mend: string]>> = {
  CERT_HAS_EXPIRED: ['the certificate has expired', 'renew it, and find out why that did not happen by itself'],
  CERT_NOT_YET_VALID: ['the certificate is not valid yet', 'check the clock of this machine'],
  ERR_TLS_CERT_ALTNAME_INVALID: [
    'the certificate is for another name',
    'configure the proxy to use the certificate of this name',
  ],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: [
    'the certificate comes without the one that signed it',
    'give the proxy the full chain (fullchain.pem)',
  ],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: [
    'no authority that this machine trusts has signed the certificate',
    'use a public authority, or install yours on every device, and name its file in NODE_EXTRA_CA_CERTS for this command',
  ],
  SELF_SIGNED_CERT_IN_CHAIN: [
    'no authority that this machine trusts has signed the certificate',
    'use a public authority, or install yours on every device, and name its file in NODE_EXTRA_CA_CERTS for this command',
  ],
  DEPTH_ZERO_SELF_SIGNED_CERT: [
    'the certificate has signed itself, so browsers warn of it and the app refuses it',
    'use a public authority, such as Let’s Encrypt',
  ],
};

function judge(socket: TLSSocket, host: string, address: string): Finding {
  const certificate = socket.getPeerCertificate(true);
  const reason = faultIn(socket, certificate);
  if (reason !== undefined) {
    const [says, mend] = mends[reason] ?? [`the certificate is not accepted (${reason})`, 'check it in a browser'];
    return fault(SUBJECT, `at ${address}, ${says}`, mend);
  }
  const daysLeft = (Date.parse(certificate.valid_to) - Date.now()) / DAY_MS;
  const says = `at ${address}, the certificate for ${host} is valid for ${inWords(daysLeft)}`;
  if (daysLeft >= lateAt(certificate)) return ok(SUBJECT, says);
  return warning(SUBJECT, says, 'find out why the proxy has not renewed it yet');
}

/** Certificates of authorities in a network of one's own may live for hours only. */
const inWords = (days: number): string =>
  days >= 2 ? `${String(Math.floor(days))} more days` : `${String(Math.floor(days * 24))} more hours`;

/** A certificate that lives a week is renewed later than one that lives a quarter. */
function lateAt({ valid_from: from, valid_to: to }: PeerCertificate): number {
  const livesDays = (Date.parse(to) - Date.parse(from)) / DAY_MS;
  return Math.min(LATE_DAYS, livesDays / 6);
}

/**
 * Node calls it “unable to verify the leaf” both where the intermediate certificate is missing and
 * where the authority is unknown: the difference is whether the server sent more than the leaf.
 */
function faultIn(socket: TLSSocket, certificate: ReturnType<TLSSocket['getPeerCertificate']>): string | undefined {
  if (socket.authorized) return undefined;
  const error: unknown = socket.authorizationError;
  const reason = error instanceof Error ? reasonOf(error) : String(error);
  if (reason !== 'UNABLE_TO_VERIFY_LEAF_SIGNATURE') return reason;
  const hasMore = 'issuerCertificate' in certificate && certificate.issuerCertificate !== undefined;
  return hasMore ? 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY' : reason;
}
