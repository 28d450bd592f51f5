/** How like its source a decoded picture is, by brightness. */
import type { GreyPicture } from '../reading/read-letters.ts';

/** Mean square error; both pictures have one size. */
export function meanSquareError(one: GreyPicture, other: GreyPicture): number {
  assertSameSize(one, other);
  let sum = 0;
  for (let index = 0; index < one.grey.length; index += 1) {
    const difference = (one.grey[index] ?? 0) - (other.grey[index] ?? 0);
    sum += difference * difference;
  }
  return sum / one.grey.length;
}

/** Peak signal to noise ratio in dB. Equal pictures have 100, so that a mean remains finite. */
export const psnrOf = (mse: number): number => Math.min(100, 10 * Math.log10(255 ** 2 / Math.max(mse, 1e-9)));

/** Windows of 8×8 pixels, each 4 pixels from the next one. */
const STEP = 4;
const WINDOW_PIXELS = 64;
/** The constants of the paper for 8 bits: (0.01 × 255)² and (0.03 × 255)². */
const C1 = 6.5025;
const C2 = 58.5225;
const SUMS = 5;

/**
 * Structural similarity, 1 for equal pictures (Wang et al., “Image quality assessment: from error
 * visibility to structural similarity”, 2004), with plain windows of 8×8 pixels as ffmpeg's `ssim`
 * has them. Both pictures have one size. Pixels over a multiple of 4 do not count.
 */
export function ssimOf(one: GreyPicture, other: GreyPicture): number {
  assertSameSize(one, other);
  const [columns, rows] = [Math.floor(one.width / STEP), Math.floor(one.height / STEP)];
  if (columns < 2 || rows < 2) throw new RangeError('The pictures are smaller than a window.');
  let above = sumsOfRow(one, other, 0, columns);
  let total = 0;
  for (let row = 1; row < rows; row += 1) {
    const below = sumsOfRow(one, other, row, columns);
    for (let column = 0; column + 1 < columns; column += 1) total += ssimOfWindow(above, below, column);
    above = below;
  }
  return total / ((columns - 1) * (rows - 1));
}

/** For each square of 4×4 pixels: both sums, both sums of squares, and the sum of products. */
function sumsOfRow(one: GreyPicture, other: GreyPicture, row: number, columns: number): Float64Array {
  const sums = new Float64Array(columns * SUMS);
  for (let y = row * STEP; y < (row + 1) * STEP; y += 1) {
    for (let x = 0; x < columns * STEP; x += 1) {
      const [a, b] = [one.grey[y * one.width + x] ?? 0, other.grey[y * one.width + x] ?? 0];
      const at = (x >> 2) * SUMS;
      sums[at] = (sums[at] ?? 0) + a;
      sums[at + 1] = (sums[at + 1] ?? 0) + b;
      sums[at + 2] = (sums[at + 2] ?? 0) + a * a;
      sums[at + 3] = (sums[at + 3] ?? 0) + b * b;
      sums[at + 4] = (sums[at + 4] ?? 0) + a * b;
    }
  }
  return sums;
}

function ssimOfWindow(above: Float64Array, below: Float64Array, column: number): number {
  const at = column * SUMS;
  const sum = (which: number): number =>
    (above[at + which] ?? 0) +
    (above[at + SUMS + which] ?? 0) +
    (below[at + which] ?? 0) +
    (below[at + SUMS + which] ?? 0);
  const [meanA, meanB] = [sum(0) / WINDOW_PIXELS, sum(1) / WINDOW_PIXELS];
  // Of a sample, so divided by one less.
  const unbiased = WINDOW_PIXELS / (WINDOW_PIXELS - 1);
  const varianceA = (sum(2) / WINDOW_PIXELS - meanA * meanA) * unbiased;
  const varianceB = (sum(3) / WINDOW_PIXELS - meanB * meanB) * unbiased;
  const covariance = (sum(4) / WINDOW_PIXELS - meanA * meanB) * unbiased;
  return (
    ((2 * meanA * meanB + C1) * (2 * covariance + C2)) /
    ((meanA * meanA + meanB * meanB + C1) * (varianceA + varianceB + C2))
  );
}

function assertSameSize(one: GreyPicture, other: GreyPicture): void {
  if (one.width !== other.width || one.height !== other.height)
    throw new RangeError(`${one.width}×${one.height} is compared with ${other.width}×${other.height}.`);
}

/** Without that many rows at the bottom. */
export const withoutBottom = ({ width, height, grey }: GreyPicture, rows: number): GreyPicture => ({
  width,
  height: height - rows,
  grey: grey.subarray(0, width * (height - rows)),
});

/**
 * In another size, as a page shows a smaller layer: each pixel is mixed from the four around it
 * (bilinear).
 */
export function scaledTo(picture: GreyPicture, width: number, height: number): GreyPicture {
  if (picture.width === width && picture.height === height) return picture;
  const across = placesAlong(picture.width, width);
  const down = placesAlong(picture.height, height);
  const grey = new Uint8Array(width * height);
  down.forEach(({ before: upper, after: lower, share: downShare }, y) => {
    across.forEach(({ before, after, share }, x) => {
      const pixel = (row: number, column: number): number => picture.grey[row * picture.width + column] ?? 0;
      const above = pixel(upper, before) * (1 - share) + pixel(upper, after) * share;
      const below = pixel(lower, before) * (1 - share) + pixel(lower, after) * share;
      grey[y * width + x] = Math.round(above * (1 - downShare) + below * downShare);
    });
  });
  return { width, height, grey };
}

interface Place {
  readonly before: number;
  readonly after: number;
  /** Of `after`. */
  readonly share: number;
}

/**
 * For each of `to` pixels in a line the two of `from` that it lies between. Middles of pixels
 * correspond.
 */
function placesAlong(from: number, to: number): readonly Place[] {
  return Array.from({ length: to }, (_, index) => {
    const at = Math.min(from - 1, Math.max(0, ((index + 0.5) * from) / to - 0.5));
    const before = Math.floor(at);
    return { before, after: Math.min(from - 1, before + 1), share: at - before };
  });
}
