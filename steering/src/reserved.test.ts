/** What is published to the relay uses the same uplink as the links. On the simulated network. */
import { describe, expect, it } from 'vitest';
import { costsOf } from './layer-costs.ts';
import { ladders, stacked } from './layers.ts';
import { costs, SimulatedNetwork } from './simulation/simulated-network.fixture.ts';

const PUBLISHED_KBPS = costsOf(stacked(ladders.standard.motion), 'speech')[2];

const networkOf = (watchers: number, uplinkKbps: number): SimulatedNetwork => {
  const network = new SimulatedNetwork({ uplinkKbps, answersProbes: true });
  for (let index = 0; index < watchers; index += 1) network.join(index);
  return network;
};

describe('what is reserved', () => {
  it('comes before the links’ pictures within the presenter’s upload limit', () => {
    const network = networkOf(3, 1_000_000);
    network.steering.reserve(PUBLISHED_KBPS);
    network.steering.limitUplink(PUBLISHED_KBPS + 2 * costs[1] + costs[0]);
    network.run(10_000);
    expect(network.layers).toEqual([1, 1, 0]);
    network.steering.reserve(0);
    network.run(30_000);
    expect(network.layers).toEqual([2, 1, 1]);
  });

  it('leaves the links their lowest layers, and their layers where nothing limits the uplink', () => {
    const network = networkOf(3, 1_000_000);
    network.steering.reserve(PUBLISHED_KBPS);
    network.run(30_000);
    expect(network.layers).toEqual([2, 2, 2]);
    network.steering.limitUplink(PUBLISHED_KBPS);
    network.run(1_000);
    expect(network.layers).toEqual([0, 0, 0]);
  });
});

it('a link with all layers costs the sum of their pictures, and sound once', () => {
  const { motion } = ladders.standard;
  const sum = stacked(motion);
  expect([sum[0].maxKbps, sum[1].maxKbps, sum[2].maxKbps]).toEqual([120, 580, 2_380]);
  expect(PUBLISHED_KBPS).toBeLessThan(costs[0] + costs[1] + costs[2]);
});
