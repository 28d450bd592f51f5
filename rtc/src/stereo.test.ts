/** Stereo is written into the description of Opus, and into nothing else. */
import { expect, test } from 'vitest';
import { withStereo } from './stereo.ts';

const described = (...lines: readonly string[]): string => ['v=0', ...lines, 'm=video 9 X 96', ''].join('\r\n');

test('stereo is asked for in the parameters of Opus only', () => {
  const opus = ['m=audio 9 X 63 111', 'a=rtpmap:63 red/48000/2', 'a=fmtp:63 111/111', 'a=rtpmap:111 opus/48000/2'];
  expect(withStereo(described(...opus, 'a=fmtp:111 minptime=10;useinbandfec=1'))).toBe(
    described(...opus, 'a=fmtp:111 minptime=10;useinbandfec=1;stereo=1'),
  );
});

test.each(['stereo=1;useinbandfec=1', 'maxplaybackrate=48000;stereo=0', 'useinbandfec=1;stereo=1'])(
  'a description with %s stays as it is',
  (parameters) => {
    const sdp = described('m=audio 9 X 109', 'a=rtpmap:109 opus/48000/2', `a=fmtp:109 ${parameters}`);
    expect(withStereo(sdp)).toBe(sdp);
  },
);

test('another parameter that ends alike says nothing about what is received', () => {
  const opus = ['m=audio 9 X 109', 'a=rtpmap:109 opus/48000/2'];
  expect(withStereo(described(...opus, 'a=fmtp:109 sprop-stereo=1'))).toBe(
    described(...opus, 'a=fmtp:109 sprop-stereo=1;stereo=1'),
  );
});

test('a description without Opus stays as it is', () => {
  const sdp = described('m=audio 9 X 101', 'a=rtpmap:101 telephone-event/8000', 'a=fmtp:101 0-16');
  expect(withStereo(sdp)).toBe(sdp);
});
