/** Links whose frame writer a test can break, while the connection itself stays open. */
import type { EncodedStreams } from '../../../../renderer/src/fan-out/encode-once/encoded-frames.ts';

type Streams = EncodedStreams<RTCEncodedVideoFrame>;

const name = 'createEncodedStreams';

/** Frames of the link that `open` makes pass through a stream that `broken` ends. */
export function withBreakableStreams<T>(broken: AbortSignal, open: () => T): T {
  const { prototype } = RTCRtpSender;
  const create: unknown = Reflect.get(prototype, name);
  if (typeof create !== 'function') throw new Error('only encode-once has such streams');
  Reflect.set(prototype, name, function createBreakable(this: RTCRtpSender): Streams {
    const { readable, writable } = Reflect.apply(create, this, []) as Streams;
    const through = new TransformStream<RTCEncodedVideoFrame, RTCEncodedVideoFrame>();
    void through.readable.pipeTo(writable, { signal: broken }).catch(() => undefined);
    return { readable, writable: through.writable };
  });
  try {
    return open();
  } finally {
    Reflect.set(prototype, name, create);
  }
}
