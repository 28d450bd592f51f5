/**
 * Lines that are overfull by a little, lines that lose packets anyway, and a shared line that
 * failed for a moment. On the simulated network.
 */
import { describe, expect, it } from 'vitest';
import { costs, SimulatedNetwork } from './simulation/simulated-network.fixture.ts';

const GIGABIT = 1_000_000;

/** As often as the app reads the statistics of so many links. */
const sampleMsOf = (watchers: number): number => Math.max(250, watchers * 35);

const networkOf = (watchers: number, uplinkKbps: number, answersProbes = true): SimulatedNetwork => {
  const network = new SimulatedNetwork({ uplinkKbps, answersProbes, sampleMs: sampleMsOf(watchers) });
  for (let index = 0; index < watchers; index += 1) network.join(index);
  return network;
};

const haveTop = (network: SimulatedNetwork): boolean => network.layers.every((layer) => layer === 2);

describe.each([true, false])('with answered probes: %s', (answersProbes) => {
  it.each([0.93, 0.96])('a shared line of %d of what is sent is found out', (part) => {
    const network = networkOf(10, GIGABIT, answersProbes);
    network.run(30_000);
    network.uplink.rateKbps = 10 * costs[2] * part;
    network.run(15_000);
    expect(network.decision.uplinkKbps).not.toBeNull();
    // Its last trials are ever rarer.
    for (let minute = 0; minute < 3; minute += 1) expect(network.lossDuring(60_000)).toBeLessThan(0.005);
    expect(network.layers.filter((layer) => layer === 2).length).toBeGreaterThanOrEqual(5);
  });

  it.each([0.93, 0.96])(
    'a path of %d of what its layer needs is found out, and costs no other link a layer',
    (part) => {
      const network = networkOf(4, GIGABIT, answersProbes);
      network.run(30_000);
      network.setPath(1, costs[2] * part);
      expect(network.runUntil(() => network.layers[1] === 1, 30_000)).toBeLessThanOrEqual(15_000);
      const foundMs = network.nowMs;
      network.run(120_000);
      expect(network.switchesSince(foundMs).length).toBeLessThanOrEqual(20);
      expect(network.switches.filter(({ link }) => link !== 1)).toEqual([]);
      network.run(60_000);
      expect(network.switchesSince(network.nowMs - 60_000).length).toBeLessThanOrEqual(4);
    },
  );

  it('a path that carries hardly more than sound is not filled with probes', () => {
    const network = networkOf(4, GIGABIT, answersProbes);
    network.run(15_000);
    network.setPath(1, 60);
    network.run(60_000);
    expect(network.layers[1]).toBe(0);
    expect(network.probes.filter(({ link }) => link === 1).length).toBeLessThanOrEqual(10);
  });

  it('a path that loses 5 % of its packets however little is sent keeps its layer', () => {
    const network = networkOf(4, GIGABIT, answersProbes);
    network.run(30_000);
    network.link(1).lossFraction = 0.05;
    network.run(120_000);
    expect(network.layers).toEqual([2, 2, 2, 2]);
    expect(network.switches.length).toBeLessThanOrEqual(6);
  });

  it.each([
    [8, 2_000],
    [32, 2_000],
    [32, 8_000],
    [32, 200],
  ])('%i watchers whose shared line fails for a moment, to %i kbit/s, are all back soon', (watchers, failedKbps) => {
    const network = networkOf(watchers, 100_000, answersProbes);
    network.run(60_000);
    expect(haveTop(network)).toBe(true);
    network.uplink.rateKbps = failedKbps;
    network.run(3_000);
    network.uplink.rateKbps = 100_000;
    const tookMs = network.runUntil(() => haveTop(network), 300_000);
    // Without answers an estimate that has fallen to nothing grows by itself, 8 % a second.
    expect(tookMs).toBeLessThanOrEqual(answersProbes ? 30_000 : 150_000);
    const backMs = network.nowMs;
    network.run(60_000);
    expect(network.switchesSince(backMs + 1)).toEqual([]);
  });

  it('a shared line that stays bad is tried once with more, and then a layer at a time', () => {
    const network = networkOf(32, 100_000, answersProbes);
    network.run(60_000);
    network.uplink.rateKbps = 20_000;
    network.run(30_000);
    expect(network.lossDuring(60_000)).toBeLessThan(0.01);
    expect(network.switchesSince(network.nowMs - 60_000).length).toBeLessThanOrEqual(30);
  });
});
