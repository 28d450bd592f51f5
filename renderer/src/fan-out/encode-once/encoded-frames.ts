/**
 * Encoded frames in the page and in the worker, as Chromium's first form of encoded transforms
 * hands them out.
 */

/** The frames of one sender, on their way from its encoder to its packetizer. */
export interface EncodedStreams<F extends RTCEncodedVideoFrame | RTCEncodedAudioFrame> {
  readonly readable: ReadableStream<F>;
  readonly writable: WritableStream<F>;
}

/** Constructors whose arguments the DOM's types lack. */
type CloneVideo = new (
  frame: RTCEncodedVideoFrame,
  options: { readonly metadata: RTCEncodedVideoFrameMetadata },
) => RTCEncodedVideoFrame;
type CloneAudio = new (
  frame: RTCEncodedAudioFrame,
  options?: { readonly metadata: RTCEncodedAudioFrameMetadata },
) => RTCEncodedAudioFrame;

/** A copy for one link. `metadata` must be the frame's own except for `rtpTimestamp`. */
export const cloneVideoFrame = (
  frame: RTCEncodedVideoFrame,
  metadata: RTCEncodedVideoFrameMetadata,
): RTCEncodedVideoFrame => new (RTCEncodedVideoFrame as CloneVideo)(frame, { metadata });

/** A copy for one link. The encoder's timestamps suit every link. */
export const cloneAudioFrame = (frame: RTCEncodedAudioFrame): RTCEncodedAudioFrame =>
  new (RTCEncodedAudioFrame as CloneAudio)(frame);

/**
 * A copy with another payload type; undefined where the browser refuses that or keeps the frame's
 * own, as Chromium 130 does.
 */
export function retypeAudioFrame(
  frame: RTCEncodedAudioFrame,
  metadata: RTCEncodedAudioFrameMetadata,
): RTCEncodedAudioFrame | undefined {
  try {
    const copy = new (RTCEncodedAudioFrame as CloneAudio)(frame, { metadata });
    return copy.getMetadata().payloadType === metadata.payloadType ? copy : undefined;
  } catch {
    return undefined;
  }
}
