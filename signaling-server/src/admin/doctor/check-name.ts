/** The name in the public URL: has it addresses, and who can reach them? */
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { fault, ok, reasonOf, warning, type Finding } from './finding.ts';
import { isPrivateAddress } from './private-address.ts';

interface Named {
  readonly findings: readonly Finding[];
  readonly addresses: readonly string[];
}

const SUBJECT = 'name';

/** A host as a URL has it: an IPv6 address stands in brackets. */
export const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '');

export async function addressesOf(host: string): Promise<readonly string[]> {
  if (isIP(host) !== 0) return [host];
  const found = await lookup(host, { all: true });
  return [...new Set(found.map(({ address }) => address))];
}

export async function checkName(host: string): Promise<Named> {
  try {
    const addresses = await addressesOf(host);
    return { addresses, findings: [judge(host, addresses)] };
  } catch (error) {
    const mend = `add an A record for ${host}, and an AAAA record if the machine has IPv6, at your DNS provider`;
    return { addresses: [], findings: [fault(SUBJECT, `${host} has no address (${reasonOf(error)})`, mend)] };
  }
}

function judge(host: string, addresses: readonly string[]): Finding {
  const says = `${host} is ${addresses.join(', ')}`;
  if (!addresses.every(isPrivateAddress)) return ok(SUBJECT, says);
  const mend = 'give the name a public address, if people outside this network watch or present';
  return warning(SUBJECT, `${says}: only this network reaches it`, mend);
}
