/** Tracks as streams of frames and back: Chromium's way (130 and later), not among the DOM's types. */

export interface TrackReader {
  readonly readable: ReadableStream<VideoFrame>;
}

export interface TrackWriter extends MediaStreamTrack {
  readonly writable: WritableStream<VideoFrame>;
}

type NewTrackReader = new (init: { readonly track: MediaStreamTrack }) => TrackReader;
type NewTrackWriter = new (init: { readonly kind: 'video' }) => TrackWriter;

const isTrackReader = (value: unknown): value is NewTrackReader => typeof value === 'function';
const isTrackWriter = (value: unknown): value is NewTrackWriter => typeof value === 'function';

const readerClass = (): unknown => Reflect.get(globalThis, 'MediaStreamTrackProcessor');
const writerClass = (): unknown => Reflect.get(globalThis, 'MediaStreamTrackGenerator');

export const canStreamTracks = (): boolean => isTrackReader(readerClass()) && isTrackWriter(writerClass());

/** @throws {TypeError} Where the runtime has no such thing; `canStreamTracks` tells beforehand. */
export function framesOf(track: MediaStreamTrack): ReadableStream<VideoFrame> {
  const Reader = readerClass();
  if (!isTrackReader(Reader)) throw new TypeError('This browser does not hand out frames.');
  return new Reader({ track }).readable;
}

/** @throws {TypeError} Where the runtime has no such thing; `canStreamTracks` tells beforehand. */
export function trackOfFrames(): TrackWriter {
  const Writer = writerClass();
  if (!isTrackWriter(Writer)) throw new TypeError('This browser does not make tracks of frames.');
  return new Writer({ kind: 'video' });
}
