/** Soft shades, as photographs have them, from seeded random numbers. Runs in pages, too. */
import { seeded } from '../../../../renderer/src/seeded.fixture.ts';

/** A shade's coarsest and finest grain, in pixels. */
const COARSEST = 256;
const FINEST = 2;

/**
 * Shades from 0 to 1, row by row, coarse and fine: somewhat softer than photographs, in which every
 * octave of detail has about the same contrast.
 */
export function softShades(width: number, height: number, seed: number): Float32Array {
  const random = seeded(seed);
  const shades = new Float32Array(width * height);
  let weights = 0;
  for (let grain = COARSEST; grain >= FINEST; grain /= 2) {
    const columns = Math.ceil(width / grain) + 2;
    const points = Float32Array.from({ length: columns * (Math.ceil(height / grain) + 2) }, random);
    weights += Math.sqrt(grain);
    addGrain(shades, width, { points, columns, grain });
  }
  return shades.map((shade) => shade / weights);
}

function addGrain(
  shades: Float32Array,
  width: number,
  { points, columns, grain }: { readonly points: Float32Array; readonly columns: number; readonly grain: number },
): void {
  for (let index = 0; index < shades.length; index += 1) {
    const [x, y] = [(index % width) / grain, Math.floor(index / width) / grain];
    const [left, top] = [Math.floor(x), Math.floor(y)];
    const [across, down] = [x - left, y - top];
    const at = top * columns + left;
    const above = (points[at] ?? 0) * (1 - across) + (points[at + 1] ?? 0) * across;
    const below = (points[at + columns] ?? 0) * (1 - across) + (points[at + columns + 1] ?? 0) * across;
    shades[index] = (shades[index] ?? 0) + Math.sqrt(grain) * (above * (1 - down) + below * down);
  }
}
