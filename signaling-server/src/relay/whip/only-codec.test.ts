/** A player's offer is reduced to one codec. */
import { expect, test } from 'vitest';
import { onlyVideoCodec } from './only-codec.ts';

const offer = [
  'v=0',
  's=-',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111 96',
  'a=rtpmap:111 opus/48000/2',
  'a=rtpmap:96 telephone-event/8000',
  'm=video 9 UDP/TLS/RTP/SAVPF 96 97 103 104 107',
  'a=mid:1',
  'a=rtpmap:96 VP8/90000',
  'a=rtcp-fb:96 nack pli',
  'a=rtpmap:97 rtx/90000',
  'a=fmtp:97 apt=96',
  'a=rtpmap:103 H264/90000',
  'a=fmtp:103 packetization-mode=1;profile-level-id=42e01f',
  'a=rtpmap:104 rtx/90000',
  'a=fmtp:104 apt=103',
  'a=rtpmap:107 AV1/90000',
  'a=rtcp-fb:* transport-cc',
  '',
].join('\r\n');

test('the picture has one codec with its retransmission, and the sound stays', () => {
  expect(onlyVideoCodec(offer, 'h264').split('\r\n')).toEqual([
    'v=0',
    's=-',
    'm=audio 9 UDP/TLS/RTP/SAVPF 111 96',
    'a=rtpmap:111 opus/48000/2',
    'a=rtpmap:96 telephone-event/8000',
    'm=video 9 UDP/TLS/RTP/SAVPF 103 104',
    'a=mid:1',
    'a=rtpmap:103 H264/90000',
    'a=fmtp:103 packetization-mode=1;profile-level-id=42e01f',
    'a=rtpmap:104 rtx/90000',
    'a=fmtp:104 apt=103',
    'a=rtcp-fb:* transport-cc',
    '',
  ]);
  expect(onlyVideoCodec(offer, 'vp8')).toContain('m=video 9 UDP/TLS/RTP/SAVPF 96 97\r\na=mid:1\r\na=rtpmap:96 VP8');
});

test('an offer without the codec, or without a picture, stays as it is', () => {
  expect(onlyVideoCodec(offer, 'vp9')).toBe(offer);
  const [soundOnly = ''] = offer.split('m=video');
  expect(onlyVideoCodec(soundOnly, 'vp8')).toBe(soundOnly);
});
