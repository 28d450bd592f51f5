/** The measures that `bench -- picture` compares pictures by, and its results. */
import { describe, expect, test } from 'vitest';
import { seeded } from '../../renderer/src/seeded.fixture.ts';
import { isNoWorse, rates, watchersOnLine, watchersWith, type Step } from '../bench/picture/results.ts';
import { BLOCKS, blocksOf, numberIn } from '../support/measure/likeness/frame-number.ts';
import { meanSquareError, psnrOf, scaledTo, ssimOf, withoutBottom } from '../support/measure/likeness/likeness.ts';
import { softShades } from '../support/measure/likeness/soft-shades.ts';
import type { GreyPicture } from '../support/measure/reading/read-letters.ts';

const picture = (width: number, height: number, of: (x: number, y: number) => number): GreyPicture => ({
  width,
  height,
  grey: Uint8Array.from({ length: width * height }, (_, at) => of(at % width, Math.floor(at / width))),
});
const shades = softShades(64, 48, 5);
const photograph = picture(64, 48, (x, y) => (shades[y * 64 + x] ?? 0) * 255);
const changed = (change: (grey: number, at: number) => number): GreyPicture => ({
  ...photograph,
  grey: photograph.grey.map(change),
});

describe('frame numbers', () => {
  const levelsOf = (number: number): number[] => blocksOf(number).map((isWhite) => (isWhite ? 225 : 25));

  test('every number is read as it was written', () => {
    for (let number = 0; number < 1024; number += 1) expect(numberIn(levelsOf(number))).toBe(number);
  });

  test('neighbours differ in one block, so a picture between two frames has the number of one of them', () => {
    for (let number = 0; number < 1023; number += 1) {
      const [one, next] = [blocksOf(number), blocksOf(number + 1)];
      expect(one.filter((isWhite, block) => isWhite !== next[block])).toHaveLength(1);
    }
  });

  test('blurred blocks are read, and doubtful ones are not', () => {
    const blurred = levelsOf(340).map((level) => 125 + (level - 125) * 0.6);
    expect(numberIn(blurred)).toBe(340);
    expect(numberIn(levelsOf(340).with(5, 130))).toBeNull();
    expect(numberIn(Array.from({ length: BLOCKS }, () => 16))).toBeNull();
  });
});

describe('likeness', () => {
  test('an equal picture is wholly alike', () => {
    expect(ssimOf(photograph, photograph)).toBe(1);
    expect(meanSquareError(photograph, photograph)).toBe(0);
    expect(psnrOf(0)).toBe(100);
  });

  test('the ratio of a known error', () => {
    const darker = picture(16, 16, () => 90);
    expect(
      meanSquareError(
        picture(16, 16, () => 100),
        darker,
      ),
    ).toBe(100);
    expect(psnrOf(100)).toBeCloseTo(28.13, 2);
  });

  test('structure: of flat pictures only the brightness counts, by the formula of the paper', () => {
    const [a, b] = [100, 150];
    const expected = (2 * a * b + 6.5025) / (a * a + b * b + 6.5025);
    expect(
      ssimOf(
        picture(16, 16, () => a),
        picture(16, 16, () => b),
      ),
    ).toBeCloseTo(expected, 6);
  });

  test('noise costs more of the structure than as great an error of brightness', () => {
    const random = seeded(9);
    const noisy = changed((grey) => Math.min(255, Math.max(0, grey + (random() < 0.5 ? -12 : 12))));
    const brighter = changed((grey) => Math.min(255, grey + 12));
    expect(meanSquareError(photograph, noisy)).toBeCloseTo(meanSquareError(photograph, brighter), -1);
    expect(ssimOf(photograph, noisy)).toBeLessThan(ssimOf(photograph, brighter) - 0.1);
    expect(ssimOf(photograph, noisy)).toBe(ssimOf(noisy, photograph));
  });

  test('a picture of half the size that is enlarged again has lost its finest detail only', () => {
    const half = scaledTo(photograph, 32, 24);
    const again = scaledTo(half, 64, 48);
    expect(again).toMatchObject({ width: 64, height: 48 });
    const flat = picture(64, 48, () => 128);
    expect(meanSquareError(photograph, again)).toBeLessThan(meanSquareError(photograph, flat) / 4);
    expect(
      scaledTo(
        picture(8, 8, (x) => x * 10),
        16,
        16,
      ).grey.slice(0, 16),
    ).toEqual(Uint8Array.from([0, 3, 8, 13, 18, 23, 28, 33, 38, 43, 48, 53, 58, 63, 68, 70]));
  });

  test('rows at the bottom are left out', () => {
    const cut = withoutBottom(photograph, 8);
    expect(cut.height).toBe(40);
    expect(cut.grey).toHaveLength(64 * 40);
    expect(() => ssimOf(photograph, cut)).toThrow(RangeError);
  });
});

describe('results', () => {
  const step = (change: Partial<Step>): Step => ({
    layer: 2,
    kbps: 1_286,
    peakKbps: 2_000,
    fps: 14.6,
    ssim: 0.992,
    psnr: 39.7,
    encodeMs: 20,
    ...change,
  });

  test('a watcher costs its bit rate with headers, and its sound', () => {
    expect(watchersOnLine(step({ kbps: 1_800 }))).toBe(10);
    expect(watchersOnLine(step({ kbps: 300 }))).toBe(52);
  });

  test('equal is: as much structure, 1.5 dB and 15 % of the frames less at most', () => {
    expect(isNoWorse(step({ psnr: 38.3, fps: 12.7 }), step({}))).toBe(true);
    expect(isNoWorse(step({ psnr: 38.1 }), step({}))).toBe(false);
    expect(isNoWorse(step({ fps: 12 }), step({}))).toBe(false);
    expect(isNoWorse(step({ ssim: 0.991 }), step({}))).toBe(false);
  });

  test('the cheapest step counts whose picture is no worse', () => {
    const steps = {
      vp8: [step({}), step({ layer: 1, kbps: 550, ssim: 0.984 })],
      av1: [step({ kbps: 340, ssim: 0.999, psnr: 52 }), step({ layer: 1, kbps: 157, fps: 8 })],
    };
    expect(watchersWith(steps)).toEqual({ best: 47, today: 14 });
    expect(watchersWith({ vp8: [step({})] })).toEqual({ best: 14, today: 14 });
    expect(watchersWith({ av1: [step({})] })).toBeNull();
  });

  test('the mean rate, and the peak of one second', () => {
    const received = Array.from({ length: 41 }, (_, tenth) => ({
      atMs: tenth * 100,
      bytes: tenth * 1_000 + (tenth >= 20 ? 30_000 : 0),
    }));
    expect(rates(received)).toEqual({ kbps: 140, peakKbps: 320 });
    expect(rates([])).toEqual({ kbps: 0, peakKbps: 0 });
  });
});
