/**
 * The time as a strip of black and white blocks across the top of a picture: a watcher that reads it knows how old the picture is, whatever
 * has happened to it on the way. Twenty bits of milliseconds and twelve that check them; in large blocks, so that scaling and compression
 * leave them legible. Everything here runs in pages; those on one machine have one clock.
 */

export interface Timecode {
  readonly columns: number;
  readonly rows: number;
  /** Of the picture's height. */
  readonly share: number;
  /** On the machine's clock. */
  readonly now: () => number;
  /** Row by row, from the left; true is white. */
  readonly blocksAt: (ms: number) => readonly boolean[];
  /** How long before `atMs` the blocks were made; null where they are no timecode. */
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
  // Not zero for zero: a black picture is no timecode.
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
