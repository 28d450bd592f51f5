/** The Janus nodes of the relay: is each reached, may it be used, and does nobody else reach its API? */
import { lookup } from 'node:dns/promises';
import { openLog } from '../log.ts';
import { defaultPolicy } from '../../policy.ts';
import { RelayNode } from '../../relay/relay-node.ts';
import type { RelaySetting } from '../../relay/relay.ts';
import { fault, ok, warning, type Finding } from './finding.ts';
import { isPrivateAddress } from './private-address.ts';

const SUBJECT = 'relay';
/** Several attempts have been made by then. */
const DECIDED_WITHIN_MS = 5_000;
const LOOK_EVERY_MS = 50;

export async function checkRelay({ origin, edges, secret }: RelaySetting): Promise<readonly Finding[]> {
  const urls = [...new Set([origin, ...edges])];
  return (await Promise.all(urls.map((url) => checkNode(url, secret)))).flat();
}

async function checkNode(url: string, secret: string): Promise<readonly Finding[]> {
  const node = new RelayNode({ url, secret, policy: defaultPolicy.relay, log: openLog('silent') });
  try {
    const { name } = node;
    const state = await decided(node);
    if (state.type === 'here')
      return [ok(SUBJECT, `${name} is Janus ${state.version}`), ...(await judgeWay(url, name))];
    if (state.type === 'closed') return [];
    if (state.type === 'refused') {
      return [fault(SUBJECT, `${name} is not used: ${state.reason}`, mendFor(state.reason))];
    }
    const mend = 'start it, or check LECTERN_RELAY_ORIGIN, LECTERN_RELAY_EDGES and the network';
    return [fault(SUBJECT, `${name} is not reached (${state.reason})`, mend)];
  } finally {
    node.close();
  }
}

async function decided(node: RelayNode): Promise<RelayNode['state']> {
  const deadline = performance.now() + DECIDED_WITHIN_MS;
  while (node.state.type === 'away' && performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  return node.state;
}

function mendFor(reason: string): string {
  if (/secret/.test(reason)) return 'give Janus the secret of LECTERN_RELAY_SECRET, and start it again';
  if (/oldest/.test(reason)) return 'use a newer Janus';
  return 'start it by build/janus/start.sh, and look for “Error parsing config file” in its log';
}

/** Its API may do everything, and without TLS it is read on the way. */
async function judgeWay(url: string, name: string): Promise<readonly Finding[]> {
  const { hostname, protocol } = new URL(url);
  const { address } = await lookup(hostname.replace(/^\[|\]$/g, ''));
  if (protocol === 'wss:' || isPrivateAddress(address)) return [];
  const mend = 'use an address of your own network, or wss://, and close its API to other networks';
  return [warning(SUBJECT, `the API of ${name} is asked over a public address without TLS`, mend)];
}
