/**
 * A player's offer with one codec for the picture. Where a player brings its own offer, Janus gives
 * it the first picture of the mountpoint whose codec is in the offer, whichever `media` it was asked
 * for, and players offer all that they decode. Pure.
 */

/** `codec` as `a=rtpmap` has it, in any case. Retransmission of what stays is kept. */
export function onlyVideoCodec(sdp: string, codec: string): string {
  return sdp
    .split(/^(?=m=)/m)
    .map((section) => (section.startsWith('m=video ') ? onlyCodecIn(section, codec) : section))
    .join('');
}

function onlyCodecIn(section: string, codec: string): string {
  const kept = new Set<string>();
  for (const [, payloadType = '', name = ''] of section.matchAll(/^a=rtpmap:(\d+) ([\w-]+)\//gm)) {
    if (name.toLowerCase() === codec.toLowerCase()) kept.add(payloadType);
  }
  for (const [, payloadType = '', of = ''] of section.matchAll(/^a=fmtp:(\d+) apt=(\d+)\s*$/gm)) {
    if (kept.has(of)) kept.add(payloadType);
  }
  // Of an offer without the codec, Janus says itself what it lacks.
  if (kept.size === 0) return section;
  const lines = section.split(/(?<=\n)/);
  return lines
    .map((line) =>
      line.replace(/^(m=video \S+ \S+)((?: \d+)+)/, (_all, start: string, types: string) => {
        const left = types
          .trim()
          .split(' ')
          .filter((payloadType) => kept.has(payloadType));
        return [start, ...left].join(' ');
      }),
    )
    .filter((line) => {
      const payloadType = /^a=(?:rtpmap|fmtp|rtcp-fb):(\d+) /.exec(line)?.[1];
      return payloadType === undefined || kept.has(payloadType);
    })
    .join('');
}
