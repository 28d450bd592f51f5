/** Timestamps of links and layers stay on one timeline, with late, uneven and slow encoders. */
import { describe, expect, test } from 'vitest';
import { seeded } from '../../seeded.fixture.ts';
import { LinkClock, SceneClock } from './clock.ts';

/**
 * When frame `n` was captured, in ticks of 90 kHz: 30 frames a second, evenly or as real cameras do
 * it.
 */
const grids = {
  even: (n: number): number => n * 3_000,
  real: (n: number): number => n * 3_000 + ((n * n * 7_919 + n * 37) % 331),
} as const;
type Grid = (typeof grids)[keyof typeof grids];
const [TOP, LOW] = [111, 222] as const;
const base = { [TOP]: 4_294_900_000, [LOW]: 17_000 } as const; // The first one wraps within seconds.
const ownBase = 1_234_567;
/** Time until a link's own tiny frame arrives. */
const OWN_MS = 4;

/**
 * Arrival of frame `n` in milliseconds: a fixed cost, and jitter that differs by stream but not by
 * run.
 */
const arrival = (captured: number, costMs: number, n: number, seed = 0): number =>
  captured / 90 + costMs + ((n * n * 31 + n * 7919 + seed * 104_729) % 9);

interface Run {
  readonly scene: SceneClock;
  readonly link: LinkClock;
  /** By capture: the link's timestamps for the layer that it was on. */
  readonly sent: Map<number, number>;
}

interface Course {
  readonly grid: Grid;
  readonly frames: number;
  readonly layerOf: (n: number) => typeof TOP | typeof LOW;
  readonly ownEvery?: number;
  /** Time that the top layer's encoder takes for a frame. */
  readonly slowMs?: number;
  /** The time that its statistics report. */
  readonly toldMs?: number;
}

function run({ grid, frames, layerOf, ownEvery = 15, slowMs = 14, toldMs = slowMs }: Course): Run {
  const [scene, link, sent] = [new SceneClock(), new LinkClock(), new Map<number, number>()];
  scene.noteEncodeMs(toldMs - OWN_MS);
  const events: { atMs: number; happen: () => void }[] = [];
  for (let n = 0; n < frames; n += 1) {
    for (const [ssrc, costMs] of [
      [LOW, 9],
      [TOP, slowMs],
    ] as const) {
      const atMs = arrival(grid(n), costMs, n, ssrc);
      events.push({
        atMs,
        happen: () => {
          const ticks = scene.observe(ssrc, (base[ssrc] + grid(n)) >>> 0, atMs);
          if (ssrc === layerOf(n) && link.isReady) sent.set(n, link.timestampOf(ticks));
        },
      });
    }
    if (n % ownEvery === 4) {
      const atMs = arrival(grid(n), OWN_MS, n, 3);
      events.push({ atMs, happen: () => link.observeOwn((ownBase + grid(n)) >>> 0, atMs, scene) });
    }
  }
  for (const { happen } of events.toSorted((a, b) => a.atMs - b.atMs)) happen();
  return { scene, link, sent };
}

describe.each(Object.entries(grids))('on the %s grid', (_name, grid) => {
  test('a link’s timestamps are those of its own track for the same captures', () => {
    const { sent } = run({ grid, frames: 300, layerOf: () => TOP });
    for (const [n, timestamp] of [...sent].slice(-150)) expect(timestamp).toBe((ownBase + grid(n)) >>> 0);
  });

  test('switching layers leaves the timeline as it was', () => {
    const { sent } = run({ grid, frames: 600, layerOf: (n) => (Math.floor(n / 60) % 2 === 0 ? TOP : LOW) });
    for (const [n, timestamp] of [...sent].slice(-300)) expect(timestamp).toBe((ownBase + grid(n)) >>> 0);
  });

  test('timestamps always increase, also while the offset is being determined', () => {
    const { sent } = run({ grid, frames: 300, layerOf: (n) => (n % 2 === 0 ? TOP : LOW), ownEvery: 3 });
    const timestamps = [...sent.values()];
    for (let i = 1; i < timestamps.length; i += 1) {
      expect(((timestamps[i] ?? 0) - (timestamps[i - 1] ?? 0)) | 0).toBeGreaterThan(0);
    }
  });
});

test('an encoder slower than half a frame does not mislead the clock', () => {
  const { sent } = run({ grid: grids.real, frames: 300, layerOf: () => TOP, slowMs: 38 });
  for (const [n, timestamp] of [...sent].slice(-150)) expect(timestamp).toBe((ownBase + grids.real(n)) >>> 0);
});

test('uneven captures correct statistics that are wrong by a frame', () => {
  const { sent } = run({ grid: grids.real, frames: 300, layerOf: () => TOP, slowMs: 38, toldMs: 8 });
  for (const [n, timestamp] of [...sent].slice(-150)) expect(timestamp).toBe((ownBase + grids.real(n)) >>> 0);
});

/**
 * How many milliseconds a link's timestamps are off after 40 seconds on a busy machine. Captures
 * are even, so that only arrivals tell one frame from the next. Both streams wait for a processor:
 * most frames for some milliseconds, many for longer than a frame.
 */
function offOnBusyMachine(seed: number): number {
  const random = seeded(seed);
  const wait = (): number => (random() < 0.45 ? 15 + random() * 70 : random() * 8);
  const [scene, link] = [new SceneClock(), new LinkClock()];
  const events: { atMs: number; happen: () => void }[] = [];
  let encodedMs: number[] = [];
  let sent = 0;
  const last = { scene: 0, own: 0 };
  /** Frames of one stream do not overtake each other. */
  const arrive = (stream: keyof typeof last, captured: number, costMs: number): number =>
    (last[stream] = Math.max(last[stream] + 0.5, captured / 90 + costMs));
  for (let n = 0; n < 1_200; n += 1) {
    const captured = grids.even(n);
    const encodeMs = 12 + (random() < 0.45 ? random() * 25 : random() * 2);
    const atMs = arrive('scene', captured, wait() + encodeMs);
    events.push({
      atMs,
      happen: () => {
        encodedMs.push(encodeMs);
        const ticks = scene.observe(TOP, (base[TOP] + captured) >>> 0, atMs);
        if (link.isReady) sent = (link.timestampOf(ticks) - ownBase - captured) | 0;
      },
    });
    if (n % 15 === 4) {
      const ownAtMs = arrive('own', captured, OWN_MS + wait());
      events.push({
        atMs: ownAtMs,
        happen: () => link.observeOwn((ownBase + captured) >>> 0, ownAtMs, scene),
      });
    }
    // The encoder's statistics: the mean of a second.
    if (n % 30 === 29)
      events.push({
        atMs: captured / 90,
        happen: () => {
          if (encodedMs.length > 0) scene.noteEncodeMs(encodedMs.reduce((a, b) => a + b) / encodedMs.length - OWN_MS);
          encodedMs = [];
        },
      });
  }
  for (const { happen } of events.toSorted((a, b) => a.atMs - b.atMs)) happen();
  return sent / 90;
}

test('on a busy machine the earliest arrivals of a longer while place every link at its frame', () => {
  const off = Array.from({ length: 60 }, (_run, seed) => Math.round(offOnBusyMachine(seed)));
  expect(off.filter((ms) => ms !== 0)).toEqual([]);
});

test('a layer that is switched on as the machine becomes busy is placed at its frame', () => {
  const scene = new SceneClock();
  const [busyFrom, startsAt] = [120, 130];
  const off: number[] = [];
  for (let n = 0; n < 300; n += 1) {
    const captured = grids.even(n);
    // Both layers wait for the processor. Of the better one no frame came before that.
    const waitMs = n < busyFrom ? 0 : 40;
    scene.observe(LOW, (base[LOW] + captured) >>> 0, arrival(captured, 9 + waitMs, n, LOW));
    if (n < startsAt) continue;
    const ticks = scene.observe(TOP, (base[TOP] + captured) >>> 0, arrival(captured, 14 + waitMs, n, TOP));
    if (n > startsAt + 10) off.push(Math.round((ticks - captured) / 90));
  }
  expect(new Set(off)).toEqual(new Set([0]));
});
