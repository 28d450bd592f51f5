/**
 * Stereo in a session description. Browsers code and decode Opus in mono unless the receiver's
 * description asks for stereo (RFC 7587, section 7: `stereo`), and Chromium's never does.
 */

/** Asks for stereo, unless the description says already whether it is wanted. */
export function withStereo(sdp: string): string {
  const payloadType = /^a=rtpmap:(\d+) opus\//im.exec(sdp)?.[1] ?? 'none';
  return sdp.replace(new RegExp(`^(a=fmtp:${payloadType} (?!(?:.*;)?stereo=).*)$`, 'm'), '$1;stereo=1');
}
