/** Answers are reduced to the codec of their link, in the first round and in later ones. */
import { expect, test } from 'vitest';
import { answerIn, LinkCodec } from './one-codec.ts';

const head = [
  'v=0',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111',
  'a=rtpmap:111 opus/48000/2',
  'a=fmtp:111 minptime=10;useinbandfec=1',
];
const tail = ['m=application 9 UDP/DTLS/SCTP webrtc-datachannel', 'a=sctp-port:5000', ''];
const answer = [
  ...head,
  'm=video 9 UDP/TLS/RTP/SAVPF 96 97 45 46',
  'a=mid:1',
  'a=rtcp-fb:96 nack pli',
  'a=rtpmap:96 VP8/90000',
  'a=rtpmap:97 rtx/90000',
  'a=fmtp:97 apt=96',
  'a=rtpmap:45 AV1/90000',
  'a=rtcp-fb:45 nack pli',
  'a=fmtp:45 level-idx=5;profile=0;tier=0',
  'a=rtpmap:46 rtx/90000',
  'a=fmtp:46 apt=45',
  ...tail,
].join('\r\n');

/** A sender with these codecs, the one that it sends first. */
const sending = (...codecs: RTCRtpCodecParameters[]) => ({ getParameters: () => ({ codecs }) });

test('only the codec and its retransmission stay in the picture’s medium, and other media as they are', () => {
  expect(answerIn('av1', answer)?.split('\r\n')).toEqual([
    ...head,
    'm=video 9 UDP/TLS/RTP/SAVPF 45 46',
    'a=mid:1',
    'a=rtpmap:45 AV1/90000',
    'a=rtcp-fb:45 nack pli',
    'a=fmtp:45 level-idx=5;profile=0;tier=0',
    'a=rtpmap:46 rtx/90000',
    'a=fmtp:46 apt=45',
    ...tail,
  ]);
  expect(answerIn('vp8', answer)?.split('\r\n')).toEqual([
    ...head,
    'm=video 9 UDP/TLS/RTP/SAVPF 96 97',
    'a=mid:1',
    'a=rtcp-fb:96 nack pli',
    'a=rtpmap:96 VP8/90000',
    'a=rtpmap:97 rtx/90000',
    'a=fmtp:97 apt=96',
    ...tail,
  ]);
});

test('an answer without the codec cannot be reduced to it', () => {
  const vp8 = answerIn('vp8', answer) ?? '';
  expect(answerIn('av1', vp8)).toBeUndefined();
  expect(answerIn('vp8', vp8)).toBe(vp8);
  expect(answerIn('vp8', 'answer')).toBeUndefined();
});

test('the first answer decides the codec of a link, and later ones are reduced to it', () => {
  const chosen: string[] = [];
  const link = new LinkCodec(sending(), (codec) => chosen.push(codec));
  expect(link.current).toBe('vp8');
  expect(link.adapt(answer, () => 'av1')).toBe(answerIn('av1', answer));
  expect(link.adapt(answer, () => 'vp8')).toBe(answerIn('av1', answer));
  expect([link.current, chosen]).toEqual(['av1', ['av1']]);
});

test('a link whose answer lacks AV1 is in VP8, although AV1 was chosen', () => {
  const vp8 = answerIn('vp8', answer) ?? '';
  const link = new LinkCodec(sending(), () => undefined);
  expect(link.adapt(vp8, () => 'av1')).toBe(vp8);
  expect(link.current).toBe('vp8');
});

test('a codec is agreed on where the sender has it, with the payload type of the encoder', () => {
  const av1 = { mimeType: 'video/AV1', payloadType: 45, clockRate: 90_000 };
  const vp8 = { mimeType: 'video/VP8', payloadType: 96, clockRate: 90_000 };
  const isAgreed = (payloadType: number | undefined, ...codecs: Parameters<typeof sending>): boolean => {
    const link = new LinkCodec(sending(...codecs), () => undefined);
    link.adapt(answer, () => 'av1');
    return link.isAgreed(payloadType);
  };
  expect(isAgreed(45, av1)).toBe(true);
  expect(isAgreed(undefined, av1)).toBe(true);
  expect(isAgreed(35, av1)).toBe(false);
  expect(isAgreed(45, vp8, av1)).toBe(false);
  expect(isAgreed(undefined)).toBe(false);
});
