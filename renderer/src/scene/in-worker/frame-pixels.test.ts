/** Blackness is read from the planes of a frame, in each pixel format. */
import { expect, test } from 'vitest';
import { isBlackSample, SAMPLE_SIZE } from '../black-detector.ts';
import { sampledPixels } from './frame-pixels.ts';

const size = { width: 64, height: 36 };
const pixels = size.width * size.height;

/** One colour all over the picture. */
function planar(format: 'I420' | 'NV12' | 'I444', y: number, u: number, v: number) {
  const share = format === 'I444' ? 1 : 4;
  const across = format === 'I444' ? size.width : size.width / 2;
  const colours =
    format === 'NV12'
      ? [{ offset: pixels, stride: size.width }]
      : [
          { offset: pixels, stride: across },
          { offset: pixels + pixels / share, stride: across },
        ];
  const bytes = new Uint8Array(pixels + (2 * pixels) / share).fill(y, 0, pixels);
  for (let at = 0; at < (2 * pixels) / share; at += 1) {
    const isFirst = format === 'NV12' ? at % 2 === 0 : at < pixels / share;
    bytes[pixels + at] = isFirst ? u : v;
  }
  return { bytes, layout: [{ offset: 0, stride: size.width }, ...colours], format, size };
}

const first = (sampled: Uint8ClampedArray): readonly number[] => Array.from(sampled.subarray(0, 4));

test.each(['I420', 'NV12', 'I444'] as const)('colours of a frame in %s', (format) => {
  const sampled = sampledPixels(planar(format, 81, 90, 240));
  expect(sampled).toHaveLength(SAMPLE_SIZE.width * SAMPLE_SIZE.height * 4);
  const [red = 0, green = 255, blue = 255, alpha] = first(sampled);
  expect([red > 240, green < 15, blue < 15, alpha]).toEqual([true, true, true, 255]);
  expect(first(sampled.slice(-4))).toEqual(first(sampled));
});

test('a dark picture is black, one with a dark blue is not', () => {
  expect(isBlackSample(sampledPixels(planar('I420', 16, 128, 128)))).toBe(true);
  expect(isBlackSample(sampledPixels(planar('I420', 24, 128, 128)))).toBe(true);
  expect(isBlackSample(sampledPixels(planar('I420', 22, 165, 122)))).toBe(false);
});

test.each(['BGRX', 'BGRA'] as const)(
  'a screen in %s: each part of the picture is seen, behind padded lines',
  (format) => {
    const stride = size.width * 4 + 64;
    const bytes = new Uint8Array(stride * size.height);
    // The lower half is orange.
    for (let y = size.height / 2; y < size.height; y += 1)
      for (let x = 0; x < size.width; x += 1) bytes.set([0, 128, 255, 255], y * stride + x * 4);
    const sampled = sampledPixels({ bytes, layout: [{ offset: 0, stride }], format, size });
    expect(first(sampled)).toEqual([0, 0, 0, 255]);
    expect(first(sampled.slice(-4))).toEqual([255, 128, 0, 255]);
    expect(isBlackSample(sampled)).toBe(false);
  },
);

test('a picture of fewer pixels than the sample', () => {
  const layout = [{ offset: 0, stride: 8 }];
  const sampled = sampledPixels({
    bytes: new Uint8Array(16).fill(200),
    layout,
    format: 'RGBA',
    size: { width: 2, height: 2 },
  });
  expect(new Set(sampled)).toEqual(new Set([200, 255]));
});

test('what is not known is not guessed', () => {
  const unknown = { bytes: new Uint8Array(), layout: [], format: 'I420P10' as VideoPixelFormat, size };
  expect(() => sampledPixels(unknown)).toThrow(TypeError);
});
