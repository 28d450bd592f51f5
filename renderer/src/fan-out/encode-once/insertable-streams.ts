/**
 * Chromium's first form of encoded transforms (`createEncodedStreams`), as far as we use it. Its
 * successor, `RTCRtpScriptTransform`, silently drops frames that come from another connection,
 * which encode-once depends on.
 */
import type { Codec } from '@lectern/steering';
import type { EncodedStreams } from './encoded-frames.ts';

interface SenderWithStreams {
  createEncodedStreams(): EncodedStreams<RTCEncodedVideoFrame> & EncodedStreams<RTCEncodedAudioFrame>;
}

/** Must be set when the connection is made. */
interface InsertableConfiguration extends RTCConfiguration {
  readonly encodedInsertableStreams: true;
}

const hasStreams = (sender: object): sender is SenderWithStreams => 'createEncodedStreams' in sender;

/** Whether this browser has encoded streams, and frames that can be cloned. */
export const canEncodeOnce = (): boolean =>
  typeof RTCRtpSender === 'function' &&
  hasStreams(RTCRtpSender.prototype) &&
  typeof RTCEncodedVideoFrame === 'function' &&
  RTCEncodedVideoFrame.length > 0;

/** @throws {TypeError} Where `canEncodeOnce` is false. */
export function encodedStreamsOf(sender: RTCRtpSender): ReturnType<SenderWithStreams['createEncodedStreams']> {
  if (!hasStreams(sender)) throw new TypeError('This browser does not hand out encoded frames.');
  return sender.createEncodedStreams();
}

export function connectInsertable(configuration: RTCConfiguration): RTCPeerConnection {
  const insertable: InsertableConfiguration = { ...configuration, encodedInsertableStreams: true };
  return new RTCPeerConnection(insertable);
}

/** AV1's other profiles have more colour than anybody decodes. */
const isOtherProfile = ({ sdpFmtpLine }: RTCRtpCodec): boolean => /\bprofile=[1-9]/.test(sdpFmtpLine ?? '');

/**
 * These codecs, the preferred one first, with retransmission. Encoders and links state the same, so
 * that payload types agree. A browser offers those that it has; each has VP8.
 */
export function preferCodecs(transceiver: RTCRtpTransceiver, wanted: readonly Codec[]): void {
  const codecs = RTCRtpSender.getCapabilities('video')?.codecs ?? [];
  const named = (name: string): RTCRtpCodec[] =>
    codecs.filter((codec) => codec.mimeType.toLowerCase() === `video/${name}` && !isOtherProfile(codec));
  transceiver.setCodecPreferences([...wanted.flatMap(named), ...named('rtx')]);
}
