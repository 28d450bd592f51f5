/** What the service counts about the relay's nodes: nothing where it has none. */
import type { Relay } from '../../relay/relay.ts';
import { Gauge, type Metric } from './metric.ts';

const states = ['here', 'away', 'refused'] as const;

export function relayGauges({ relay }: { readonly relay: Pick<Relay, 'nodes'> | undefined }): readonly Metric[] {
  return [
    new Gauge(
      { name: 'lectern_relay_nodes', help: 'Nodes of the relay, by state. Missing without a relay.' },
      { state: states },
      () => {
        const { nodes } = relay ?? {};
        if (nodes === undefined) return [];
        return states.map((state) => [{ state }, nodes.filter((node) => node.state.type === state).length] as const);
      },
    ),
  ];
}
