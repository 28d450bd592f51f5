/** The sound mix goes on when its loudspeaker stops, with a fake audio context. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LOUDSPEAKER_RETURN_MS, SOUND_STALL_MS } from '../policy/scene.ts';
import { SoundClock } from './sound-clock.ts';

/** A context whose loudspeaker can fail, as Chromium's does when the sound server ends. */
class FakeContext extends EventTarget {
  state = 'suspended';
  sink: string | { readonly type: 'none' } = '';
  hasServer = true;
  isStuck = false;
  readonly #startedMs = performance.now();
  #stoppedS = 0;

  get currentTime(): number {
    if (this.state === 'running' && !this.isStuck) this.#stoppedS = (performance.now() - this.#startedMs) / 1000;
    return this.#stoppedS;
  }

  async resume(): Promise<void> {
    if (this.sink === '' && !this.hasServer) return void this.dispatchEvent(new Event('error'));
    if (this.state === 'running') return;
    this.state = 'running';
    this.dispatchEvent(new Event('statechange'));
  }

  async setSinkId(sink: string | { readonly type: 'none' }): Promise<void> {
    if (sink === '' && !this.hasServer) throw new DOMException('no device', 'NotFoundError');
    this.isStuck = false;
    this.sink = sink;
  }

  loseServer(): void {
    this.hasServer = false;
    this.state = 'suspended';
    this.dispatchEvent(new Event('statechange'));
  }
}

let loudspeakers = 1;
let context: FakeContext;
let clock: SoundClock;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('addEventListener', vi.fn<() => void>());
  vi.stubGlobal('removeEventListener', vi.fn<() => void>());
  const enumerateDevices = () => Promise.resolve(Array.from({ length: loudspeakers }, () => ({ kind: 'audiooutput' })));
  vi.stubGlobal('navigator', { mediaDevices: { enumerateDevices } });
  context = new FakeContext();
  clock = new SoundClock(context as EventTarget as AudioContext);
});
afterEach(() => {
  clock.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  loudspeakers = 1;
});

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

test('a mix that loses its loudspeaker runs on at once, and returns when there is one again', async () => {
  await pass(5_000);
  expect([context.state, context.sink]).toEqual(['running', '']);
  loudspeakers = 0;
  context.loseServer();
  await pass(10);
  expect([context.state, context.sink]).toEqual(['running', { type: 'none' }]);
  await pass(60_000);
  expect([context.state, context.sink]).toEqual(['running', { type: 'none' }]);
  [loudspeakers, context.hasServer] = [1, true];
  await pass(LOUDSPEAKER_RETURN_MS.first + 10);
  expect([context.state, context.sink]).toEqual(['running', '']);
});

test('a loudspeaker that is listed but does not work costs no gap', async () => {
  await pass(10);
  context.loseServer();
  for (let second = 0; second < 120; second += 1) {
    await pass(1_000);
    expect([context.state, context.sink]).toEqual(['running', { type: 'none' }]);
  }
});

test('a loudspeaker that stops without a word is noticed', async () => {
  await pass(3_000);
  context.isStuck = true;
  await pass(2 * SOUND_STALL_MS);
  expect(context.sink).toEqual({ type: 'none' });
  await pass(LOUDSPEAKER_RETURN_MS.first);
  expect(context.sink).toBe('');
});

test('a closed clock leaves the context alone', async () => {
  clock.close();
  await pass(10);
  context.loseServer();
  await pass(10_000);
  expect([context.state, context.sink]).toEqual(['suspended', '']);
});

test('nothing goes on after it is closed, also while it changes its clock', async () => {
  await pass(10);
  context.loseServer();
  clock.close();
  await pass(60_000);
  expect(vi.getTimerCount()).toBe(0);
});
