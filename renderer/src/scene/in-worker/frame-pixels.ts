/**
 * Copies and samples frames by their bytes. Drawing a frame on a canvas would keep it: without a
 * graphics card Chromium caches the converted picture of every frame that is drawn, up to half a
 * gigabyte.
 */
import { SAMPLE_SIZE } from '../black-detector.ts';
import type { Size } from '../scene-layout.ts';

/**
 * A frame of its own memory. The original stays open.
 * @throws {TypeError} Where the frame's bytes cannot be read, or its sides are odd.
 */
export async function copyFrame(frame: VideoFrame): Promise<VideoFrame> {
  // After the wait the original may be closed, and then has no properties.
  const { displayWidth, displayHeight, timestamp, colorSpace } = frame;
  const { bytes, layout, format, size } = await readFrame(frame, (length) => new ArrayBuffer(length));
  const init: TransferringInit = {
    format,
    layout,
    codedWidth: size.width,
    codedHeight: size.height,
    displayWidth,
    displayHeight,
    timestamp,
    colorSpace,
    transfer: [bytes],
  };
  return new VideoFrame(bytes, init);
}

/** Missing in the DOM's types (W3C WebCodecs): the frame takes the bytes over without a copy. */
interface TransferringInit extends VideoFrameBufferInit {
  readonly transfer: readonly ArrayBuffer[];
}

export class FrameSampler {
  /** Used again for each frame. */
  #bytes = new ArrayBuffer(0);

  /**
   * A few RGBA pixels from all over the picture.
   * @throws {TypeError} Where the frame's bytes cannot be read.
   */
  async sample(frame: VideoFrame): Promise<Uint8ClampedArray> {
    const { bytes, ...picture } = await readFrame(frame, (length) => {
      if (this.#bytes.byteLength !== length) this.#bytes = new ArrayBuffer(length);
      return this.#bytes;
    });
    return sampledPixels({ ...picture, bytes: new Uint8Array(bytes) });
  }
}

interface FrameBytes<B> {
  readonly bytes: B;
  readonly layout: PlaneLayout[];
  readonly format: VideoPixelFormat;
  readonly size: Size;
}

async function readFrame(
  frame: VideoFrame,
  allocate: (length: number) => ArrayBuffer,
): Promise<FrameBytes<ArrayBuffer>> {
  // The original may be closed meanwhile.
  const own = frame.clone();
  try {
    const { format, visibleRect } = own;
    if (format === null || visibleRect === null) throw new TypeError('The bytes of this frame cannot be read.');
    const bytes = allocate(own.allocationSize());
    const layout = await own.copyTo(bytes);
    return { bytes, layout, format, size: { width: visibleRect.width, height: visibleRect.height } };
  } finally {
    own.close();
  }
}

/** The order of a pixel's bytes. */
const RGB_OFFSETS: Partial<Record<VideoPixelFormat, readonly [red: number, green: number, blue: number]>> = {
  RGBA: [0, 1, 2],
  RGBX: [0, 1, 2],
  BGRA: [2, 1, 0],
  BGRX: [2, 1, 0],
};

/** With eight bits for each value. */
const PLANAR: ReadonlySet<VideoPixelFormat> = new Set(['I420', 'I420A', 'I422', 'I444', 'NV12']);

/** RGBA pixels from the middles of a grid's cells. */
export function sampledPixels(picture: FrameBytes<Uint8Array>): Uint8ClampedArray {
  const { size, format } = picture;
  if (!RGB_OFFSETS[format] && !PLANAR.has(format)) throw new TypeError(`Frames in ${format} are not read.`);
  const read = RGB_OFFSETS[format] ? packedPixel(picture) : planarPixel(picture);
  const pixels = new Uint8ClampedArray(SAMPLE_SIZE.width * SAMPLE_SIZE.height * 4);
  for (let row = 0; row < SAMPLE_SIZE.height; row += 1) {
    for (let column = 0; column < SAMPLE_SIZE.width; column += 1) {
      const x = Math.floor(((column + 0.5) * size.width) / SAMPLE_SIZE.width);
      const y = Math.floor(((row + 0.5) * size.height) / SAMPLE_SIZE.height);
      pixels.set([...read(x, y), 255], (row * SAMPLE_SIZE.width + column) * 4);
    }
  }
  return pixels;
}

type ReadPixel = (x: number, y: number) => readonly [red: number, green: number, blue: number];

function packedPixel({ bytes, layout: [plane], format }: FrameBytes<Uint8Array>): ReadPixel {
  const [red, green, blue] = RGB_OFFSETS[format] ?? [0, 1, 2];
  return (x, y) => {
    const at = (plane?.offset ?? 0) + y * (plane?.stride ?? 0) + x * 4;
    return [bytes[at + red] ?? 0, bytes[at + green] ?? 0, bytes[at + blue] ?? 0];
  };
}

/** Brightness, then colours in planes of their own or in pairs (ITU-R BT.601, limited range). */
function planarPixel({ bytes, layout, format, size }: FrameBytes<Uint8Array>): ReadPixel {
  const [luma, first, second] = layout;
  const isPaired = format === 'NV12';
  const across = format === 'I444' ? 1 : 2;
  const down = format === 'I444' || format === 'I422' ? 1 : 2;
  const colour = (x: number, y: number, which: 0 | 1): number => {
    const plane = isPaired || which === 0 ? first : second;
    const column = Math.min(Math.floor(x / across), Math.ceil(size.width / across) - 1);
    const at = (plane?.offset ?? 0) + Math.floor(y / down) * (plane?.stride ?? 0);
    return (bytes[isPaired ? at + column * 2 + which : at + column] ?? 128) - 128;
  };
  return (x, y) => {
    const bright = 1.164 * ((bytes[(luma?.offset ?? 0) + y * (luma?.stride ?? 0) + x] ?? 16) - 16);
    const [u, v] = [colour(x, y, 0), colour(x, y, 1)];
    return [bright + 1.596 * v, bright - 0.392 * u - 0.813 * v, bright + 2.017 * u];
  };
}
