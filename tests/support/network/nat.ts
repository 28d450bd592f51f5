/** NATs of routers between a private network and the public one, by nftables. */
import type { LineEnd } from './line-end.ts';

/**
 * What RFC 4787 calls mapping and filtering. `full-cone`: a port is the same for all destinations,
 * and open to all. `port-restricted`: the same port, open to those who were sent something, as in
 * most homes. `symmetric`: another random port for each destination.
 */
export type Nat = 'full-cone' | 'port-restricted' | 'symmetric';

/**
 * Also changes a NAT that is there: packets of connections that it knows go on as before. `inside`:
 * the address of the one machine behind it.
 */
export async function translate({ namespace, device }: LineEnd, nat: Nat, inside: string): Promise<void> {
  await namespace.forward();
  await namespace.nft(
    ...['nat', 'guard'].flatMap((table) => [`add table ip ${table}`, `delete table ip ${table}`]),
    'add table ip nat',
    'add chain ip nat out { type nat hook postrouting priority srcnat; }',
    `add rule ip nat out oifname ${device} masquerade${nat === 'symmetric' ? ' fully-random' : ''}`,
    ...(nat === 'full-cone'
      ? [
          'add chain ip nat in { type nat hook prerouting priority dstnat; }',
          `add rule ip nat in iifname ${device} meta l4proto udp dnat to ${inside}`,
        ]
      : []),
    // Silent to strangers: an answer would tell the sender, and take the port from the machine
    // behind.
    'add table ip guard',
    'add chain ip guard in { type filter hook input priority 0; }',
    `add rule ip guard in iifname ${device} ct state != { established, related } drop`,
  );
}
