/**
 * Where the encoder is slower than the camera it drops captures, so that many of a link's own
 * frames have no partner among its frames. On machines that are made up, the same in each run.
 */
import { expect, test } from 'vitest';
import { seeded } from '../../seeded.fixture.ts';
import { LinkClock, SceneClock } from './clock.ts';

const SSRC = 111;
const FRAME_MS = 1_000 / 30;
const CAPTURES = 1_500;
const base = { encoder: 4_294_900_000, own: 1_234_567 } as const;
const ticksAt = (ms: number): number => Math.round(ms) * 90;

interface Machine {
  /** How uneven captures are, in ms. A fifth of them is late by up to `lateMs`. */
  readonly unevenMs: number;
  readonly lateMs: number;
  /** The encoder's time for a frame, in ms: the least and the most. */
  readonly encodeMs: readonly [number, number];
}

interface Frame {
  readonly capturedMs: number;
  readonly atMs: number;
}

/** Frames arrive in the order in which they were made, and many have to wait for the processor. */
function arriving(random: () => number): (madeAtMs: number) => number {
  let lastMs = 0;
  return (madeAtMs) =>
    (lastMs = Math.max(lastMs + 0.5, madeAtMs + (random() < 0.45 ? 15 + random() * 70 : random() * 8)));
}

/** The encoder takes the newest capture whenever it is free. */
function encoded(captures: readonly number[], { encodeMs: [least, most] }: Machine, random: () => number) {
  const arrive = arriving(random);
  const frames: (Frame & { readonly encodeMs: number })[] = [];
  for (let freeMs = 0, index = 0; index < captures.length; index += 1) {
    const startMs = Math.max((captures[index] ?? 0) + 1, freeMs);
    index = Math.max(
      index,
      captures.findLastIndex((capturedMs) => capturedMs + 1 <= startMs),
    );
    const encodeMs = least + random() * (most - least);
    freeMs = startMs + encodeMs;
    frames.push({ capturedMs: captures[index] ?? 0, encodeMs, atMs: arrive(freeMs) });
  }
  return frames;
}

/** A link's own frames are small, and two a second. */
function ownFrames(captures: readonly number[], random: () => number): Frame[] {
  const arrive = arriving(random);
  let dueMs = 0;
  return captures.flatMap((capturedMs) => {
    if (capturedMs < dueMs) return [];
    dueMs = capturedMs + 480;
    return [{ capturedMs, atMs: arrive(capturedMs + 4) }];
  });
}

/**
 * Difference between the link's timestamps and those of its own track, in ms, one for each frame.
 */
function errorsOf(seed: number, machine: Machine): readonly number[] {
  const random = seeded(seed);
  const captures = Array.from({ length: CAPTURES }, (_, n) => {
    const lateMs = random() < 0.2 ? random() * machine.lateMs : 0;
    return n * FRAME_MS + random() * machine.unevenMs + lateMs;
  });
  const [scene, link] = [new SceneClock(), new LinkClock()];
  const errors: number[] = [];
  const frames = encoded(captures, machine, random);
  const events = frames.map(({ capturedMs, atMs }, index) => ({
    atMs,
    happen: () => {
      const ticks = scene.observe(SSRC, (base.encoder + ticksAt(capturedMs)) >>> 0, atMs);
      if (link.isReady) errors.push(((link.timestampOf(ticks) - base.own - ticksAt(capturedMs)) | 0) / 90);
      // The encoder's statistics: the mean of a few frames.
      const last = frames.slice(index - 3, index + 1);
      if (index % 4 === 3) scene.noteEncodeMs(last.reduce((sum, { encodeMs }) => sum + encodeMs, 0) / last.length);
    },
  }));
  const own = ownFrames(captures, random).map(({ capturedMs, atMs }) => ({
    atMs,
    // Each sender rounds the capture's time by itself.
    happen: () => link.observeOwn((base.own + ticksAt(capturedMs + 0.4)) >>> 0, atMs, scene),
  }));
  for (const { happen } of [...events, ...own].toSorted((a, b) => a.atMs - b.atMs)) happen();
  return errors;
}

const isOneFrameOff = (ms: number): boolean => Math.abs(ms) > FRAME_MS / 2;
const jumpsIn = (errors: readonly number[]): number =>
  errors.slice(1).filter((ms, index) => isOneFrameOff(ms - (errors[index] ?? ms))).length;

test.each<[string, Machine]>([
  ['that keeps up on a busy machine', { unevenMs: 4, lateMs: 20, encodeMs: [12, 30] }],
  ['that drops half of the captures', { unevenMs: 4, lateMs: 20, encodeMs: [30, 80] }],
  ['that drops two thirds of them', { unevenMs: 4, lateMs: 20, encodeMs: [50, 120] }],
])('behind an encoder %s, links keep their place on the timeline', (_which, machine) => {
  const links = Array.from({ length: 20 }, (_, seed) => errorsOf(seed, machine));
  const soon = 100;
  expect(links.filter((errors) => isOneFrameOff(errors.at(-1) ?? Infinity)).length).toBeLessThanOrEqual(2);
  // They find it within some seconds, and leave it hardly any more.
  expect(links.filter((errors) => isOneFrameOff(errors[soon] ?? Infinity)).length).toBeLessThanOrEqual(4);
  expect(links.reduce((sum, errors) => sum + jumpsIn(errors.slice(soon)), 0)).toBeLessThanOrEqual(40);
});
