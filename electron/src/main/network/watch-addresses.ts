/**
 * Notices that this machine's addresses have changed: another Wi-Fi, a cable, a phone, a VPN on or
 * off. Node has no event for it, and a page learns of it only when all networks are gone.
 */
import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os';
import { ADDRESS_CHECK_INTERVAL_MS } from '../policy.ts';

type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

/**
 * An interface that comes up has these first, and nothing beyond its own cable is reached over
 * them.
 */
const LINK_LOCAL = /^(169\.254\.|fe[89ab])/i;

/** The addresses that others may reach this machine by, as one text to compare. */
function reachableAddresses(interfaces: Interfaces): string {
  return Object.entries(interfaces)
    .flatMap(([name, addresses = []]) =>
      addresses.flatMap(({ address, internal }) =>
        internal || LINK_LOCAL.test(address) ? [] : [`${name} ${address}`],
      ),
    )
    .toSorted()
    .join();
}

/** Calls `listener` after each change, until the result is called. */
export function watchAddresses(listener: () => void, read: () => Interfaces = networkInterfaces): () => void {
  let before = reachableAddresses(read());
  const timer = setInterval(() => {
    const now = reachableAddresses(read());
    if (now === before) return;
    before = now;
    listener();
  }, ADDRESS_CHECK_INTERVAL_MS);
  timer.unref();
  return () => clearInterval(timer);
}
