/** Channels and rate of the sent sound, read from statistics. */
import { expect, onTestFinished, test, vi } from 'vitest';
import { soundIn, SoundMeter } from './sent-sound.ts';

const statistics = (bytesSent: number, sdpFmtpLine: string) =>
  new Map<string, object>([
    ['picture', { type: 'outbound-rtp', kind: 'video', bytesSent: 9_000_000 }],
    ['sound', { type: 'outbound-rtp', kind: 'audio', bytesSent, codecId: 'opus' }],
    ['opus', { type: 'codec', channels: 2, sdpFmtpLine }],
  ]);

test.each([
  ['minptime=10;useinbandfec=1;stereo=1', 'stereo'],
  ['stereo=1;useinbandfec=1', 'stereo'],
  ['minptime=10;useinbandfec=1', 'mono'],
  ['stereo=0', 'mono'],
  ['sprop-stereo=1', 'mono'],
])('parameters of %s are %s', (parameters, channels) => {
  expect(soundIn(statistics(1_000, parameters))).toEqual({ bytes: 1_000, channels });
});

test('before the first packet the channels are unknown', () => {
  expect(soundIn(new Map())).toEqual({ bytes: 0, channels: null });
});

const linkWith = (connectionState: RTCPeerConnectionState, report: ReturnType<typeof statistics>) => ({
  pc: { connectionState, getStats: () => Promise.resolve(report) },
});

test('one connected link is measured for all, and the encoder says what it makes', async () => {
  const meter = new SoundMeter();
  const report = statistics(1_000, '');
  const links = [linkWith('new', statistics(0, '')), linkWith('connected', report), linkWith('connected', report)];
  const readEncoder = () => Promise.resolve(statistics(0, 'stereo=1'));
  const first = await meter.read(links, [], 'music', readEncoder);
  expect(first).toEqual({ channels: 'stereo', kbps: null, maxKbps: 96, watchers: 2, toRelay: false });
  expect((await meter.read(links, [], 'speech'))?.channels).toBe('mono');
  expect(await meter.read(links.slice(0, 1), [], 'speech')).toBeNull();
  expect(await meter.read([], links, 'speech')).toMatchObject({ watchers: 0, toRelay: true });
});

test('on a link that sends each frame twice, the rate is that of the sound itself', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const meter = new SoundMeter();
  let bytesSent = 0;
  const getStats = () => Promise.resolve(statistics(bytesSent, ''));
  const link = { pc: { connectionState: 'connected' as const, getStats }, soundRepeats: 1 };
  await meter.read([link], [], 'speech');
  bytesSent = 10_000;
  vi.advanceTimersByTime(1_000);
  expect((await meter.read([link], [], 'speech'))?.kbps).toBe(40);
});
