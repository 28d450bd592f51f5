/**
 * The network of a broadcast: each part at a place of its own, behind one router. Lines are cut and
 * addresses change without any answer to those who still send: packets are lost silently, as on the
 * way through the internet. Needs root, iproute2 and nftables. Without them all parts are on this
 * machine, nothing of the network can fail, and what ends resets its connections.
 */
import { layLine, type Line } from '../../network/line.ts';
import { addNamespace, thisMachine, type Namespace } from '../../network/namespace.ts';

/** `here`: this machine itself, where the test and the presenter app run. */
const names = ['here', 'service', 'turn', 'presenter', 'watchers'] as const;
type PlaceName = (typeof names)[number];

/** Addresses of one place: the router has the first. */
const ADDRESSES = 32;
/** Longer than any half-open connection is of interest. */
const FORGOTTEN_FOR = '5m';

export type Restore = () => Promise<void>;

export interface Place {
  readonly namespace: Namespace;
  readonly address: string;
  readonly cut: () => Promise<Restore>;
  /** Another address at once, as when a machine goes from a cable to a mobile network. */
  readonly move: () => Promise<void>;
  /** From now on all packets are lost of the TCP connections that there are at this moment. */
  readonly loseConnections: () => Promise<void>;
}

class RoutedPlace implements Place {
  readonly namespace: Namespace;
  readonly #router: Namespace;
  readonly #line: Line;
  readonly #network: string;
  readonly #firstHost: number;
  #host: number;

  constructor(router: Namespace, line: Line, network: string, firstHost: number) {
    this.namespace = line.b.namespace;
    this.#router = router;
    this.#line = line;
    this.#network = network;
    this.#firstHost = firstHost;
    this.#host = firstHost;
  }

  get address(): string {
    return `${this.#network}.${String(this.#host)}`;
  }

  /** All addresses that it may get, for rules. */
  get range(): string {
    return `${this.#network}.${String(this.#firstHost - 2)}/27`;
  }

  cut(): Promise<Restore> {
    return this.#line.cut();
  }

  async move(): Promise<void> {
    const count = ADDRESSES - 3;
    this.#host = this.#firstHost + ((this.#host + 1 - this.#firstHost) % count);
    await this.settle();
  }

  /** Takes its present address, and its way to the others. */
  async settle(): Promise<void> {
    await this.#line.b.setAddresses(`${this.address}/27`);
    const others = this.namespace === thisMachine ? `${this.#network}.0/24` : 'default';
    await this.namespace.ip(`route replace ${others} via ${this.#network}.${String(this.#firstHost - 1)}`);
  }

  async loseConnections(): Promise<void> {
    const listed = await this.namespace.run('ss', '-Htn', 'state', 'established');
    const flows = listed.split('\n').flatMap((row) => {
      const [, , local = '', peer = ''] = row.trim().split(/\s+/);
      if (!local.includes(`${this.#network}.`)) return [];
      const [from, to] = [local, peer].map((end) => end.replace('[::ffff:', '').replace(']', '').replace(':', ' . '));
      return [`${String(from)} . ${String(to)}`, `${String(to)} . ${String(from)}`];
    });
    if (flows.length > 0) await this.#router.nft(`add element inet field lost { ${flows.join(', ')} }`);
  }
}

export interface Field {
  /** All addresses, as a TURN server names them. */
  readonly range: string;
  readonly places: Readonly<Record<PlaceName, Place>>;
  /** Whether lines can be cut and addresses can change. */
  readonly canFail: boolean;
  /**
   * Loses all packets between presenter and watchers. What goes through the TURN server gets
   * through.
   */
  readonly blockDirectPath: () => Promise<Restore>;
  readonly remove: () => Promise<void>;
}

export async function openField(): Promise<Field> {
  const router = await addNamespace();
  await router.forward();
  // Tests that run at the same time have networks of their own.
  const network = `10.76.${String(1 + (process.pid % 250))}`;
  await router.nft(
    'add table inet field',
    `add set inet field lost { type ipv4_addr . inet_service . ipv4_addr . inet_service; flags timeout; timeout ${FORGOTTEN_FOR}; }`,
    'add chain inet field through { type filter hook forward priority 0; policy accept; }',
    'add rule inet field through ip saddr . tcp sport . ip daddr . tcp dport @lost drop',
    // The router does not say that an address is gone.
    'add chain inet field answers { type filter hook output priority 0; policy accept; }',
    'add rule inet field answers icmp type destination-unreachable drop',
  );
  const lay = async (index: number, namespace: Namespace): Promise<RoutedPlace> => {
    const base = index * ADDRESSES;
    const line = await layLine({ a: router, b: namespace });
    await line.a.setAddresses(`${network}.${String(base + 1)}/27`);
    const place = new RoutedPlace(router, line, network, base + 2);
    await place.settle();
    return place;
  };
  const [here, service, turn, presenter, watchers] = [
    await lay(0, thisMachine),
    await lay(1, await addNamespace()),
    await lay(2, await addNamespace()),
    await lay(3, await addNamespace()),
    await lay(4, await addNamespace()),
  ];
  const places = { here, service, turn, presenter, watchers };
  return {
    range: `${network}.0-${network}.255`,
    places,
    canFail: true,
    blockDirectPath: async () => {
      const between = (from: RoutedPlace, to: RoutedPlace): string =>
        `add rule inet direct through ip saddr ${from.range} ip daddr ${to.range} drop`;
      await router.nft(
        'add table inet direct',
        'add chain inet direct through { type filter hook forward priority 0; policy accept; }',
        ...[presenter, here].flatMap((end) => [between(end, watchers), between(watchers, end)]),
      );
      return () => router.nft('delete table inet direct');
    },
    remove: async () => {
      // The lines go with the router, in which one end of each is.
      for (const { namespace } of [service, turn, presenter, watchers]) await namespace.remove();
      await router.remove();
    },
  };
}

const nothing = (): Promise<void> => Promise.resolve();
const impossible = (): Promise<never> => Promise.reject(new Error('needs network namespaces'));

/** For machines without namespaces. */
export function fieldOnThisMachine(): Field {
  const place: Place = {
    namespace: thisMachine,
    address: '127.0.0.1',
    cut: () => Promise.resolve(nothing),
    move: impossible,
    loseConnections: nothing,
  };
  return {
    range: '127.0.0.1',
    places: { here: place, service: place, turn: place, presenter: place, watchers: place },
    canFail: false,
    blockDirectPath: impossible,
    remove: nothing,
  };
}
