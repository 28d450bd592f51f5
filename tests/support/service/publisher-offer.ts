/** The offer of a publisher as a browser writes it, with sound and a picture for each layer. No browser is behind it. */

const transport = [
  'c=IN IP4 0.0.0.0',
  'a=ice-ufrag:pub1',
  'a=ice-pwd:0123456789abcdef01234567',
  'a=ice-options:trickle',
  `a=fingerprint:sha-256 ${Array.from({ length: 32 }, () => 'AB').join(':')}`,
  'a=setup:actpass',
  'a=rtcp-mux',
  'a=sendonly',
];

const threeOfEach = ['vp8', 'vp8', 'vp8', 'av1', 'av1', 'av1'] as const;

const session = (mids: readonly string[]) => [
  'v=0',
  'o=- 1 2 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  `a=group:BUNDLE ${mids.join(' ')}`,
];

const sound = (mid: string) => [
  'm=audio 9 UDP/TLS/RTP/SAVPF 111',
  ...transport,
  `a=mid:${mid}`,
  'a=rtpmap:111 opus/48000/2',
  'a=fmtp:111 minptime=10;useinbandfec=1',
  'a=ssrc:1001 cname:a',
];

const codecs = { vp8: ['96', 'VP8'], av1: ['45', 'AV1'] } as const;

const picture = (mid: string, ssrc: number, codec: keyof typeof codecs) => [
  `m=video 9 UDP/TLS/RTP/SAVPF ${codecs[codec][0]}`,
  ...transport,
  `a=mid:${mid}`,
  `a=rtpmap:${codecs[codec].join(' ')}/90000`,
  `a=rtcp-fb:${codecs[codec][0]} nack`,
  `a=rtcp-fb:${codecs[codec][0]} nack pli`,
  `a=ssrc:${String(ssrc)} cname:a`,
];

/** Sound is `mid` 0, layers follow: by default three of VP8, 1 to 3, and three of AV1, 4 to 6. */
export function publisherOffer(layers: readonly (keyof typeof codecs)[] = threeOfEach): string {
  const videoMids = layers.map((_, index) => String(index + 1));
  const lines = [
    ...session(['0', ...videoMids]),
    ...sound('0'),
    ...layers.flatMap((codec, index) => picture(String(index + 1), 2001 + index, codec)),
  ];
  return `${lines.join('\r\n')}\r\n`;
}

/** What a watcher offers that brings its own offer. */
export const watcherOffer = (): string =>
  publisherOffer(['vp8'])
    .replaceAll('a=sendonly', 'a=recvonly')
    .replaceAll(/a=ssrc.*\r\n/g, '');

/** A watcher's answer to an offer of Janus. */
export const answerTo = (offer: string): string =>
  offer
    .split('\r\n')
    .filter((line) => !/^a=(candidate|end-of-candidates|ssrc|msid|ice-lite)/.test(line))
    .map((line) =>
      line
        .replace(/^a=setup:.*/, 'a=setup:active')
        .replace(/^a=sendonly/, 'a=recvonly')
        .replace(/^a=ice-ufrag:.*/, 'a=ice-ufrag:wat1')
        .replace(/^a=ice-pwd:.*/, 'a=ice-pwd:0123456789abcdef01234567'),
    )
    .join('\r\n');
