/**
 * The time as a strip of black and white blocks across the top of a picture, from which a watcher
 * computes the picture's age. Twenty bits of milliseconds and twelve check bits, in blocks large
 * enough to survive scaling and compression. Runs in pages. Pages on one machine share its clock.
 */

export interface Timecode {
  readonly columns: number;
  readonly rows: number;
  /** The strip's share of the picture's height. */
  readonly share: number;
  /** Milliseconds on the machine's clock. */
  readonly now: () => number;
  /** Row by row, from the left; true is white. */
  readonly blocksAt: (ms: number) => readonly boolean[];
  /** How long before `atMs` the blocks were made; null if they are no timecode. */
  readonly ageAt: (atMs: number, blocks: readonly boolean[]) => number | null;
}

declare global {
  interface Window {
    timecode: Timecode;
  }
}

export function installTimecode(): void {
  const [timeBits, checkBits] = [20, 12];
  const span = 2 ** timeBits;
  // Not zero for zero, so that a black picture is no timecode.
  const checkOf = (value: number): number => (Math.imul(value, 2_654_435_761) >>> (32 - checkBits)) ^ 0xa5c;
  const bitsOf = (value: number, count: number): boolean[] =>
    Array.from({ length: count }, (_, bit) => ((value >>> bit) & 1) === 1);
  const valueOf = (bits: readonly boolean[]): number =>
    bits.reduce((value, isSet, bit) => value + (isSet ? 2 ** bit : 0), 0);
  window.timecode = {
    columns: 16,
    rows: 2,
    share: 1 / 8,
    now: () => performance.timeOrigin + performance.now(),
    blocksAt: (ms) => {
      const value = Math.floor(ms) % span;
      return [...bitsOf(value, timeBits), ...bitsOf(checkOf(value), checkBits)];
    },
    ageAt: (atMs, blocks) => {
      const value = valueOf(blocks.slice(0, timeBits));
      if (valueOf(blocks.slice(timeBits)) !== checkOf(value)) return null;
      const age = (((atMs - value) % span) + span) % span;
      return age > span / 2 ? age - span : age;
    },
  };
}
