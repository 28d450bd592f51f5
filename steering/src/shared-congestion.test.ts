/**
 * The capacity of the uplink is found from all links together; no single link can mislead it. On
 * the simulated network.
 */
import { describe, expect, it } from 'vitest';
import { cameraLadders, linkIdOf, costs, SimulatedNetwork } from './simulation/simulated-network.fixture.ts';
import { Steering } from './steering.ts';
import { soundWireKbps, TOP_LAYER } from './layers.ts';

const SAMPLE_MS = 250;

const networkOf = (watchers: number, uplinkKbps: number, answersProbes = true): SimulatedNetwork => {
  const network = new SimulatedNetwork({ uplinkKbps, answersProbes });
  for (let index = 0; index < watchers; index += 1) network.join(index);
  return network;
};

/** Two of eight links are on the top layer; runs until the uplink is tried once more. */
const runUntilTrial = (network: SimulatedNetwork): { readonly knownKbps: number; readonly tried: number } => {
  network.run(60_000);
  const knownKbps = network.decision.uplinkKbps ?? 0;
  network.runUntil(() => (network.decision.uplinkKbps ?? 0) > knownKbps, 70_000);
  expect(network.decision.uplinkKbps).toBeGreaterThan(knownKbps);
  return { knownKbps, tried: network.switches.at(-1)?.link ?? -1 };
};

describe.each([true, false])('with answered probes: %s', (answersProbes) => {
  it.each([
    ['12 % of loss', (network: SimulatedNetwork) => (network.link(3).lossFraction = 0.12)],
    ['300 kbit/s', (network: SimulatedNetwork) => network.setPath(3, 300)],
  ])('one watcher with %s does not keep the others from their layers', (_what, worsen) => {
    const network = networkOf(8, 100_000, answersProbes);
    worsen(network);
    network.run(15_000);
    expect(network.decision.uplinkKbps).toBeNull();
    network.uplink.rateKbps = 2_000;
    network.run(3_000);
    network.uplink.rateKbps = 100_000;
    expect(network.decision.uplinkKbps).not.toBeNull();
    const haveAll = (): boolean => network.layers.every((layer, index) => index === 3 || layer === 2);
    expect(network.runUntil(haveAll, 300_000)).toBeLessThanOrEqual(120_000);
  });

  it('a path that fails for a moment costs no other link a layer', () => {
    const network = networkOf(8, 8_000, answersProbes);
    network.run(60_000);
    network.setPath(7, 300);
    network.run(10_000);
    const [recoveredMs, known] = [network.nowMs, network.decision.uplinkKbps];
    expect(known).not.toBeNull();
    network.setPath(7, 50_000);
    expect(network.runUntil(() => network.layers[7] === 1, 60_000)).toBeLessThanOrEqual(20_000);
    network.run(60_000);
    expect(network.decision.uplinkKbps).toBe(known);
    // Only a link on trial steps back, and only by the step of its trial.
    const others = network.switchesSince(recoveredMs).filter(({ link }) => link !== 7);
    expect(others.filter(({ from, to }) => to < from && !(from === 2 && to === 1))).toEqual([]);
    expect(others.length).toBeLessThanOrEqual(4);
  });

  it('a moment of loss does not take links with a still picture to the lowest layer', () => {
    const network = networkOf(10, 30_000, answersProbes);
    network.setActivity(0.08);
    network.run(15_000);
    for (const index of [0, 2, 4, 6, 8]) network.link(index).lossFraction = 0.15;
    network.run(1_000);
    for (const index of [0, 2, 4, 6, 8]) network.link(index).lossFraction = 0;
    network.run(4_000);
    expect(network.decision.uplinkKbps).not.toBeNull();
    expect(network.layers).not.toContain(0);
    expect(network.layers.filter((layer) => layer === 2).length).toBeGreaterThanOrEqual(5);
  });

  it.each([2_000, 4_000])('a limited uplink that drops to %i kbit/s is noticed at once', (toKbps) => {
    const network = networkOf(8, 8_000, answersProbes);
    network.run(60_000);
    network.uplink.rateKbps = toKbps;
    expect(network.runUntil(() => (network.decision.uplinkKbps ?? Infinity) <= toKbps, 20_000)).toBeLessThanOrEqual(
      4_000,
    );
    network.run(1_000);
    expect(network.lossDuring(5_000)).toBeLessThan(0.001);
  });

  it.each(['leaves', 'wants less'])('an uplink trial whose link %s proves nothing', (end) => {
    const network = networkOf(8, 8_000, answersProbes);
    const { knownKbps, tried } = runUntilTrial(network);
    if (end === 'leaves') network.leave(tried);
    else network.steering.cap(linkIdOf(tried), 1);
    network.run(SAMPLE_MS);
    expect(network.decision.uplinkKbps).toBe(knownKbps);
    network.run(500);
    expect(network.decision.uplinkKbps).toBe(knownKbps);
  });

  it('on a limited uplink one link is probed at a time', () => {
    const network = networkOf(8, 8_000, answersProbes);
    network.run(240_000);
    expect(network.probes.length).toBeGreaterThan(1);
    expect(new Set(network.probes.map(({ atMs }) => atMs)).size).toBe(network.probes.length);
  });
});

describe('a link with sound only', () => {
  const limitKbps = 3 * costs[1] + 2 * soundWireKbps('speech');
  const networkWithSound = (uploadLimitKbps: number): SimulatedNetwork => {
    const network = networkOf(5, 100_000);
    network.steering.limitUplink(uploadLimitKbps);
    for (const index of [3, 4]) network.steering.cap(linkIdOf(index), 'sound');
    network.run(60_000);
    return network;
  };

  it('counts towards the presenter’s upload limit', () => {
    expect(networkWithSound(limitKbps).layers).toEqual([1, 1, 1, undefined, undefined]);
    expect(networkWithSound(limitKbps - 1).layers).toEqual([1, 1, 0, undefined, undefined]);
  });

  it('counts with all of its music, and so does every other link', () => {
    const musicKbps = soundWireKbps('music') - soundWireKbps('speech');
    const networkWithMusic = (uploadLimitKbps: number): SimulatedNetwork => {
      const network = networkWithSound(uploadLimitKbps);
      network.steering.setLadders(cameraLadders, 'music');
      network.run(60_000);
      return network;
    };
    expect(networkWithMusic(limitKbps + 5 * musicKbps).layers).toEqual([1, 1, 1, undefined, undefined]);
    expect(networkWithMusic(limitKbps + 5 * musicKbps - 1).layers).toEqual([1, 1, 0, undefined, undefined]);
  });

  it('gets a layer again when its watcher wants the picture, and frees its part when it leaves', () => {
    const network = networkWithSound(limitKbps);
    network.steering.cap(linkIdOf(4), TOP_LAYER);
    network.run(SAMPLE_MS);
    expect(network.layers).toEqual([1, 1, 0, undefined, 0]);
    network.leave(4);
    network.leave(3);
    network.run(20_000);
    expect(network.layers).toEqual([1, 1, 1]);
    expect(network.steering.has(linkIdOf(3))).toBe(false);
  });

  it('is not added by its cap alone', () => {
    const steering = new Steering(cameraLadders);
    steering.cap(linkIdOf(0), 'sound');
    expect(steering.has(linkIdOf(0))).toBe(false);
  });
});
