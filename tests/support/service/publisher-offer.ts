/** The offer of a publisher with sound and one picture for each layer, as a browser writes it. No browser is behind it. */

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

const picture = (mid: string, ssrc: number) => [
  'm=video 9 UDP/TLS/RTP/SAVPF 96',
  ...transport,
  `a=mid:${mid}`,
  'a=rtpmap:96 VP8/90000',
  'a=rtcp-fb:96 nack',
  'a=rtcp-fb:96 nack pli',
  `a=ssrc:${String(ssrc)} cname:a`,
];

export function publisherOffer(layers: 1 | 2 | 3 = 3): string {
  const videoMids = ['1', '2', '3'].slice(0, layers);
  const lines = [
    ...session(['0', ...videoMids]),
    ...sound('0'),
    ...videoMids.flatMap((mid, index) => picture(mid, 2001 + index)),
  ];
  return `${lines.join('\r\n')}\r\n`;
}

/** What a watcher offers that brings its own offer. */
export const watcherOffer = (): string =>
  publisherOffer(1)
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
