/** Computes from recorded picture and sound how far the sound comes after the picture. */
import { mean, percentile, slope, sum } from '../statistics.ts';
import type { PictureSample, SoundBlock } from './recorders.ts';

/**
 * The brightness that is read of a flash: neither its dark ends, where codecs round, nor its tip.
 */
const DARK = 60;
const BRIGHT = 180;
const HALF = (DARK + BRIGHT) / 2;
const FLASH_GAP_MS = 200;
const FEWEST_ON_A_SLOPE = 2;
const BEEP_GAP_MS = 200;
const BEEP_ENERGY = 0.05;
/** Blocks this close to each other give the offset of the loudspeaker's clock. */
const CLOCK_WINDOW_MS = 1_500;

/**
 * When the picture was at its brightest: halfway between half bright on the way up and half bright
 * on the way down.
 */
export function flashTimes(samples: readonly PictureSample[]): number[] {
  const lit = samples.filter(({ brightness }) => brightness > DARK);
  return runs(lit, (sample) => sample.atMs, FLASH_GAP_MS).flatMap((flash) => {
    const brightest = Math.max(...flash.map(({ brightness }) => brightness));
    const tip = flash.findIndex(({ brightness }) => brightness === brightest);
    const up = halfBrightAt(flash.slice(0, tip));
    const down = halfBrightAt(flash.slice(tip + 1));
    return up === undefined || down === undefined ? [] : [(up + down) / 2];
  });
}

/** Where the line that fits a slope's samples crosses half brightness. */
function halfBrightAt(samples: readonly PictureSample[]): number | undefined {
  const used = samples.filter(({ brightness }) => brightness < BRIGHT);
  if (used.length < FEWEST_ON_A_SLOPE) return undefined;
  const perMs = slope(used.map(({ atMs, brightness }) => [atMs, brightness] as const));
  // The slope is level: the picture stood still.
  if (perMs === null || perMs === 0) return undefined;
  return mean(used.map(({ atMs }) => atMs)) + (HALF - mean(used.map(({ brightness }) => brightness))) / perMs;
}

/** The middle of each beep, weighted by its energy, on the page's clock. */
export function beepTimes(blocks: readonly SoundBlock[]): number[] {
  const points = blocks.flatMap((block) => {
    if (!block.energies.some((energy) => energy > BEEP_ENERGY)) return [];
    const startMs = block.startMs + clockAt(blocks, block);
    return block.energies.map((energy, ms) => ({ atMs: startMs + ms + 0.5, energy }));
  });
  return runs(points, (point) => point.atMs, BEEP_GAP_MS).map((run) => {
    const weight = sum(run.map(({ energy }) => energy));
    return sum(run.map(({ atMs, energy }) => atMs * energy)) / weight;
  });
}

/**
 * The page's clock minus the loudspeaker's. Blocks come late, never early, so the least late ones
 * nearby count.
 */
function clockAt(blocks: readonly SoundBlock[], { handedOverMs }: SoundBlock): number {
  const near = blocks.filter((other) => Math.abs(other.handedOverMs - handedOverMs) < CLOCK_WINDOW_MS);
  return percentile(
    near.map((block) => block.handedOverMs - block.startMs),
    10,
  );
}

/** How long each beep comes after its flash, in milliseconds; negative if the sound comes first. */
export function offsets(flashes: readonly number[], beeps: readonly number[]): number[] {
  return flashes.flatMap((flash) => {
    const beep = beeps.find((at) => Math.abs(at - flash) < 450);
    return beep === undefined ? [] : [beep - flash];
  });
}

/** Splits where two neighbours are further apart than `gapMs`. */
function runs<T>(items: readonly T[], timeOf: (item: T) => number, gapMs: number): T[][] {
  const all: T[][] = [];
  for (const item of items) {
    const last = all.at(-1)?.at(-1);
    if (last === undefined || timeOf(item) - timeOf(last) > gapMs) all.push([item]);
    else all.at(-1)?.push(item);
  }
  return all;
}
