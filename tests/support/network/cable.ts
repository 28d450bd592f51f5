/**
 * A line without delay: a pair of veth devices. Its limit is `tc tbf`, its loss a rule of nftables.
 */
import { endOf, type BareLine, type Direction, type LineEnd, type LineSettings } from './line-end.ts';
import { thisMachine, type Namespace } from './namespace.ts';

/** What a limit lets through at once. */
const BURST = '4kb';

export async function layCable(a: Namespace, b: Namespace): Promise<BareLine> {
  // Both ends have the name, since each is in a namespace of its own.
  const device = (a === thisMachine ? b : a).nextDevice();
  const peer = b.name === null ? String(process.pid) : b.name;
  await a.ip(`link add ${device} type veth peer name ${device} netns ${peer}`);
  for (const end of [a, b]) {
    // Without link-local addresses: they come up a second later, and Chromium then takes the
    // network for another and drops its requests.
    await end.ip(`link set ${device} addrgenmode none`);
    await end.ip(`link set ${device} up`);
  }
  const ends = { a: endOf(a, device), b: endOf(b, device) };
  const lossy = new Set<Direction>();
  return {
    ...ends,
    apply: async (settings, direction) => {
      if (settings.delayMs > 0 || settings.jitterMs > 0) throw new Error('this line cannot have delay: lay it so');
      const [from, to] = direction === 'a-to-b' ? [ends.a, ends.b] : [ends.b, ends.a];
      await limit(from, settings);
      if (settings.lossPct > 0 || lossy.has(direction)) await lose(to, settings);
      if (settings.lossPct > 0) lossy.add(direction);
      else lossy.delete(direction);
    },
    remove: async () => void (await a.ip(`link del ${device}`)),
  };
}

async function limit({ namespace, device }: LineEnd, { rateKbit, queueMs }: LineSettings): Promise<void> {
  const rate = `rate ${String(rateKbit)}kbit burst ${BURST} latency ${String(queueMs)}ms`;
  if (rateKbit > 0) await namespace.tc(`qdisc replace dev ${device} root tbf ${rate}`);
  // Without a limit before, there is none to delete.
  else await namespace.tc(`qdisc del dev ${device} root`).catch(() => undefined);
}

async function lose({ namespace, device }: LineEnd, { lossPct }: LineSettings): Promise<void> {
  const table = `netdev ${device}_loss`;
  const without = [`add table ${table}`, `delete table ${table}`];
  // At 100 % there is no comparison: its bound would be above the range of the random numbers.
  const chance = lossPct >= 100 ? '' : `numgen random mod 10000 < ${String(Math.round(lossPct * 100))}`;
  await namespace.nft(
    ...without,
    ...(lossPct > 0
      ? [
          `add table ${table}`,
          `add chain ${table} arriving { type filter hook ingress device ${device} priority -1; policy accept; }`,
          `add rule ${table} arriving ${chance} drop`,
        ]
      : []),
  );
}
