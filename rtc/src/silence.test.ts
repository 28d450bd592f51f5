/** For how long nothing has come, from readings of a counter. */
import { expect, test } from 'vitest';
import { receivedIn, Silence } from './silence.ts';

const silences = (readings: readonly (readonly [atMs: number, received: number])[]): number[] => {
  const silence = new Silence();
  return readings.map(([atMs, received]) => silence.note(received, atMs));
};

test('lasts from the last reading with something new', () => {
  const readings = [
    [0, 5],
    [200, 9],
    [400, 9],
    [600, 9],
    [800, 10],
    [1_000, 10],
  ] as const;
  expect(silences(readings)).toEqual([0, 0, 200, 400, 0, 200]);
});

test('a link on which nothing has come at all is not silent: it may still be opening', () => {
  expect(
    silences([
      [0, 0],
      [5_000, 0],
      [9_000, 0],
    ]),
  ).toEqual([0, 0, 0]);
});

test('a machine that slept notices at its first reading', () => {
  expect(
    silences([
      [0, 1],
      [200, 2],
      [3_600_000, 2],
    ]).at(-1),
  ).toBe(3_599_800);
});

const report = (...entries: object[]): RTCStatsReport => new Map(entries.map((entry, index) => [String(index), entry]));

test('counts media, RTCP and data, and not the answers to ICE checks', () => {
  const pair = { type: 'candidate-pair', responsesReceived: 7, packetsReceived: 9 };
  const inbound = (packetsReceived: number) => ({ type: 'inbound-rtp', packetsReceived });
  expect(receivedIn(report(pair, { type: 'transport', packetsReceived: 40 }))).toBe(40);
  expect(receivedIn(report(pair, inbound(30), inbound(12)))).toBe(42);
  expect(receivedIn(report(pair, { type: 'outbound-rtp', packetsSent: 3 }, { type: 'transport' }))).toBeUndefined();
});
