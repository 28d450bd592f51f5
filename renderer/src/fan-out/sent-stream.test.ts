/** Encodings and their rates, read from successive statistics. */
import { expect, test } from 'vitest';
import { encodingsIn, RateMeter } from './sent-stream.ts';

const outbound = { type: 'outbound-rtp', kind: 'video', frameWidth: 640, frameHeight: 360, framesPerSecond: 30 };

test('only encodings that have had a frame are listed', () => {
  const statistics = new Map<string, object>([
    ['a', { type: 'outbound-rtp', kind: 'audio', bytesSent: 9 }],
    [
      'b',
      {
        ...outbound,
        rid: 'middle',
        bytesSent: 7,
        codecId: 'k',
        encoderImplementation: 'libvpx',
        qualityLimitationReason: 'cpu',
      },
    ],
    ['c', { ...outbound, rid: 'high', frameWidth: undefined }],
    ['d', { ...outbound }],
    ['k', { type: 'codec', id: 'k', mimeType: 'video/VP8' }],
  ]);
  const size = { width: 640, height: 360, fps: 30 };
  expect(encodingsIn(statistics)).toEqual([
    { rid: 'middle', bytes: 7, stream: { ...size, codec: 'VP8', encoder: 'libvpx', limitedBy: 'processor' } },
    { rid: null, bytes: 0, stream: { ...size, codec: null, encoder: null, limitedBy: 'nothing' } },
  ]);
});

test('a rate needs the same total in two successive readings', () => {
  const meter = new RateMeter();
  expect(meter.measure(new Map([['a', 1_000]]), 0).get('a')).toBeNull();
  const second = meter.measure(
    new Map([
      ['a', 126_000],
      ['b', 5],
    ]),
    1_000,
  );
  expect(second.get('a')).toBe(1_000);
  expect(second.get('b')).toBeNull();
  expect(meter.measure(new Map([['b', 130]]), 2_000).get('b')).toBe(1);
  // Missing in between: its total may have restarted.
  expect(meter.measure(new Map([['a', 1]]), 3_000).get('a')).toBeNull();
});
