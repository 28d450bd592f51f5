/** Statistics of browsers, and the rows of the panel. */
import { expect, test } from 'vitest';
import { asText, figuresIn, rowsBetween } from './statistics-figures.ts';

const video = {
  type: 'inbound-rtp',
  kind: 'video',
  codecId: 'C',
  decoderImplementation: 'libvpx',
  framesDecoded: 300,
  framesDropped: 4,
  freezeCount: 2,
  totalDecodeTime: 0.9,
  jitterBufferDelay: 12,
  jitterBufferEmittedCount: 300,
  frameWidth: 1280,
  frameHeight: 720,
  bytesReceived: 1_000_000,
  packetsReceived: 900,
  packetsLost: 0,
};
const audio = { type: 'inbound-rtp', kind: 'audio', bytesReceived: 50_000, packetsReceived: 95, packetsLost: 5 };
const path = {
  T: { type: 'transport', selectedCandidatePairId: 'P' },
  P: { type: 'candidate-pair', id: 'P', localCandidateId: 'L', currentRoundTripTime: 0.04 },
  L: { candidateType: 'relay', relayProtocol: 'tcp' },
};
const figures = (entries: Readonly<Record<string, object>>, atMs: number) =>
  figuresIn(new Map(Object.entries(entries)), atMs);
const facts = { turnOnly: false, udp: 'blocked' } as const;
const shown = (rows: ReturnType<typeof rowsBetween>) =>
  Object.fromEntries(rows.map(({ name, value }) => [name, value]));

test('a second of a good picture through a TURN server', () => {
  const codec = { C: { type: 'codec', mimeType: 'video/VP8' } };
  const before = figures({ v: video, a: audio, ...path, ...codec }, 1_000);
  const after = figures(
    {
      v: {
        ...video,
        framesDecoded: 330,
        totalDecodeTime: 0.99,
        jitterBufferDelay: 13.5,
        jitterBufferEmittedCount: 330,
        bytesReceived: 1_200_000,
      },
      a: audio,
      ...path,
      ...codec,
    },
    2_000,
  );
  expect(shown(rowsBetween(before, after, facts))).toEqual({
    Route: 'Relayed (TURN) over TCP',
    Reason: 'UDP is blocked on this network',
    Delay: '70 ms',
    'Round trip': '40 ms',
    Resolution: '1280 × 720',
    'Frame rate': '30 fps',
    Freezes: '2',
    'Dropped frames': '4',
    'Packets lost': '5 (0.5%)',
    'Data rate': '1.6 Mbit/s',
    Decoder: 'VP8, libvpx, 3 ms per frame',
  });
});

test('a browser with few statistics, and sound only', () => {
  const before = figures({ a: { ...audio, packetsLost: 0 } }, 0);
  const after = figures({ a: { ...audio, packetsLost: 0, bytesReceived: 55_000 } }, 1_000);
  expect(shown(rowsBetween(before, after, facts))).toMatchObject({
    Route: 'Direct',
    Delay: '–',
    Resolution: '–',
    'Frame rate': '–',
    'Packets lost': 'none',
    'Data rate': '40 kbit/s',
    Decoder: '–',
  });
});

test('nothing received yet', () => {
  expect(shown(rowsBetween(figures({}, 0), figures({}, 1_000), facts))).toMatchObject({
    'Packets lost': '–',
    'Data rate': '0 kbit/s',
  });
});

test('as text', () => {
  expect(
    asText([
      { name: 'Route', value: 'Direct' },
      { name: 'Browser', value: 'x' },
    ]),
  ).toBe('Route: Direct\nBrowser: x');
});
