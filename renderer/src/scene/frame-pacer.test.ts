/** Which pictures of a fast source go out. */
import { expect, test } from 'vitest';
import { FramePacer } from './frame-pacer.ts';

/** How many pictures are admitted in ten seconds for a source of this rate. */
function admittedOf(framesPerSecond: number, jitterUs: (index: number) => number = () => 0): number {
  const pacer = new FramePacer();
  let count = 0;
  for (let i = 0; i < framesPerSecond * 10; i += 1) {
    if (pacer.admit((i * 1_000_000) / framesPerSecond + jitterUs(i))) count += 1;
  }
  return count;
}

test('a source of at most 30 pictures a second loses none, even with jitter', () => {
  expect(admittedOf(30)).toBe(300);
  expect(admittedOf(25)).toBe(250);
  expect(admittedOf(10)).toBe(100);
  expect(admittedOf(30, (i) => (i % 2 ? 2_500 : -2_500))).toBe(300);
});

test.each([31, 35, 48, 50, 60, 120])('a source of %i pictures a second goes out at 20 to 30', (rate) => {
  expect(admittedOf(rate)).toBeLessThanOrEqual(301);
  expect(admittedOf(rate)).toBeGreaterThan(200);
});

test('a source of 60 pictures a second goes out at exactly 30', () => {
  expect(admittedOf(60)).toBe(300);
});

test('after a long gap the next picture goes at once, but not two in a row', () => {
  const pacer = new FramePacer();
  expect(pacer.admit(0)).toBe(true);
  expect(pacer.admit(5_000_000)).toBe(true);
  expect(pacer.admit(5_010_000)).toBe(false);
  expect(pacer.waitUs(5_010_000)).toBeLessThanOrEqual(34_000);
});
