/** Reads every frame and every sample that leaves a scene. */

export interface SeenFrame {
  readonly timestampUs: number;
  readonly atMs: number;
  readonly width: number;
  readonly height: number;
  /** The colours at the given points, as `#rrggbb` with each part rounded to 00, 80 or ff. */
  readonly colours: readonly string[];
}

export interface HeardBlock {
  readonly atMs: number;
  readonly rms: readonly number[];
  /**
   * The largest difference between neighbouring samples, also across blocks. A click is a large
   * one.
   */
  readonly step: number;
}

/** A place in the picture, in fractions of its size. */
export type Point = readonly [x: number, y: number];

type NewReader = new (init: { track: MediaStreamTrack; maxBufferSize?: number }) => { readable: ReadableStream };
const isReader = (value: unknown): value is NewReader => typeof value === 'function';

function readerOf(track: MediaStreamTrack): ReadableStreamDefaultReader {
  const Reader: unknown = Reflect.get(globalThis, 'MediaStreamTrackProcessor');
  if (!isReader(Reader)) throw new Error('no frames here');
  // A long queue, so that no frame is dropped.
  return new Reader({ track: track.clone(), maxBufferSize: 60 }).readable.getReader();
}

export async function watchPicture(
  track: MediaStreamTrack,
  points: readonly Point[],
  seen: SeenFrame[],
): Promise<void> {
  const reader = readerOf(track);
  const context = new OffscreenCanvas(points.length, 1).getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no canvas here');
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    const frame: unknown = next.value;
    if (!(frame instanceof VideoFrame)) continue;
    const { displayWidth: width, displayHeight: height, timestamp: timestampUs } = frame;
    points.forEach(([x, y], index) => {
      context.drawImage(frame, Math.floor(x * width), Math.floor(y * height), 1, 1, index, 0, 1, 1);
    });
    frame.close();
    const { data } = context.getImageData(0, 0, points.length, 1);
    const colours = points.map((_, index) => roundedColour(data.subarray(index * 4, index * 4 + 3)));
    seen.push({ timestampUs, atMs: performance.now(), width, height, colours });
  }
}

const roundedColour = (parts: Uint8ClampedArray): string =>
  `#${[...parts].map((part) => (part < 64 ? '00' : part < 192 ? '80' : 'ff')).join('')}`;

export async function watchSound(track: MediaStreamTrack, heard: HeardBlock[]): Promise<void> {
  const reader = readerOf(track);
  const last: number[] = [];
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    const block: unknown = next.value;
    if (!(block instanceof AudioData)) continue;
    const rms: number[] = [];
    let step = 0;
    for (let channel = 0; channel < block.numberOfChannels; channel += 1) {
      const samples = new Float32Array(block.numberOfFrames);
      block.copyTo(samples, { planeIndex: channel, format: 'f32-planar' });
      let sum = 0;
      for (const sample of samples) {
        sum += sample * sample;
        step = Math.max(step, Math.abs(sample - (last[channel] ?? sample)));
        last[channel] = sample;
      }
      rms.push(Math.sqrt(sum / samples.length));
    }
    block.close();
    heard.push({ atMs: performance.now(), rms, step });
  }
}
