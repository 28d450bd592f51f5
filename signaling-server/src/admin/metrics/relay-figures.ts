/** What the service counts about the relay's nodes: nothing where it has none. */
import type { Relay } from '../../relay/relay.ts';
import type { RoomStreams } from '../../relay/whip/room-streams.ts';
import { Gauge, type Metric } from './metric.ts';

const states = ['here', 'away', 'refused'] as const;

interface RelaySources {
  readonly relay: Pick<Relay, 'nodes'> | undefined;
  readonly streams: Pick<RoomStreams, 'count'> | undefined;
}

export function relayGauges({ relay, streams }: RelaySources): readonly Metric[] {
  return [
    new Gauge({ name: 'lectern_streams', help: 'Streams of other programs now. Missing without a relay.' }, {}, () =>
      streams === undefined ? [] : [[{}, streams.count] as const],
    ),
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
