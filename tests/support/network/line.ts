/**
 * Lines between two network namespaces, changed and cut while they run. Lost packets are dropped
 * silently where they arrive: dropped where they leave, their program would get an error.
 */
import { layCable } from './cable.ts';
import { layDelayedLine } from './delayed-line.ts';
import { cleanLine, type Direction, type LineEnd, type LineSettings } from './line-end.ts';
import type { Namespace } from './namespace.ts';

/**
 * What `drop` takes: rules of nftables for packets that arrive at a device. Without a match they
 * pass.
 */
export type Dropped = readonly string[];

export const dropped = {
  everything: ['drop'],
  udp: ['meta l4proto udp drop'],
  /**
   * Leaves TCP to and from port 443. In one rule, nft 1.0 joins the two comparisons into a wrong
   * one.
   */
  allBut443: ['tcp dport 443 accept', 'tcp sport 443 accept', 'meta l4proto { tcp, udp } drop'],
} as const satisfies Readonly<Record<string, Dropped>>;

export interface Line {
  readonly a: LineEnd;
  readonly b: LineEnd;
  /** Takes effect at once, for both directions unless one is named. */
  readonly set: (change: Partial<LineSettings>, direction?: Direction) => Promise<void>;
  /** Drops such packets. Call the result to let them through again. */
  readonly drop: (packets: Dropped, direction?: Direction) => Promise<() => Promise<void>>;
  /** Drops all packets. Call the result to mend the line. */
  readonly cut: (direction?: Direction) => Promise<() => Promise<void>>;
  readonly remove: () => Promise<void>;
}

export interface LineOptions {
  readonly a: Namespace;
  readonly b: Namespace;
  readonly addresses?: { readonly a: readonly string[]; readonly b: readonly string[] };
  /** The line can have delay and jitter; `whyNoDelay` says where it cannot. */
  readonly canDelay?: boolean;
  readonly settings?: Partial<LineSettings>;
}

const both: readonly Direction[] = ['a-to-b', 'b-to-a'];

export async function layLine({
  a,
  b,
  addresses = { a: [], b: [] },
  canDelay = false,
  settings = {},
}: LineOptions): Promise<Line> {
  const bare = canDelay ? await layDelayedLine(a, b) : await layCable(a, b);
  const current: Record<Direction, LineSettings> = { 'a-to-b': cleanLine, 'b-to-a': cleanLine };
  const set: Line['set'] = async (change, direction) => {
    for (const one of direction === undefined ? both : [direction]) {
      current[one] = { ...current[one], ...change };
      await bare.apply(current[one], one);
    }
  };
  const drop: Line['drop'] = async (packets, direction) => {
    const ends = [...(direction === 'b-to-a' ? [] : [bare.b]), ...(direction === 'a-to-b' ? [] : [bare.a])];
    const restore = await Promise.all(ends.map((end) => dropArriving(end, packets)));
    return async () => void (await Promise.all(restore.map((one) => one())));
  };
  await bare.a.setAddresses(...addresses.a);
  await bare.b.setAddresses(...addresses.b);
  if (Object.keys(settings).length > 0) await set(settings);
  return {
    a: bare.a,
    b: bare.b,
    set,
    drop,
    cut: (direction) => drop(dropped.everything, direction),
    remove: bare.remove,
  };
}

let drops = 0;

/**
 * Drops packets that arrive at this end; each call has a table of its own, so several may be in
 * force.
 */
async function dropArriving({ namespace, device }: LineEnd, packets: Dropped): Promise<() => Promise<void>> {
  drops += 1;
  const table = `netdev ${device}_${String(drops)}`;
  await namespace.nft(
    `add table ${table}`,
    `add chain ${table} arriving { type filter hook ingress device ${device} priority 0; policy accept; }`,
    ...packets.map((rule) => `add rule ${table} arriving ${rule}`),
  );
  return () => namespace.nft(`delete table ${table}`);
}
