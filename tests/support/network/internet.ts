/**
 * A small internet in namespaces: a hub that joins public addresses, machines at such addresses,
 * and machines behind routers. This machine is not part of it, so drive browsers inside through
 * their launchers.
 */
import { type Line, layLine } from './line.ts';
import { addNamespace, type Namespace } from './namespace.ts';
import { translate, type Nat } from './nat.ts';

export interface SiteOptions {
  /** The outermost first; none for a public address. */
  readonly nats?: readonly Nat[];
  /** IPv4 if absent. IPv6 is routed, without NAT. */
  readonly family?: 'ipv4' | 'ipv6' | 'both';
}

export interface Site {
  readonly machine: Namespace;
  /** The line from the machine to its router, or to the hub. `b` is the machine's end. */
  readonly line: Line;
  /** The line from the outermost router to the hub, which is `line` where there is no router. */
  readonly outerLine: Line;
  /** How others see its IPv4 address; the IPv6 address is the machine's own. */
  readonly addresses: { readonly ipv4: string; readonly ipv6: string };
  /** Changes the outermost NAT. */
  readonly setNat: (nat: Nat) => Promise<void>;
}

export interface Internet {
  readonly addSite: (options?: SiteOptions) => Promise<Site>;
  readonly remove: () => Promise<void>;
}

/** For tests of network devices (RFC 2544), and for documentation (RFC 3849). */
const publicNetwork = (site: number) => ({
  ipv4: `198.18.${String(site)}`,
  /** Of the line so far from the hub. */
  ipv6: (line: number) => `2001:db8:${String(site)}:${String(line)}:`,
});

export async function openInternet(): Promise<Internet> {
  const hub = await addNamespace();
  await hub.forward();
  const made: Namespace[] = [hub];
  let sites = 0;

  const addSite = async ({ nats = [], family = 'ipv4' }: SiteOptions = {}): Promise<Site> => {
    sites += 1;
    const { ipv4, ipv6 } = publicNetwork(sites);
    const [hasIpv4, hasIpv6] = [family !== 'ipv6', family !== 'ipv4'];
    const lines: Line[] = [];
    // From the hub to the machine; one line for each NAT, and the last one to the machine.
    const namespaces: Namespace[] = [hub];
    for (let index = 0; index <= nats.length; index += 1) {
      const [upper, lower] = [namespaces[index] ?? hub, await addNamespace()];
      made.push(lower);
      namespaces.push(lower);
      const network = networkOf(ipv4, index);
      const prefix = ipv6(index);
      const line = await layLine({
        a: upper,
        b: lower,
        addresses: {
          // A router asks for its neighbours from a link-local address.
          a: [...(hasIpv4 ? [`${network}.1/24`] : []), ...(hasIpv6 ? [`${prefix}:1/64`, 'fe80::1/64'] : [])],
          b: [...(hasIpv4 ? [`${network}.2/24`] : []), ...(hasIpv6 ? [`${prefix}:2/64`, 'fe80::2/64'] : [])],
        },
      });
      lines.push(line);
      // A page that may not use devices offers only the address of the default route.
      if (hasIpv4) await lower.ip(`route add default via ${network}.1`);
      if (hasIpv6) await lower.ip(`-6 route add default via ${prefix}:1`);
      // The routers above reach this line's network through the next one below.
      for (const [above, router] of namespaces.slice(0, hasIpv6 ? index : 0).entries()) {
        await router.ip(`-6 route add ${prefix}:/64 via ${ipv6(above)}:2`);
      }
    }
    const translateAt = async (index: number, nat: Nat): Promise<void> => {
      const outside = lines[index]?.b;
      if (outside === undefined) throw new Error('there is no NAT to change');
      await translate(outside, nat, `${networkOf(ipv4, index + 1)}.2`);
    };
    for (const [index, nat] of nats.entries()) await translateAt(index, nat);
    const [[outerLine], line] = [lines, lines.at(-1)];
    if (line === undefined || outerLine === undefined) throw new Error('a site has a line');
    return {
      machine: line.b.namespace,
      line,
      outerLine,
      addresses: { ipv4: `${ipv4}.2`, ipv6: `${ipv6(nats.length)}:2` },
      setNat: (nat) => translateAt(0, nat),
    };
  };
  return {
    addSite,
    remove: async () => {
      for (const namespace of made.toReversed()) await namespace.remove();
    },
  };
}

const networkOf = (outside: string, line: number): string => (line === 0 ? outside : `192.168.${String(line)}`);
