/** Requests for key frames are joined, under a fake clock. */
import { expect, test } from 'vitest';
import { FakeClock } from '../room/fake-clock.fixture.ts';
import { KeyFrames } from './key-frames.ts';

function setUp() {
  const clock = new FakeClock();
  const asked: string[] = [];
  const ask = (mid: string): void => void asked.push(`${mid} at ${String(clock.elapsed())}`);
  return { clock, asked, keyFrames: new KeyFrames({ clock, policy: { keyFrameMs: 1_000 }, ask }) };
}

test('the first request of a layer goes out at once', () => {
  const { asked, keyFrames } = setUp();
  keyFrames.request('1');
  expect(asked).toEqual(['1 at 0']);
});

test('those that come too early go out together, as soon as the second is over', () => {
  const { clock, asked, keyFrames } = setUp();
  keyFrames.request('1');
  clock.advance(300);
  keyFrames.request('1');
  keyFrames.request('1');
  clock.advance(5_000);
  expect(asked).toEqual(['1 at 0', '1 at 1000']);
});

test('each layer has a second of its own', () => {
  const { clock, asked, keyFrames } = setUp();
  keyFrames.request('1');
  clock.advance(200);
  keyFrames.request('2');
  keyFrames.request('1');
  clock.advance(5_000);
  expect(asked).toEqual(['1 at 0', '2 at 200', '1 at 1000']);
});

test('requests without a pause go out once a second', () => {
  const { clock, asked, keyFrames } = setUp();
  for (let each = 0; each < 30; each += 1) {
    keyFrames.request('1');
    clock.advance(100);
  }
  expect(asked).toEqual(['1 at 0', '1 at 1000', '1 at 2000', '1 at 3000']);
});

test('after its end nothing goes out', () => {
  const { clock, asked, keyFrames } = setUp();
  keyFrames.request('1');
  keyFrames.request('1');
  keyFrames.close();
  keyFrames.request('2');
  clock.advance(5_000);
  expect(asked).toEqual(['1 at 0']);
  expect(clock.timers).toBe(0);
});
