/**
 * A second machine on the same network, joined to this machine by one line. Needs root and
 * iproute2.
 */
import { dropped, layLine, type Line } from './line.ts';
import { addNamespace, thisMachine, type Namespace } from './namespace.ts';

export interface SecondMachine {
  readonly namespace: Namespace;
  /** From this machine (`a`) to the second one (`b`): limits, loss, filters and cuts. */
  readonly line: Line;
  /** The first three numbers of the addresses of both, which no other run uses. */
  readonly network: string;
  /** Where the second machine finds this one. */
  readonly ourAddress: string;
  /**
   * Drops UDP on the way, in both directions, as strict firewalls do. Call the result to let it
   * through again.
   */
  readonly blockUdp: () => Promise<() => Promise<void>>;
  readonly remove: () => Promise<void>;
}

/** `canDelay`: the line can have delay and jitter; `whyNoDelay` says where it cannot. */
export async function addSecondMachine({ canDelay = false } = {}): Promise<SecondMachine> {
  const namespace = await addNamespace();
  const line = await layLine({ a: thisMachine, b: namespace, canDelay });
  const network = await freeNetwork();
  const ourAddress = `${network}.1`;
  await line.a.setAddresses(`${ourAddress}/24`);
  await line.b.setAddresses(`${network}.2/24`);
  // A page that may not use devices only offers the address that the default route uses.
  await namespace.ip(`route add default via ${ourAddress} dev ${line.b.device}`);
  return {
    namespace,
    line,
    network,
    ourAddress,
    blockUdp: () => line.drop(dropped.udp),
    remove: async () => {
      await line.remove();
      await namespace.remove();
    },
  };
}

/** Tests that run at the same time have networks of their own. */
async function freeNetwork(): Promise<string> {
  const addresses = await thisMachine.ip('-4 -o addr show');
  const start = process.pid % 250;
  for (let tried = 0; tried < 250; tried += 1) {
    const network = `10.77.${String(1 + ((start + tried) % 250))}`;
    if (!addresses.includes(` ${network}.`)) return network;
  }
  throw new Error('all networks for second machines are in use');
}
