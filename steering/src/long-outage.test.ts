/**
 * Links whose paths were gone for long, on the simulated network: low at first, then up without
 * going back.
 */
import { describe, expect, it } from 'vitest';
import { LONG_OUTAGE_MS } from './policy.ts';
import { SimulatedNetwork } from './simulation/simulated-network.fixture.ts';

const GIGABIT = 1_000_000;
const LONG_MS = 15_000;
const SHORT_MS = LONG_OUTAGE_MS - 1_000;

const networkOf = (watchers: number, uplinkKbps: number, answersProbes = true): SimulatedNetwork => {
  const network = new SimulatedNetwork({ uplinkKbps, answersProbes, sampleMs: Math.max(250, watchers * 35) });
  for (let index = 0; index < watchers; index += 1) network.join(index);
  network.run(30_000);
  return network;
};

/** The longest queue in the link's pacer in the two seconds after it has a path again, in ms. */
function longestQueue(network: SimulatedNetwork, index: number): number {
  let longestMs = 0;
  network.runUntil(() => {
    longestMs = Math.max(longestMs, network.link(index).queuedMs);
    return false;
  }, 2_000);
  return longestMs;
}

const stepsOf = (network: SimulatedNetwork, sinceMs: number) =>
  network.switchesSince(sinceMs).map(({ link, from, to }) => ({ link, from, to }));

const stepsBack = (network: SimulatedNetwork, sinceMs: number): number =>
  stepsOf(network, sinceMs).filter(({ from, to }) => to < from).length;

describe.each([true, false])('with answered probes: %s', (answersProbes) => {
  it('a path that is what it was: up to the top, one layer after the other', () => {
    const network = networkOf(4, GIGABIT, answersProbes);
    network.cut(1);
    network.run(LONG_MS);
    expect(network.layers).toEqual([2, 0, 2, 2]);
    const mendedAtMs = network.nowMs;
    network.mend(1);
    expect(network.runUntil(() => network.layers[1] === 2, 60_000)).toBeLessThanOrEqual(answersProbes ? 8_000 : 15_000);
    network.run(60_000);
    expect(stepsOf(network, mendedAtMs)).toEqual([
      { link: 1, from: 0, to: 1 },
      { link: 1, from: 1, to: 2 },
    ]);
  });

  it.each([250, 400, 800])(
    'a path that carries only %i kbit/s by now: no queue, and no more trials than on any such path',
    (kbps) => {
      const network = networkOf(4, GIGABIT, answersProbes);
      network.cut(1);
      network.run(LONG_MS);
      network.setPath(1, kbps);
      const mendedAtMs = network.nowMs;
      network.mend(1);
      const queuedMs = longestQueue(network, 1);
      network.run(28_000);
      expect(network.switches.filter(({ link }) => link !== 1)).toEqual([]);
      // Its trials are those of any such path.
      const bad = networkOf(4, GIGABIT, answersProbes);
      bad.setPath(1, kbps);
      bad.run(30_000);
      expect(stepsBack(network, mendedAtMs)).toBeLessThanOrEqual(stepsBack(bad, 30_000));
      // The same path after an outage that is too short to forget it: the top layer fills its
      // pacer.
      const control = networkOf(4, GIGABIT, answersProbes);
      control.cut(1);
      control.run(SHORT_MS);
      control.setPath(1, kbps);
      control.mend(1);
      expect(queuedMs).toBeLessThan(longestQueue(control, 1) / 2);
    },
  );
});

it('a short outage costs no layer', () => {
  const network = networkOf(4, GIGABIT);
  network.cut(1);
  network.run(SHORT_MS);
  network.mend(1);
  network.run(30_000);
  expect(network.switches).toEqual([]);
});

it('what the path did not carry before is not tried at once', () => {
  const network = networkOf(4, GIGABIT);
  network.setPath(1, 300);
  network.run(120_000);
  network.cut(1);
  network.run(LONG_MS);
  const mendedAtMs = network.nowMs;
  network.mend(1);
  network.run(30_000);
  expect(stepsOf(network, mendedAtMs).filter(({ from, to }) => to > from).length).toBeLessThanOrEqual(1);
});

describe('a presenter whose network was away, with 32 watchers', () => {
  const away = (network: SimulatedNetwork, uplinkKbps: number): number => {
    for (let index = 0; index < 32; index += 1) network.cut(index);
    network.run(LONG_MS);
    expect(new Set(network.layers)).toEqual(new Set([0]));
    network.uplink.rateKbps = uplinkKbps;
    for (let index = 0; index < 32; index += 1) network.mend(index);
    return network.nowMs;
  };

  it('has them all on the top again within half a minute, without a step back', () => {
    const network = networkOf(32, 100_000);
    const mendedAtMs = away(network, 100_000);
    expect(network.runUntil(() => network.layers.every((layer) => layer === 2), 60_000)).toBeLessThanOrEqual(30_000);
    network.run(60_000);
    expect(network.switchesSince(mendedAtMs)).toHaveLength(64);
  });

  it('finds out what a narrower network carries', () => {
    const network = networkOf(32, 100_000);
    away(network, 25_000);
    network.run(20_000);
    expect(network.layers.filter((layer) => layer === 1).length).toBeGreaterThanOrEqual(20);
    expect(network.lossDuring(60_000)).toBeLessThan(0.005);
    expect(network.decision.uplinkKbps).toBeLessThanOrEqual(25_000);
  });
});
