/** The whole steering on the simulated network: what it has to achieve, not how. */
import { describe, expect, it } from 'vitest';
import { SimulatedNetwork, type Switch } from './simulation/simulated-network.fixture.ts';

const GIGABIT = 1_000_000;
const networkOf = (watchers: number, uplinkKbps: number, answersProbes = true): SimulatedNetwork => {
  const network = new SimulatedNetwork({ uplinkKbps, answersProbes });
  for (let index = 0; index < watchers; index += 1) network.join(index);
  return network;
};
const lowestIn = (network: SimulatedNetwork): number => Math.min(...network.layers.map((layer) => layer ?? -1));

/** How long each step up lasted that was followed by a step down, in ms. */
const failedTrialsIn = (switches: readonly Switch[]): number[] =>
  switches.flatMap((up, index) => {
    const next = switches[index + 1];
    return up.to > up.from && next && next.to < next.from ? [next.atMs - up.atMs] : [];
  });

describe.each([true, false])('with answered probes: %s', (answersProbes) => {
  it('a good path gets the top layer from the start and keeps it', () => {
    const network = networkOf(1, GIGABIT, answersProbes);
    network.run(120_000);
    expect(network.layers).toEqual([2]);
    expect(network.switches).toEqual([]);
  });

  it.each([10_000, 30_000, 40_000])('a path limited for %i ms steps down at once and soon returns', (limitedMs) => {
    const network = networkOf(4, GIGABIT, answersProbes);
    network.run(15_000);
    const startMs = network.nowMs;
    network.setPath(1, 300);
    const downMs = network.runUntil(() => network.layers[1] === 0, 5_000);
    expect(downMs).toBeLessThanOrEqual(2_000);
    network.run(limitedMs - downMs);
    // A trial on the bad path lasts two samples at most. The back-off of 4 s allows one even in the
    // shortest time.
    const trials = failedTrialsIn(network.switchesSince(startMs));
    expect(trials).not.toHaveLength(0);
    expect(Math.max(...trials)).toBeLessThanOrEqual(500);
    network.setPath(1, 50_000);
    expect(network.runUntil(() => network.layers[1] === 2, 60_000)).toBeLessThanOrEqual(
      answersProbes ? 15_000 : 20_000,
    );
    const returnedMs = network.nowMs;
    network.run(60_000);
    expect(network.switchesSince(returnedMs + 1)).toEqual([]);
    expect(network.switches.filter(({ link }) => link !== 1)).toEqual([]);
  });

  it('eight watchers on 8 Mbit/s settle on fair shares', () => {
    const network = networkOf(8, 8_000, answersProbes);
    network.run(10_000);
    for (let minute = 0; minute < 5; minute += 1) {
      const startMs = network.nowMs;
      // Loss on a full uplink hits sound, too.
      expect(network.lossDuring(60_000)).toBeLessThan(0.001);
      expect(network.switchesSince(startMs + 1).length).toBeLessThanOrEqual(6);
      expect(lowestIn(network)).toBeGreaterThanOrEqual(1);
    }
    expect(network.decision.uplinkKbps).toBeGreaterThan(5_000);
    expect(network.decision.uplinkKbps).toBeLessThanOrEqual(8_000);
  });

  it.each([2_000, 5_000, 10_000, 30_000])(
    'a path that fails and recovers every %i ms causes few switches',
    (periodMs) => {
      const network = networkOf(4, GIGABIT, answersProbes);
      network.run(10_000);
      const minutes: number[] = [];
      for (let minute = 0; minute < 6; minute += 1) {
        const startMs = network.nowMs;
        for (let second = 0; second < 60; second += 1) {
          const isBad = Math.floor((minute * 60_000 + second * 1_000) / periodMs) % 2 === 0;
          network.setPath(1, isBad ? 300 : 50_000);
          network.run(1_000);
        }
        minutes.push(network.switchesSince(startMs + 1).length);
      }
      // The back-off grows within the first minute.
      expect(minutes[0]).toBeLessThanOrEqual(14);
      expect(Math.max(...minutes.slice(1))).toBeLessThanOrEqual(6);
      expect(network.switches.filter(({ link }) => link !== 1)).toEqual([]);
    },
  );
});

describe('the shared uplink', () => {
  it('carries 32 watchers on the top layer at 100 Mbit/s', () => {
    const network = networkOf(32, 100_000);
    network.run(60_000);
    expect(lowestIn(network)).toBe(2);
    expect(network.switches).toEqual([]);
    expect(network.decision.uplinkKbps).toBeNull();
  });

  it('is never used beyond the presenter’s limit', () => {
    const network = new SimulatedNetwork({ uplinkKbps: 100_000, answersProbes: true });
    network.steering.limitUplink(3_000);
    for (let index = 0; index < 8; index += 1) network.join(index);
    network.run(120_000);
    expect(network.peakKbps).toBeLessThanOrEqual(3_000);
    expect(network.layers).toEqual([1, 1, 1, 1, 0, 0, 0, 0]);
    const joinedMs = network.nowMs;
    network.join(8);
    network.run(20_000);
    expect(network.layers).toEqual([1, 1, 1, 0, 0, 0, 0, 0, 0]);
    expect(network.switchesSince(joinedMs)).toHaveLength(1);
    network.leave(0);
    network.run(20_000);
    expect(network.layers).toEqual([1, 1, 1, 1, 0, 0, 0, 0]);
    expect(network.peakKbps).toBeLessThanOrEqual(3_000);
    network.steering.limitUplink(null);
    network.run(20_000);
    expect(lowestIn(network)).toBe(2);
  });

  it('gives a new link its share, and is divided again when links leave', () => {
    const network = networkOf(8, 8_000);
    network.run(60_000);
    const joinedMs = network.nowMs;
    network.join(8);
    network.run(250);
    expect(lowestIn(network)).toBe(1);
    network.run(30_000);
    expect(lowestIn(network)).toBe(1);
    expect(network.switchesSince(joinedMs).length).toBeLessThanOrEqual(6);
    for (const index of [0, 1, 2, 3, 4]) network.leave(index);
    network.run(60_000);
    expect(network.layers).toEqual([2, 2, 2, 2]);
    expect(network.decision.uplinkKbps).toBeNull();
  });

  it('is not blamed for one bad path, and no other link is lowered by it', () => {
    const network = networkOf(8, 8_000);
    network.run(60_000);
    const startMs = network.nowMs;
    network.setPath(3, 300);
    network.run(60_000);
    // It may be on trial just then.
    expect(network.runUntil(() => network.layers[3] === 0, 1_000)).toBeLessThan(1_000);
    const lowered = network.switchesSince(startMs).filter(({ link, from, to }) => link !== 3 && to < from);
    // Only a link on trial steps back.
    expect(lowered.filter(({ from }) => from !== 2)).toEqual([]);
    expect(lowered.length).toBeLessThanOrEqual(2);
  });

  it('gives a watcher no more than it wants', () => {
    const network = networkOf(2, GIGABIT);
    network.run(5_000);
    network.steering.cap(network.link(0).linkId, 1);
    network.run(10_000);
    expect(network.layers).toEqual([1, 2]);
    network.steering.cap(network.link(0).linkId, 2);
    network.run(10_000);
    expect(network.layers).toEqual([2, 2]);
  });

  it('is divided the same way in each run', () => {
    const [one, other] = [networkOf(8, 8_000), networkOf(8, 8_000)];
    one.run(60_000);
    other.run(60_000);
    expect(one.switches).toEqual(other.switches);
  });
});
