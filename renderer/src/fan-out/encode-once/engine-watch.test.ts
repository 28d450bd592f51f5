/** Standstills of encoder and worker, under a fake clock. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { EngineRepair } from '../../policy/encoding.ts';
import { EngineWatch, type EngineStream } from './engine-watch.ts';

let isNeeded: boolean;
let stopped: ReadonlySet<'scene' | EngineStream | 'worker'>;
let repairs: EngineRepair[];
let repaired: EngineStream[];
let arrived: Record<EngineStream, number>;
let given: number;
let watch: EngineWatch;

beforeEach(() => {
  vi.useFakeTimers();
  isNeeded = true;
  stopped = new Set();
  repairs = [];
  repaired = [];
  arrived = { vp8: 0, av1: 0, sound: 0 };
  given = 0;
  watch = new EngineWatch({
    needs: () => isNeeded,
    countFrames: () => {
      if (!stopped.has('worker'))
        watch.noteAnswer({
          layers: { vp8: { 0: arrived.vp8, 1: 0, 2: 0 }, av1: { 0: 0, 1: 0, 2: arrived.av1 } },
          sound: arrived.sound,
        });
    },
    readSources: async () => ({ vp8: given, av1: given, sound: given }),
    repair: (repair, stream) => {
      repairs.push(repair);
      repaired.push(stream);
    },
  });
});
afterEach(() => {
  watch.close();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

async function pass(ms: number): Promise<void> {
  for (let passedMs = 0; passedMs < ms; passedMs += 100) {
    if (!stopped.has('scene')) given += 1;
    for (const stream of ['vp8', 'av1', 'sound'] as const)
      if (!stopped.has('scene') && !stopped.has(stream)) arrived[stream] += 1;
    await vi.advanceTimersByTimeAsync(100);
  }
}

test('an engine that works is left alone', async () => {
  await pass(60_000);
  expect(repairs).toEqual([]);
});

test.each(['vp8', 'av1'] as const)(
  'an encoder without a picture in %s gets a key frame, then is replaced, and again later',
  async (codec) => {
    await pass(5_000);
    stopped = new Set([codec]);
    await pass(2_000);
    expect(repairs).toEqual(['key-frame']);
    await pass(1_000);
    expect(repairs).toEqual(['key-frame', 'encoder']);
    await pass(10_000);
    expect(repairs).toEqual(['key-frame', 'encoder', 'encoder']);
    stopped = new Set();
    await pass(30_000);
    expect(repairs).toHaveLength(3);
    expect(repaired).toEqual([codec, codec, codec]);
  },
);

test('an encoder without sound is replaced', async () => {
  await pass(5_000);
  stopped = new Set(['sound']);
  await pass(3_000);
  expect(repairs).toEqual(['encoder']);
});

test('a worker that does not answer is replaced', async () => {
  await pass(5_000);
  stopped = new Set(['worker']);
  isNeeded = false;
  await pass(8_000);
  expect(repairs).toEqual([]);
  await pass(1_000);
  expect(repairs).toEqual(['worker']);
});

test('a scene that stands still is not the encoder’s fault', async () => {
  await pass(5_000);
  stopped = new Set(['scene']);
  await pass(30_000);
  expect(repairs).toEqual([]);
});

test('nothing is repaired while nothing is needed, and then it has its time', async () => {
  isNeeded = false;
  stopped = new Set(['vp8']);
  await pass(30_000);
  isNeeded = true;
  await pass(1_000);
  expect(repairs).toEqual([]);
  await pass(1_000);
  expect(repairs).toEqual(['key-frame']);
});

test('time in which the page or the machine stood still is no fault of the engine', async () => {
  await pass(5_000);
  const now = performance.now.bind(performance);
  vi.spyOn(performance, 'now').mockImplementation(() => now() + 60_000);
  await pass(3_000);
  expect(repairs).toEqual([]);
});
