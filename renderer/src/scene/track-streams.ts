/**
 * Tracks as streams of frames, and streams of frames as tracks. Chromium 130 and later; the DOM's
 * types lack it.
 */

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

/** @throws {TypeError} Without the API; check `canStreamTracks` first. */
export function framesOf(track: MediaStreamTrack): ReadableStream<VideoFrame> {
  const Reader = readerClass();
  if (!isTrackReader(Reader)) throw new TypeError('This browser does not provide the frames of a track.');
  return new Reader({ track }).readable;
}

/** @throws {TypeError} Without the API; check `canStreamTracks` first. */
export function trackOfFrames(): TrackWriter {
  const Writer = writerClass();
  if (!isTrackWriter(Writer)) throw new TypeError('This browser does not make tracks from frames.');
  return new Writer({ kind: 'video' });
}
