/** Under which address other machines of the network reach this one, as far as it can tell. */
import { networkInterfaces } from 'node:os';

export function lanAddress(): string | undefined {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all.find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
}
