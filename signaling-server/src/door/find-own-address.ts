/** Finds the address by which other machines of the network most probably reach this one. */
import { createSocket } from 'node:dgram';
import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os';

export type Family = 'IPv4' | 'IPv6';

export interface OwnAddress {
  readonly address: string;
  readonly family: Family;
  /**
   * `routed`: the default route leaves from it · `local`: a network without a way out · `doubtful`:
   * link-local, or of a network inside this machine or of a VPN.
   */
  readonly standing: 'routed' | 'local' | 'doubtful';
}

type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

/**
 * Any address beyond the default route. They are reserved for documentation (RFC 5737, RFC 3849).
 */
const FAR: Readonly<Record<Family, { readonly socket: 'udp4' | 'udp6'; readonly address: string }>> = {
  IPv4: { socket: 'udp4', address: '192.0.2.1' },
  IPv6: { socket: 'udp6', address: '2001:db8::1' },
};
const ANY_PORT = 9;

/** Interfaces of container engines, virtual machines and VPNs. */
const VIRTUAL =
  /^(docker|br-|veth|virbr|vnet|cni|flannel|cali|podman|lxc|lxd|vmnet|vboxnet|vEthernet|VirtualBox|VMware|bridge\d{3}|utun|tun|tap|wg|tailscale|zt)/i;
const LINK_LOCAL = /^(169\.254\.|fe[89ab])/i;

/**
 * Undefined if this machine has no address but loopback. IPv4 comes first: more networks carry it.
 */
export async function findOwnAddress(families: readonly Family[]): Promise<OwnAddress | undefined> {
  const routed = await Promise.all(families.map((family) => routedAddress(family)));
  return routed.find((found) => found !== undefined) ?? bestOf(networkInterfaces(), families);
}

/**
 * Connecting a UDP socket sends nothing: the system only looks up the route, and the address that
 * it leaves from.
 */
async function routedAddress(family: Family): Promise<OwnAddress | undefined> {
  const far = FAR[family];
  const socket = createSocket(far.socket);
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.once('connect', resolve);
      // A callback would also be called where there is no route.
      socket.connect(ANY_PORT, far.address);
    });
    const { address } = socket.address();
    return LINK_LOCAL.test(address) ? undefined : { address, family, standing: 'routed' };
  } catch {
    return undefined; // No default route, or none of this family.
  } finally {
    socket.close();
  }
}

/** Without a default route: the best of the addresses that the interfaces have. */
export function bestOf(interfaces: Interfaces, families: readonly Family[]): OwnAddress | undefined {
  const found = Object.entries(interfaces).flatMap(([name, addresses = []]) =>
    addresses.flatMap(({ address, family, internal }) => {
      // A link-local IPv6 address is of no use without the name of the other machine's interface.
      const isUsable = !internal && families.includes(family) && !(family === 'IPv6' && LINK_LOCAL.test(address));
      return isUsable ? [{ address, family, rank: rankOf(name, address, family) }] : [];
    }),
  );
  const [best] = found.toSorted((a, b) => a.rank - b.rank);
  if (best === undefined) return undefined;
  const { address, family, rank } = best;
  return { address, family, standing: rank < DOUBTFUL_RANK ? 'local' : 'doubtful' };
}

const DOUBTFUL_RANK = 2;

function rankOf(name: string, address: string, family: Family): number {
  if (VIRTUAL.test(name)) return DOUBTFUL_RANK + 1;
  if (LINK_LOCAL.test(address)) return DOUBTFUL_RANK;
  return family === 'IPv4' ? 0 : 1;
}

/** As the host of a URL. */
export const urlHost = ({ address, family }: OwnAddress): string => (family === 'IPv6' ? `[${address}]` : address);
