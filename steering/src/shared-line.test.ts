/** What becomes known of the line that all links leave on: found out by all together, in spite of any one of them. */
import { describe, expect, it } from 'vitest';
import { aLinkId, costs, SimulatedRoom } from './simulation/simulated-room.ts';
import { Steering } from './steering.ts';
import { laddersOf, SOUND_WIRE_KBPS, TOP_LAYER } from './layers.ts';

const EVERY_MS = 250;

const roomOf = (watchers: number, uplinkKbps: number, answersProbes = true): SimulatedRoom => {
  const room = new SimulatedRoom({ uplinkKbps, answersProbes });
  for (let index = 0; index < watchers; index += 1) room.join(index);
  return room;
};

/** Two of eight at the top; up to where the line is tried once more. */
const untilTrial = (room: SimulatedRoom): { readonly knownKbps: number; readonly tried: number } => {
  room.run(60_000);
  const knownKbps = room.decision.uplinkKbps ?? 0;
  room.runUntil(() => (room.decision.uplinkKbps ?? 0) > knownKbps, 70_000);
  return { knownKbps, tried: room.switches.at(-1)?.link ?? -1 };
};

describe.each([true, false])('with probes that are answered: %s', (answersProbes) => {
  it.each([
    ['12 % of loss', (room: SimulatedRoom) => (room.link(3).lossFraction = 0.12)],
    ['300 kbit/s', (room: SimulatedRoom) => room.setLine(3, 300)],
  ])('one watcher with %s does not keep a room from its layers', (_what, worsen) => {
    const room = roomOf(8, 100_000, answersProbes);
    worsen(room);
    room.run(15_000);
    expect(room.decision.uplinkKbps).toBeNull();
    room.uplink.rateKbps = 2_000;
    room.run(3_000);
    room.uplink.rateKbps = 100_000;
    expect(room.decision.uplinkKbps).not.toBeNull();
    const haveAll = (): boolean => room.layers.every((layer, index) => index === 3 || layer === 2);
    expect(room.runUntil(haveAll, 300_000)).toBeLessThanOrEqual(120_000);
  });

  it('one line that gives out for a moment costs nobody else a layer', () => {
    const room = roomOf(8, 8_000, answersProbes);
    room.run(60_000);
    room.setLine(7, 300);
    room.run(10_000);
    const [backMs, known] = [room.nowMs, room.decision.uplinkKbps];
    room.setLine(7, 50_000);
    expect(room.runUntil(() => room.layers[7] === 1, 60_000)).toBeLessThanOrEqual(20_000);
    room.run(60_000);
    expect(room.decision.uplinkKbps).toBe(known);
    // Only who was on trial goes back, and only by what the trial itself has shown.
    const others = room.switchesSince(backMs).filter(({ link }) => link !== 7);
    for (const { from, to } of others.filter((one) => one.to < one.from)) expect([from, to]).toEqual([2, 1]);
    expect(others.length).toBeLessThanOrEqual(4);
  });

  it('a moment of loss does not take a quiet room to the lowest layer', () => {
    const room = roomOf(10, 30_000, answersProbes);
    room.setActivity(0.08);
    room.run(15_000);
    for (const index of [0, 2, 4, 6, 8]) room.link(index).lossFraction = 0.15;
    room.run(1_000);
    for (const index of [0, 2, 4, 6, 8]) room.link(index).lossFraction = 0;
    room.run(4_000);
    expect(room.decision.uplinkKbps).not.toBeNull();
    expect(room.layers).not.toContain(0);
    expect(room.layers.filter((layer) => layer === 2).length).toBeGreaterThanOrEqual(5);
  });

  it.each([2_000, 4_000])('a line that was short and drops to %i kbit/s is followed at once', (toKbps) => {
    const room = roomOf(8, 8_000, answersProbes);
    room.run(60_000);
    room.uplink.rateKbps = toKbps;
    expect(room.runUntil(() => (room.decision.uplinkKbps ?? Infinity) <= toKbps, 20_000)).toBeLessThanOrEqual(4_000);
    room.run(1_000);
    expect(room.lossWhile(5_000)).toBeLessThan(0.001);
  });

  it.each(['leaves', 'wants less'])('a trial whose link %s proves nothing', (end) => {
    const room = roomOf(8, 8_000, answersProbes);
    const { knownKbps, tried } = untilTrial(room);
    if (end === 'leaves') room.leave(tried);
    else room.steering.cap(aLinkId(tried), 1);
    room.run(EVERY_MS);
    expect(room.decision.uplinkKbps).toBe(knownKbps);
    room.run(500);
    expect(room.decision.uplinkKbps).toBe(knownKbps);
  });

  it('a line that is short is asked by one link at a time', () => {
    const room = roomOf(8, 8_000, answersProbes);
    room.run(240_000);
    expect(room.probes.length).toBeGreaterThan(1);
    expect(new Set(room.probes.map(({ atMs }) => atMs)).size).toBe(room.probes.length);
  });
});

describe('a link with sound only', () => {
  const capKbps = 3 * costs[1] + 2 * SOUND_WIRE_KBPS;
  const roomWithSound = (limitKbps: number): SimulatedRoom => {
    const room = roomOf(5, 100_000);
    room.steering.limitUplink(limitKbps);
    for (const index of [3, 4]) room.steering.cap(aLinkId(index), 'sound');
    room.run(60_000);
    return room;
  };

  it('has its part of what the presenter allows', () => {
    expect(roomWithSound(capKbps).layers).toEqual([1, 1, 1, undefined, undefined]);
    expect(roomWithSound(capKbps - 1).layers).toEqual([1, 1, 0, undefined, undefined]);
  });

  it('is given a layer again when its watcher wants the picture, and gives its part back when it leaves', () => {
    const room = roomWithSound(capKbps);
    room.steering.cap(aLinkId(4), TOP_LAYER);
    room.run(EVERY_MS);
    expect(room.layers).toEqual([1, 1, 0, undefined, 0]);
    room.leave(4);
    room.leave(3);
    room.run(20_000);
    expect(room.layers).toEqual([1, 1, 1]);
    expect(room.steering.has(aLinkId(3))).toBe(false);
  });

  it('is not made known by its wish alone', () => {
    const steering = new Steering(laddersOf.standard.motion);
    steering.cap(aLinkId(0), 'sound');
    expect(steering.has(aLinkId(0))).toBe(false);
  });
});
