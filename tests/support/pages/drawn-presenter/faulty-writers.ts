/**
 * Writers of the fan-out worker that a test makes lose what is written. Imported before the
 * worker's own code, which knows nothing of it.
 */
export type FrameKind = 'video' | 'audio';

/** In the order in which they were opened. The kind is known from the first frame on. */
const writers = new Map<WritableStreamDefaultWriter, FrameKind | undefined>();
const losing = new Set<WritableStreamDefaultWriter>();
const { prototype } = WritableStream;
const getWriter: unknown = Reflect.get(prototype, 'getWriter');
if (typeof getWriter !== 'function') throw new Error('no streams here');

Reflect.set(prototype, 'getWriter', function getFaultyWriter(this: WritableStream): WritableStreamDefaultWriter {
  const writer = Reflect.apply(getWriter, this, []) as WritableStreamDefaultWriter;
  const write = writer.write.bind(writer);
  writers.set(writer, undefined);
  writer.write = async (frame: unknown): Promise<void> => {
    writers.set(writer, frame instanceof RTCEncodedVideoFrame ? 'video' : 'audio');
    if (!losing.has(writer)) await write(frame);
  };
  const forget = (): void => void writers.delete(writer);
  void writer.closed.then(forget, forget);
  return writer;
});

export interface LoseFrames {
  readonly type: 'lose-frames';
  readonly kind: FrameKind;
}

/** Of the link that was connected last. */
addEventListener('message', ({ data }: MessageEvent<LoseFrames | { readonly type: 'other' }>) => {
  if (data.type !== 'lose-frames') return;
  const writer = [...writers].findLast(([, kind]) => kind === data.kind)?.[0];
  if (writer) losing.add(writer);
});
