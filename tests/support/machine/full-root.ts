/** Whether this process may make networks and mounts. */
import { readFileSync } from 'node:fs';

/** Bits of the capability mask in capabilities(7). A container may keep them from root. */
const CAP_NET_ADMIN = 1n << 12n;
const CAP_SYS_ADMIN = 1n << 21n;

export function isFullRoot(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const mask = /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0';
  const needed = CAP_NET_ADMIN | CAP_SYS_ADMIN;
  return (BigInt(`0x${mask}`) & needed) === needed;
}
