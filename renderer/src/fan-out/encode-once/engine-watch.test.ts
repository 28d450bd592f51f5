/** Standstills of encoder and worker, under a fake clock. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { EngineRepair } from '../../policy/encoding.ts';
import type { StreamKind } from '../watch/link-vitals.ts';
import { EngineWatch } from './engine-watch.ts';

let isNeeded: boolean;
let stopped: ReadonlySet<'scene' | StreamKind | 'worker'>;
let repairs: EngineRepair[];
let arrived: { picture: number; sound: number };
let given: number;
let watch: EngineWatch;

beforeEach(() => {
  vi.useFakeTimers();
  isNeeded = true;
  stopped = new Set();
  repairs = [];
  arrived = { picture: 0, sound: 0 };
  given = 0;
  watch = new EngineWatch({
    needs: () => isNeeded,
    countFrames: () => {
      if (!stopped.has('worker'))
        watch.noteAnswer({ layers: { 0: arrived.picture, 1: 0, 2: 0 }, sound: arrived.sound });
    },
    readSources: async () => ({ picture: given, sound: given }),
    repair: (repair) => void repairs.push(repair),
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
    if (!stopped.has('scene') && !stopped.has('picture')) arrived.picture += 1;
    if (!stopped.has('scene') && !stopped.has('sound')) arrived.sound += 1;
    await vi.advanceTimersByTimeAsync(100);
  }
}

test('an engine that works is left alone', async () => {
  await pass(60_000);
  expect(repairs).toEqual([]);
});

test('an encoder without a picture gets a key frame, then is replaced, and again later', async () => {
  await pass(5_000);
  stopped = new Set(['picture']);
  await pass(2_000);
  expect(repairs).toEqual(['key-frame']);
  await pass(1_000);
  expect(repairs).toEqual(['key-frame', 'encoder']);
  await pass(10_000);
  expect(repairs).toEqual(['key-frame', 'encoder', 'encoder']);
  stopped = new Set();
  await pass(30_000);
  expect(repairs).toHaveLength(3);
});

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
  stopped = new Set(['picture']);
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
