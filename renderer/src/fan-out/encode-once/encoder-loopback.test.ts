/** The answer that the page writes for its own encoder. */
import { expect, test } from 'vitest';
import { asEncoderAnswer } from './encoder-loopback.ts';

const answer = [
  'v=0',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111',
  'a=rtpmap:111 opus/48000/2',
  'a=fmtp:111 minptime=10',
  'm=video 9 UDP/TLS/RTP/SAVPF 96 97',
  'a=rtpmap:96 VP8/90000',
  'a=rtpmap:97 rtx/90000',
  '',
].join('\r\n');

test('the answer asks for stereo, bounds the video bitrate and accepts the layers, in the video section only', () => {
  const lines = asEncoderAnswer(answer, ['low', 'high']).split('\r\n');
  expect(lines.slice(3)).toEqual([
    'a=fmtp:111 minptime=10;stereo=1',
    'm=video 9 UDP/TLS/RTP/SAVPF 96 97',
    'a=rtpmap:96 VP8/90000',
    expect.stringMatching(/^a=fmtp:96 x-google-min-bitrate=\d+;x-google-start-bitrate=\d+$/),
    'a=rtpmap:97 rtx/90000',
    'a=rid:low recv',
    'a=rid:high recv',
    'a=simulcast:recv low;high',
    '',
  ]);
});

test('the bounds go into the parameters that AV1 has already', () => {
  const inAv1 = answer
    .replaceAll('VP8', 'AV1')
    .replace('a=rtpmap:97', 'a=fmtp:96 level-idx=5;profile=0;tier=0\r\na=rtpmap:97');
  expect(asEncoderAnswer(inAv1, ['low']).match(/a=fmtp:96 .*/g)).toEqual([
    expect.stringMatching(
      /^a=fmtp:96 level-idx=5;profile=0;tier=0;x-google-min-bitrate=\d+;x-google-start-bitrate=\d+$/,
    ),
  ]);
});

test('an answer that accepts them by itself keeps its own words', () => {
  const own = `${answer}a=simulcast:recv low\r\n`;
  expect(asEncoderAnswer(own, ['low']).match(/a=simulcast/g)).toHaveLength(1);
});
