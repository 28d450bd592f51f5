/**
 * Chromium's first form of encoded transforms (`createEncodedStreams`), as far as it is used here. Its successor,
 * `RTCRtpScriptTransform`, silently drops frames that come from another connection, which is what encode-once lives on.
 */

/** The frames of one sender, on their way from its encoder to its packetizer. */
export interface EncodedStreams<F extends RTCEncodedVideoFrame | RTCEncodedAudioFrame> {
  readonly readable: ReadableStream<F>;
  readonly writable: WritableStream<F>;
}

interface SenderWithStreams {
  createEncodedStreams(): EncodedStreams<RTCEncodedVideoFrame> & EncodedStreams<RTCEncodedAudioFrame>;
}

/** A connection whose senders hand out their streams says so from its beginning. */
export interface InsertableConfiguration extends RTCConfiguration {
  readonly encodedInsertableStreams: true;
}

/** Constructors that the DOM's types do not know arguments of yet. */
type CloneVideo = new (
  frame: RTCEncodedVideoFrame,
  options: { readonly metadata: RTCEncodedVideoFrameMetadata },
) => RTCEncodedVideoFrame;
type CloneAudio = new (frame: RTCEncodedAudioFrame) => RTCEncodedAudioFrame;

/** A frame of its own for one link. `metadata` is the frame's, at another `rtpTimestamp`; nothing else of it may differ. */
export const cloneVideoFrame = (
  frame: RTCEncodedVideoFrame,
  metadata: RTCEncodedVideoFrameMetadata,
): RTCEncodedVideoFrame => new (RTCEncodedVideoFrame as CloneVideo)(frame, { metadata });

/** Without metadata: Chromium 130 throws at any, and the encoder's own timestamps are right for every link. */
export const cloneAudioFrame = (frame: RTCEncodedAudioFrame): RTCEncodedAudioFrame =>
  new (RTCEncodedAudioFrame as CloneAudio)(frame);

const hasStreams = (sender: object): sender is SenderWithStreams => 'createEncodedStreams' in sender;

export const canEncodeOnce = (): boolean =>
  typeof RTCRtpSender === 'function' &&
  hasStreams(RTCRtpSender.prototype) &&
  typeof RTCEncodedVideoFrame === 'function' &&
  RTCEncodedVideoFrame.length > 0;

/** @throws {TypeError} Where the runtime has no such thing; `canEncodeOnce` tells beforehand. */
export function encodedStreamsOf(sender: RTCRtpSender): ReturnType<SenderWithStreams['createEncodedStreams']> {
  if (!hasStreams(sender)) throw new TypeError('This browser does not hand out encoded frames.');
  return sender.createEncodedStreams();
}

export function connectInsertable(configuration: RTCConfiguration): RTCPeerConnection {
  const insertable: InsertableConfiguration = { ...configuration, encodedInsertableStreams: true };
  return new RTCPeerConnection(insertable);
}

/** VP8, which every browser decodes, and its retransmissions. Encoder and links state the same, so that payload types agree. */
export function preferVp8(transceiver: RTCRtpTransceiver): void {
  const codecs = RTCRtpSender.getCapabilities('video')?.codecs ?? [];
  const vp8 = codecs.filter(({ mimeType }) => mimeType === 'video/VP8');
  const rtx = codecs.filter(({ mimeType }) => mimeType === 'video/rtx');
  transceiver.setCodecPreferences([...vp8, ...rtx]);
}
