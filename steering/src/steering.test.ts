/** The whole policy on a simulated network: what it has to achieve, not how. */
import { describe, expect, it } from 'vitest';
import { SimulatedRoom, type Switch } from './simulation/simulated-room.ts';

const GIGABIT = 1_000_000;
const roomOf = (watchers: number, uplinkKbps: number, answersProbes = true): SimulatedRoom => {
  const room = new SimulatedRoom({ uplinkKbps, answersProbes });
  for (let index = 0; index < watchers; index += 1) room.join(index);
  return room;
};
const lowestIn = (room: SimulatedRoom): number => Math.min(...room.layers.map((layer) => layer ?? -1));

/** How long each step up lasted that was followed by one down. */
const triesIn = (switches: readonly Switch[]): number[] =>
  switches.flatMap((up, index) => {
    const next = switches[index + 1];
    return up.to > up.from && next && next.to < next.from ? [next.atMs - up.atMs] : [];
  });

describe.each([true, false])('with probes that are answered: %s', (answersProbes) => {
  it('a clean line has the top from the start and keeps it', () => {
    const room = roomOf(1, GIGABIT, answersProbes);
    room.run(120_000);
    expect(room.layers).toEqual([2]);
    expect(room.switches).toEqual([]);
  });

  it.each([10_000, 30_000, 40_000])('a line squeezed for %i ms gives way at once and is back soon', (forMs) => {
    const room = roomOf(4, GIGABIT, answersProbes);
    room.run(15_000);
    const startMs = room.nowMs;
    room.setLine(1, 300);
    const downMs = room.runUntil(() => room.layers[1] === 0, 5_000);
    expect(downMs).toBeLessThanOrEqual(2_000);
    room.run(forMs - downMs);
    // A try on the bad line lasts two samples at the most.
    expect(Math.max(...triesIn(room.switchesSince(startMs)))).toBeLessThanOrEqual(500);
    room.setLine(1, 50_000);
    expect(room.runUntil(() => room.layers[1] === 2, 60_000)).toBeLessThanOrEqual(answersProbes ? 15_000 : 20_000);
    const backMs = room.nowMs;
    room.run(60_000);
    expect(room.switchesSince(backMs + 1)).toEqual([]);
    expect(room.switches.filter(({ link }) => link !== 1)).toEqual([]);
  });

  it('eight watchers on 8 Mbit/s settle on a fair division', () => {
    const room = roomOf(8, 8_000, answersProbes);
    room.run(10_000);
    for (let minute = 0; minute < 5; minute += 1) {
      const startMs = room.nowMs;
      // Sound is lost with whatever is lost on the full line.
      expect(room.lossWhile(60_000)).toBeLessThan(0.001);
      expect(room.switchesSince(startMs + 1).length).toBeLessThanOrEqual(6);
      expect(lowestIn(room)).toBeGreaterThanOrEqual(1);
    }
    expect(room.decision.uplinkKbps).toBeGreaterThan(5_000);
    expect(room.decision.uplinkKbps).toBeLessThanOrEqual(8_000);
  });

  it.each([2_000, 5_000, 10_000, 30_000])('a line that comes and goes every %i ms is not followed', (everyMs) => {
    const room = roomOf(4, GIGABIT, answersProbes);
    room.run(10_000);
    const minutes: number[] = [];
    for (let minute = 0; minute < 6; minute += 1) {
      const startMs = room.nowMs;
      for (let second = 0; second < 60; second += 1) {
        const isBad = Math.floor((minute * 60_000 + second * 1_000) / everyMs) % 2 === 0;
        room.setLine(1, isBad ? 300 : 50_000);
        room.run(1_000);
      }
      minutes.push(room.switchesSince(startMs + 1).length);
    }
    // The first minute is spent finding out.
    expect(minutes[0]).toBeLessThanOrEqual(14);
    expect(Math.max(...minutes.slice(1))).toBeLessThanOrEqual(6);
    expect(room.switches.filter(({ link }) => link !== 1)).toEqual([]);
  });
});

describe('the shared uplink', () => {
  it('carries 32 watchers at the top on 100 Mbit/s', () => {
    const room = roomOf(32, 100_000);
    room.run(60_000);
    expect(lowestIn(room)).toBe(2);
    expect(room.switches).toEqual([]);
    expect(room.decision.uplinkKbps).toBeNull();
  });

  it('is never used beyond what the presenter allows', () => {
    const room = new SimulatedRoom({ uplinkKbps: 100_000, answersProbes: true });
    room.steering.limitUplink(3_000);
    for (let index = 0; index < 8; index += 1) room.join(index);
    room.run(120_000);
    expect(room.mostKbps).toBeLessThanOrEqual(3_000);
    expect(room.layers).toEqual([1, 1, 1, 1, 0, 0, 0, 0]);
    const joinedMs = room.nowMs;
    room.join(8);
    room.run(20_000);
    expect(room.layers).toEqual([1, 1, 1, 0, 0, 0, 0, 0, 0]);
    expect(room.switchesSince(joinedMs)).toHaveLength(1);
    room.leave(0);
    room.run(20_000);
    expect(room.layers).toEqual([1, 1, 1, 1, 0, 0, 0, 0]);
    expect(room.mostKbps).toBeLessThanOrEqual(3_000);
    room.steering.limitUplink(null);
    room.run(20_000);
    expect(lowestIn(room)).toBe(2);
  });

  it('makes room for a newcomer, and is given back when somebody leaves', () => {
    const room = roomOf(8, 8_000);
    room.run(60_000);
    const joinedMs = room.nowMs;
    room.join(8);
    room.run(250);
    expect(lowestIn(room)).toBe(1);
    room.run(30_000);
    expect(lowestIn(room)).toBe(1);
    expect(room.switchesSince(joinedMs).length).toBeLessThanOrEqual(6);
    for (const index of [0, 1, 2, 3, 4]) room.leave(index);
    room.run(60_000);
    expect(room.layers).toEqual([2, 2, 2, 2]);
    expect(room.decision.uplinkKbps).toBeNull();
  });

  it('is not blamed for one bad line, nor is anybody else lowered by it', () => {
    const room = roomOf(8, 8_000);
    room.run(60_000);
    const startMs = room.nowMs;
    room.setLine(3, 300);
    room.run(60_000);
    expect(room.layers[3]).toBe(0);
    const lowered = room.switchesSince(startMs).filter(({ link, from, to }) => link !== 3 && to < from);
    // Only who was on trial goes back.
    for (const { from } of lowered) expect(from).toBe(2);
    expect(lowered.length).toBeLessThanOrEqual(2);
  });

  it('does not give a watcher more than it wants', () => {
    const room = roomOf(2, GIGABIT);
    room.run(5_000);
    room.steering.cap(room.link(0).linkId, 1);
    room.run(10_000);
    expect(room.layers).toEqual([1, 2]);
    room.steering.cap(room.link(0).linkId, 2);
    room.run(10_000);
    expect(room.layers).toEqual([2, 2]);
  });

  it('steers the same way every time', () => {
    const [one, other] = [roomOf(8, 8_000), roomOf(8, 8_000)];
    one.run(60_000);
    other.run(60_000);
    expect(one.switches).toEqual(other.switches);
  });
});
