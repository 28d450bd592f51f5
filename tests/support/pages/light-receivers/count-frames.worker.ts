/**
 * Counts the complete frames of every light receiver, and replaces each by a picture of 16×16.
 * Decoding then costs next to nothing, and the decoder never misses a frame for which it would
 * request a key frame.
 */

export interface FrameCount {
  readonly frames: number;
  readonly bytes: number;
  readonly keyFrames: number;
  readonly width: number;
}

/** The options of a transform. */
export interface CountOptions {
  readonly receiver: number;
}

/** Missing in TypeScript's DOM library. */
interface TransformEvent extends Event {
  readonly transformer: {
    readonly readable: ReadableStream<RTCEncodedVideoFrame>;
    readonly writable: WritableStream<RTCEncodedVideoFrame>;
    readonly options: CountOptions;
  };
}

/** A grey VP8 key frame of 16×16, as libvpx makes it. */
const TINY_FRAME = Uint8Array.from([
  0x10, 0x02, 0x00, 0x9d, 0x01, 0x2a, 0x10, 0x00, 0x10, 0x00, 0x00, 0x47, 0x08, 0x85, 0x85, 0x88, 0x85, 0x84, 0x88,
  0x02, 0x02, 0x00, 0x0c, 0x0e, 0x60, 0x00, 0xfe, 0x68, 0x00,
]);

const counts = new Map<number, FrameCount>();

/** The width in a VP8 key frame; undefined for other frames. */
function widthIn(data: ArrayBuffer): number | undefined {
  const bytes = new Uint8Array(data, 0, Math.min(10, data.byteLength));
  const [tag = 1, , , a, b, c, low = 0, high = 0] = bytes;
  const isKeyFrame = (tag & 1) === 0 && a === 0x9d && b === 0x01 && c === 0x2a;
  return isKeyFrame ? ((high << 8) | low) & 0x3fff : undefined;
}

function count(receiver: number, frame: RTCEncodedVideoFrame): void {
  const before = counts.get(receiver) ?? { frames: 0, bytes: 0, keyFrames: 0, width: 0 };
  const width = widthIn(frame.data);
  counts.set(receiver, {
    frames: before.frames + 1,
    bytes: before.bytes + frame.data.byteLength,
    keyFrames: before.keyFrames + (width === undefined ? 0 : 1),
    width: width ?? before.width,
  });
}

addEventListener('rtctransform', (event) => {
  const { readable, writable, options } = (event as TransformEvent).transformer;
  const swap = new TransformStream<RTCEncodedVideoFrame, RTCEncodedVideoFrame>({
    transform(frame, onwards) {
      count(options.receiver, frame);
      frame.data = TINY_FRAME.slice().buffer;
      onwards.enqueue(frame);
    },
  });
  // The stream ends with its connection.
  readable
    .pipeThrough(swap)
    .pipeTo(writable)
    .catch(() => undefined);
});

addEventListener('message', ({ ports }: MessageEvent) => ports[0]?.postMessage(counts));
