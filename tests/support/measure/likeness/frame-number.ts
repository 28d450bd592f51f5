/**
 * The number of a frame as a row of blocks at the lower left of a picture: first a white and a
 * black one, then the bits in Gray code (US patent 2,632,058), of which neighbouring numbers differ
 * in one. So a picture that was captured between two frames has the number of one of them. Blocks
 * are large enough to survive a layer of a quarter of the size.
 */

/** A block's side, in pixels of the source. */
export const BLOCK_PIXELS = 32;
const BITS = 10;
const MARKS = 2;
/** Blocks in the row. */
export const BLOCKS = MARKS + BITS;
/** The least difference of brightness between the white and the black mark, of 255. */
const LEAST_CONTRAST = 100;
/** How far a block must be from the middle between both, in parts of their difference. */
const LEAST_DISTANCE = 0.2;

/** From the left; true is white. */
export function blocksOf(number: number): readonly boolean[] {
  const gray = number ^ (number >> 1);
  return [true, false, ...Array.from({ length: BITS }, (_, bit) => ((gray >> bit) & 1) === 1)];
}

/** `levels`: the brightness of each block's middle, from the left. Null if they show no number. */
export function numberIn(levels: readonly number[]): number | null {
  const [white = 0, black = 255, ...bits] = levels;
  const contrast = white - black;
  if (contrast < LEAST_CONTRAST || bits.length !== BITS) return null;
  const distances = bits.map((level) => (level - black) / contrast - 0.5);
  if (distances.some((distance) => Math.abs(distance) < LEAST_DISTANCE)) return null;
  const gray = distances.reduce((value, distance, bit) => value | (distance > 0 ? 1 << bit : 0), 0);
  let number = 0;
  for (let rest = gray; rest > 0; rest >>= 1) number ^= rest;
  return number;
}
